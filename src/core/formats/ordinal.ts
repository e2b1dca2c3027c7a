const ENDINGS: Partial<Record<Intl.LDMLPluralRule, string>> = { one: 'st', two: 'nd', few: 'rd' };
const rules = new Intl.PluralRules('en', { type: 'ordinal' });

/** A whole number as English counts places: 1st, 22nd, 83rd, 11th. */
export function ordinal(n: number): string {
  return `${n}${ENDINGS[rules.select(n)] ?? 'th'}`;
}
