/** What a terminal obeys, and what turns text around or hides it: C0 and C1, DEL, bidi marks, line and paragraph ends. */
// eslint-disable-next-line no-control-regex -- these are what is looked for
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** The longest sentence: it names a path, and what is in a file. */
export const LONGEST_SENTENCE = 2000;

/**
 * Text of others as it may be shown, in a terminal, a log, a title or a sentence: what would be obeyed in place of being
 * seen stands as a sign (␛, ␊) or a code, and no more than `most` characters are left.
 */
export function visible(text: string, most = 500): string {
  const cut = text.length > most ? `${text.slice(0, most - 1)}…` : text;
  return cut.replace(UNSEEN, (mark) => {
    const code = mark.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return code === 0x7f ? '␡' : `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
  });
}

/** JSON of the same value in which nothing is obeyed either: JSON.stringify escapes C0 alone. */
export function visibleJson(value: unknown): string {
  return JSON.stringify(value).replace(
    UNSEEN,
    (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
