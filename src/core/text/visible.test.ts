import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { visible, visibleJson } from './visible';

const anyText = fc.string({ unit: 'binary', maxLength: 60 });
const mark = fc.constantFrom(
  '\u0000',
  '\n',
  '\u001b[31m',
  '\u007f',
  '\u0085',
  '\u009b',
  '\u061c',
  '\u202e',
  '\u2069',
);
const odd = fc.array(fc.oneof(anyText, mark), { maxLength: 8 }).map((parts) => parts.join(''));
/** Controls, and what Unicode calls bidi controls. */
const OBEYED = /\p{Cc}|\p{Bidi_Control}/u;

describe('text of others', () => {
  it('is shown with nothing in it that is obeyed, and is no longer than may be', () => {
    fc.assert(
      fc.property(odd, (text) => {
        expect(visible(text)).not.toMatch(OBEYED);
        expect(visible(visible(text))).toBe(visible(text));
      }),
    );
    expect(visible('a'.repeat(600))).toHaveLength(500);
  });

  it('is as it was where there is nothing such', () => {
    expect(visible('Größe „7“, 画像, صورة, 👩‍🔬')).toBe('Größe „7“, 画像, صورة, 👩‍🔬');
    expect(visible('\u001b[31mRED\u0007\n\u202eevil')).toBe('␛[31mRED␇␊<U+202E>evil');
  });

  it('in JSON is the same value', () => {
    fc.assert(
      fc.property(odd, (text) => {
        expect(visibleJson({ text })).not.toMatch(OBEYED);
        expect(JSON.parse(visibleJson({ text }))).toEqual({ text });
      }),
    );
  });
});
