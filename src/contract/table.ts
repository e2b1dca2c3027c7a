import { z } from 'zod';
import { count } from './values';

const name = z.string().min(1);

/** What the user says the columns of a table are; what is not said is found by the app. Null says that there is none. */
export const roleChoice = z.object({
  /** Names of columns, or patterns with `*` and `?`; or the name of an array or of a column of lists. */
  vectors: z.array(name).min(1).optional(),
  label: name.nullable().optional(),
  split: name.nullable().optional(),
  path: name.nullable().optional(),
  places: z.array(name).min(2).max(3).nullable().optional(),
  colour: name.nullable().optional(),
});
export type RoleChoice = z.infer<typeof roleChoice>;

const takenColumn = z.object({ column: z.string(), reason: z.string() }).nullable();

/** What the columns of a table were taken for, by their names, each with its reason. */
export const tableRoles = z.object({
  vectors: z.object({
    /** A number in each column, lists in one, or an array. */
    kind: z.enum(['columns', 'lists', 'array']),
    columns: z.array(z.string()),
    d: count,
    reason: z.string(),
  }),
  label: takenColumn,
  split: takenColumn,
  path: takenColumn,
  places: z.object({ columns: z.array(z.string()), reason: z.string() }).nullable(),
  /** All other columns, which can be coloured by and are exported. */
  colours: z.array(z.string()),
  /** What points are coloured by at first. */
  colour: z.string().nullable(),
  /** What speaks for another choice, in sentences; nothing does where the choice is plain. */
  doubts: z.array(z.string()),
});
export type TableRoles = z.infer<typeof tableRoles>;

/** What a table or a file of arrays holds, and what would be taken for what. */
export const tableLook = z.object({
  n: count,
  columns: z.array(
    z.object({
      name: z.string(),
      kind: z.enum(['numbers', 'texts', 'lists', 'array']),
      /** What stands in its first cells. */
      example: z.string(),
    }),
  ),
  /** What can be the vectors together: names that differ in their numbers alone, single columns, lists, arrays. */
  groups: z.array(z.object({ title: z.string(), columns: z.array(z.string()).min(1) })),
  /** Null where no vectors can be read so; `why` says why. */
  roles: tableRoles.nullable(),
  why: z.string().nullable(),
  /** The roles in one sentence. */
  sentence: z.string(),
});
export type TableLook = z.infer<typeof tableLook>;
