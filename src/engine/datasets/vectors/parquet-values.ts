import type { FileMetaData, ParquetParsers, SchemaElement, SchemaTree } from 'hyparquet';

const UNITS = { ms: 1_000n, us: 1_000_000n, ns: 1_000_000_000n } as const;

/**
 * How the times and dates of a column become texts, to their last digit: `2024-01-01T10:00:00.123450Z`, without the `Z` where
 * the file has local times, and `2024-01-01` for a date.
 */
export function timeParsers(column: SchemaTree): Partial<ParquetParsers> {
  const zone = isLocal(column) ? '' : 'Z';
  return {
    timestampFromMilliseconds: (value) => timeText(value, 'ms', zone),
    timestampFromMicroseconds: (value) => timeText(value, 'us', zone),
    timestampFromNanoseconds: (value) => timeText(value, 'ns', zone),
    dateFromDays: (days) => isoOf(days * 86_400_000)?.slice(0, -'T00:00:00.000Z'.length) ?? String(days),
  };
}

function isLocal({ element, children }: SchemaTree): boolean {
  const { type, logical_type: kind } = element;
  // INT96 says nothing of a zone.
  if (type === 'INT96' || (kind?.type === 'TIMESTAMP' && !kind.isAdjustedToUTC)) return true;
  return children.some(isLocal);
}

function timeText(value: bigint | number, unit: keyof typeof UNITS, zone: string): string {
  const whole = BigInt(value);
  const part = ((whole % UNITS[unit]) + UNITS[unit]) % UNITS[unit];
  const iso = isoOf(Number((whole - part) / UNITS[unit]) * 1000);
  if (iso === null) return String(whole);
  const digits = String(part).padStart(String(UNITS[unit]).length - 1, '0');
  return `${iso.slice(0, -'.000Z'.length)}.${digits.replace(/(?:000){1,3}$/, '').padEnd(3, '0')}${zone}`;
}

/** Null for a time that JavaScript has no date for. */
function isoOf(milliseconds: number): string | null {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/** The columns of decimals, by name with the number of their decimals, and metadata by which they are read as whole numbers. */
export function withoutDecimals(
  metadata: FileMetaData,
  { children }: SchemaTree,
): { metadata: FileMetaData; decimals: ReadonlyMap<string, number> } {
  const decimals = new Map<string, number>();
  for (const { element, children: within } of children)
    if (within.length === 0 && isDecimal(element)) decimals.set(element.name, scaleOf(element));
  const elements = new Set(children.map(({ element }) => element));
  const schema = metadata.schema.map((element) => {
    if (!elements.has(element) || !decimals.has(element.name)) return element;
    const plain = { ...element };
    delete plain.converted_type;
    delete plain.logical_type;
    return plain;
  });
  return { metadata: { ...metadata, schema }, decimals };
}

const isDecimal = ({ converted_type: converted, logical_type: logical }: SchemaElement): boolean =>
  converted === 'DECIMAL' || logical?.type === 'DECIMAL';

function scaleOf({ scale, logical_type: logical }: SchemaElement): number {
  return logical?.type === 'DECIMAL' ? logical.scale : (scale ?? 0);
}

/** A decimal to its last digit, of the whole number that the file has for it; empty for none. */
export function decimalText(cell: unknown, scale: number): string {
  const whole = wholeOf(cell);
  if (whole === null) return '';
  const digits = String(whole < 0n ? -whole : whole).padStart(scale + 1, '0');
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  return whole < 0n ? `-${text}` : text;
}

function wholeOf(cell: unknown): bigint | null {
  if (typeof cell === 'bigint' || typeof cell === 'number') return BigInt(cell);
  if (!(cell instanceof Uint8Array) || cell.length === 0) return null;
  // Two's complement, the highest byte first.
  return BigInt.asIntN(8 * cell.length, BigInt(`0x${Buffer.from(cell).toString('hex')}`));
}
