import { describe, expect, it } from 'vitest';
import { checkKindOfText, checkTitles } from './other-programs-text';

const rows = Array.from({ length: 8 }, (_, i) => `s${i},0.${i},${i}.5,1`);

describe('a text that is no plain table', () => {
  it.each([
    [
      '% made by Weka\n@RELATION iris\n\n@ATTRIBUTE a REAL\n@DATA\n1,2\n',
      /ARFF file of Weka: save it as CSV/,
    ],
    ['1 1:0.5 3:2e-3\n-1 2:1 # a\n', /file of LIBSVM .*load_svmlight_file/],
    ['2 qid:7 1:0.5 2:0.1\n', /file of LIBSVM/],
    [`My run\nDate: 1 May\n\nid,a,b,c\n${rows.join('\n')}\n`, /first 2 lines \("My run"\) are titles above/],
    [`"A title, long",,,\nid,a,b,c\n${rows.join('\n')}\n`, /first line \(.*\) is a title above the header/],
    [`Run\t\t\t\n\t\t\t\nid\ta\tb\tc\n${rows.join('\n').replaceAll(',', '\t')}`, /titles? above the header/],
  ])('says what %j is', (text, sentence) => {
    expect(() => {
      checkKindOfText(text);
      checkTitles(text);
    }).toThrow(sentence);
  });

  it.each([
    `id,a,b,c\n${rows.join('\n')}\n`,
    `# a comment\nid,a,b,c\n${rows.join('\n')}\n`,
    `sep=,\nid,a,b,c\n${rows.join('\n')}\n`,
    `${rows.join('\n')}\n`,
    `3 4\nword 0.1 0.2\n`,
    'a,b\n1,2\n3,4\n',
    // Names of the rows below names of two levels.
    `,mean,mean,std\n,a,b,a\ngene,,,\n${rows.join('\n')}\n`,
    '',
  ])('says nothing of %j', (text) => {
    expect(() => {
      checkKindOfText(text);
      checkTitles(text);
    }).not.toThrow();
  });
});
