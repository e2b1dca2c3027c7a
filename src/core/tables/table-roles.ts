import { isOfTexts, numberIn, type ForeignColumn, type ForeignTable } from '../formats/foreign-table';
import { FormatError } from '../formats/format-error';
import { AXES, FEW_CLASSES, FILE_NAMES, LABEL_NAMES, SPLIT_NAMES } from './column-names';
import { isNearlyAll } from './list-cells';
import { noColumn } from './matched-names';
import { rowsOfVectors, vectorRoleOf, type TakenVectors } from './vector-role';

/** What the user says the columns of a table are; what is not said is found. Null says that there is none. */
export interface RoleChoice {
  /** Names of columns, or patterns with `*` and `?`; or the name of an array or of a column of lists. */
  vectors?: readonly string[] | undefined;
  label?: string | null | undefined;
  split?: string | null | undefined;
  path?: string | null | undefined;
  /** Two or three columns. */
  places?: readonly string[] | null | undefined;
  /** What points are coloured by at first. */
  colour?: string | null | undefined;
}

/** What the columns of a table are, by their names, each with its reason. */
export interface TableRoles {
  vectors: TakenVectors;
  label: TakenColumn | null;
  split: TakenColumn | null;
  path: TakenColumn | null;
  /** x, y and, in 3-D, z. */
  places: { columns: string[]; reason: string } | null;
  /** All other columns, which can be coloured by. */
  colours: string[];
  /** That of them, or the label, by which points are coloured at first. */
  colour: string | null;
  /** What speaks for another choice, in sentences; nothing does where the choice is plain. */
  doubts: string[];
}

export interface TakenColumn {
  column: string;
  reason: string;
}

const CHOSEN = 'it was chosen';

/**
 * What the columns of a table are: as `choice` says, else by the rules of docs/formats.md. `beside` are the columns whose
 * texts name files that lie beside the table. Throws FormatError when there are no vectors, or a chosen column is not
 * there or cannot be what it is chosen for.
 */
export function rolesOf(
  table: ForeignTable,
  choice: RoleChoice = {},
  beside: ReadonlySet<string> = new Set(),
): TableRoles {
  const columns = [...table.columns, ...table.metadata.filter(({ n }) => n === rowsOfVectors(table, choice))];
  const vectors = vectorRoleOf(table, choice);
  // Places that are the vectors as well are still places.
  const used = new Set(vectors.columns.filter((name) => !isAxis(name)));
  const free = (): ForeignColumn[] => columns.filter(({ name }) => !used.has(name));
  const take = (found: TakenColumn | null): TakenColumn | null => {
    if (found !== null) used.add(found.column);
    return found;
  };
  const path = take(
    chosenColumn(columns, choice.path) ?? (choice.path === null ? null : pathAmong(free(), beside)),
  );
  const split = take(
    chosenColumn(columns, choice.split) ?? (choice.split === null ? null : splitAmong(free())),
  );
  const label = take(
    chosenColumn(columns, choice.label) ??
      (choice.label === null
        ? null
        : (labelAmong(free()) ?? loneLabel(table, free()) ?? namelessLabel(free()))),
  );
  const places = placesAmong(free(), columns, choice.places);
  const colours = free()
    .map(({ name }) => name)
    .filter((name) => !(places?.columns.includes(name) ?? false));
  const { doubts, ...taken } = vectors;
  return {
    vectors: taken,
    label,
    split,
    path,
    places,
    colours,
    colour: colourAmong(free(), label, choice),
    doubts,
  };
}

/** The roles as a choice, by which the very same are taken again. */
export function choiceOf({ vectors, label, split, path, places, colour }: TableRoles): {
  vectors: string[];
  label: string | null;
  split: string | null;
  path: string | null;
  places: string[] | null;
  colour: string | null;
} {
  return {
    vectors: vectors.columns,
    label: label?.column ?? null,
    split: split?.column ?? null,
    path: path?.column ?? null,
    places: places?.columns ?? null,
    colour,
  };
}

function isAxis(name: string): boolean {
  return AXES.includes(name.trim().toLowerCase());
}

/** The chosen column; null where none was. Throws FormatError when it is not there. */
function chosenColumn(
  columns: readonly ForeignColumn[],
  name: string | null | undefined,
): TakenColumn | null {
  if (name == null) return null;
  if (!columns.some((column) => column.name === name))
    throw new FormatError(
      noColumn(
        name,
        columns.map((each) => each.name),
      ),
    );
  return { column: name, reason: CHOSEN };
}

const PICTURE = /\.(png|jpe?g|tiff?|bmp|gif|webp|avif)$/i;
const ADDRESS = /^[a-z][a-z\d+.-]+:\/\//i;

/** The column whose texts are files beside the table, or end like images. */
function pathAmong(columns: readonly ForeignColumn[], beside: ReadonlySet<string>): TakenColumn | null {
  const inCells = columns.find(({ images }) => images !== undefined);
  if (inCells !== undefined) return { column: inCells.name, reason: 'its cells hold images' };
  const rank = ({ name }: ForeignColumn): number => {
    const at = FILE_NAMES.indexOf(name.trim().toLowerCase());
    return at < 0 ? FILE_NAMES.length : at;
  };
  const texts = columns.filter(isOfTexts).toSorted((a, b) => rank(a) - rank(b));
  const lying = texts.find(({ name }) => beside.has(name));
  if (lying !== undefined) return { column: lying.name, reason: 'its files lie beside the table' };
  const ending = texts.find(endsLikeImages);
  return ending === undefined ? null : { column: ending.name, reason: 'its texts end like images' };
}

