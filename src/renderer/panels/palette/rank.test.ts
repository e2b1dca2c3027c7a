import { expect, it } from 'vitest';
import { rank } from './rank';

const titles = [
  'Fit Map',
  'Map the Test Set',
  'Lay the Map Out Again',
  'Export CSV…',
  'Stop Training',
  'Undo',
];

function found(query: string): string[] {
  return titles
    .map((title) => ({ title, score: rank(title, query) }))
    .filter(({ score }) => score !== null)
    .sort((first, second) => (second.score ?? 0) - (first.score ?? 0))
    .map(({ title }) => title);
}

it('finds everything while nothing is typed', () => {
  expect(found('  ')).toEqual(titles);
});

it('puts the title that begins with the word first', () => {
  expect(found('map')).toEqual(['Map the Test Set', 'Fit Map', 'Lay the Map Out Again']);
});

it('wants every word, in any order', () => {
  expect(found('out map')).toEqual(['Lay the Map Out Again']);
  expect(found('map csv')).toEqual([]);
});

it('takes letters in their order for an abbreviation', () => {
  expect(found('stptr')).toEqual(['Stop Training']);
});