function endsLikeImages({ texts }: ForeignColumn): boolean {
  const named = texts.filter((text) => text !== '');
  const pictures = named.filter((text) => PICTURE.test(text.trim()) && !ADDRESS.test(text)).length;
  return isNearlyAll(pictures, named.length);
}

/** Arrays are often kept by part: `y_train` beside `X_train`. */
const OF_A_PART = /_(train|test|val)$/;

/** What lies in an object of JSON, as `metadata.label`. */
const WITHIN = /^.+\./;

/** The column with the first of some names, of those that have a further part where its pattern is given. */
function named(
  columns: readonly ForeignColumn[],
  names: readonly string[],
  part?: RegExp,
): ForeignColumn | undefined {
  const plain = ({ name }: ForeignColumn): string | null => {
    const small = name.trim().toLowerCase();
    if (part === undefined) return small;
    return part.test(small) ? small.replace(part, '') : null;
  };
  return names
    .map((name) => columns.find((column) => plain(column) === name))
    .find((column) => column !== undefined);
}

const USAGE = /^(train|training|(public|private)?[ _-]?test|val|valid|validation)$/i;

function splitAmong(columns: readonly ForeignColumn[]): TakenColumn | null {
  const found = named(columns, SPLIT_NAMES) ?? columns.find(isUsage);
  return found === undefined ? null : { column: found.name, reason: 'by its name' };
}

/** Fer2013 names its parts Training, PublicTest and PrivateTest under Usage, which elsewhere is a quantity. */
function isUsage(column: ForeignColumn): boolean {
  return (
    column.name.trim().toLowerCase() === 'usage' &&
    isOfTexts(column) &&
    column.texts.every((text) => USAGE.test(text.trim()))
  );
}

function labelAmong(columns: readonly ForeignColumn[]): TakenColumn | null {
  const isSure = (column: ForeignColumn): boolean =>
    /label|class|category/i.test(column.name) || hasFewClasses(column);
  const labels = columns.filter(isSure);
  const found =
    named(labels, LABEL_NAMES) ??
    named(labels, LABEL_NAMES, WITHIN) ??
    named(labels, LABEL_NAMES.concat('y'), OF_A_PART);
  if (found !== undefined) return { column: found.name, reason: 'by its name' };
  // x and y together are places.
  const lone = AXES.slice(1)
    .map((axis) => named(labels, [axis]))
    .find((column) => column !== undefined && named(columns, ['x']) === undefined);
  return lone === undefined
    ? null
    : { column: lone.name, reason: 'it has few values, and nothing else is a label' };
}

/** The only column of its kind in a file beside the vectors, where it is texts or has few values. */
function loneLabel({ loneLabel: name }: ForeignTable, free: readonly ForeignColumn[]): TakenColumn | null {
  const found = free.find((column) => column.name === name);
  return found !== undefined && hasFewClasses(found)
    ? { column: found.name, reason: 'nothing else beside the vectors is a label' }
    : null;
}

/** The only column of texts of a table without a header, as of the iris flowers, where texts come again. */
function namelessLabel(free: readonly ForeignColumn[]): TakenColumn | null {
  const [found, ...others] = free.filter((column) => isOfTexts(column) && /^text_\d+$/.test(column.name));
  if (found === undefined || others.length > 0) return null;
  const classes = new Set(found.texts).size;
  return classes > 1 && classes <= Math.max(FEW_CLASSES, found.n / 20) && 2 * classes <= found.n
    ? { column: found.name, reason: 'it is the only column of texts and has few different ones' }
    : null;
}

function hasFewClasses({ n, numbers }: ForeignColumn): boolean {
  if (numbers === null) return true;
  if (!numbers.every((value) => Number.isNaN(value) || Number.isInteger(value))) return false;
  return new Set(numbers).size <= Math.max(FEW_CLASSES, n / 20);
}

function placesAmong(
  free: readonly ForeignColumn[],
  all: readonly ForeignColumn[],
  wanted: RoleChoice['places'],
): TableRoles['places'] {
  if (wanted === null) return null;
  if (wanted !== undefined) return { columns: chosenPlaces(all, wanted), reason: 'they were chosen' };
  const [x, y, z] = AXES.map((axis) => named(free, [axis])).map((column) =>
    column?.numbers == null ? undefined : column,
  );
  if (x === undefined || y === undefined) return null;
  return {
    columns: [x, y, ...(z === undefined ? [] : [z])].map(({ name }) => name),
    reason: 'by their names',
  };
}

function chosenPlaces(columns: readonly ForeignColumn[], wanted: readonly string[]): string[] {
  if (wanted.length < 2 || wanted.length > 3)
    throw new FormatError('Places are two or three columns of numbers.');
  for (const name of wanted) {
    const column = columns.find((each) => each.name === name);
    if (column === undefined)
      throw new FormatError(
        noColumn(
          name,
          columns.map((each) => each.name),
        ),
      );
    if (column.numbers !== null) continue;
    const row = column.texts.findIndex((text) => numberIn(text) === undefined);
    throw new FormatError(
      `The column "${name}" is no place: row ${Math.max(0, row)} holds "${(column.texts[row] ?? '').slice(0, 40)}".`,
    );
  }
  return [...wanted];
}

/** The label, else what a table usually has in its place, as of a regression. */
function colourAmong(
  free: readonly ForeignColumn[],
  label: TakenColumn | null,
  { colour }: RoleChoice,
): string | null {
  if (colour !== undefined) {
    if (colour === null || colour === label?.column || free.some(({ name }) => name === colour))
      return colour;
    throw new FormatError(
      noColumn(
        colour,
        free.map((each) => each.name),
      ),
    );
  }
  return label?.column ?? named(free, LABEL_NAMES)?.name ?? null;
}
