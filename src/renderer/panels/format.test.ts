import { expect, it } from 'vitest';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { bytes, count, duration, fixed, nats, percent, roughDuration } from './format';

it('says how long something takes as one would say it', () => {
  expect([0, 0.4, 1, 59.4, 60, 200, 3600, 3900, 7201].map(duration)).toEqual([
    'less than a second',
    'less than a second',
    '1 s',
    '59 s',
    '1 min',
    '3 min 20 s',
    '1 h',
    '1 h 5 min',
    '2 h',
  ]);
  expect([0.13, 1.2, 89, 91, 720, 12_600].map(roughDuration)).toEqual([
    'less than a second',
    'about 1 s',
    'about 89 s',
    'about 2 min',
    'about 12 min',
    'about 3.5 h',
  ]);
});

it('writes numbers with as many digits as mean something', () => {
  expect([239.04, 0.5, 0.0123, 2e-5, Number.NaN].map(nats)).toEqual([
    '239.0',
    '0.50',
    '0.012',
    '2.0e−5',
    'not a number',
  ]);
  expect([999, 1536, 5e8].map(bytes)).toEqual(['999 bytes', '1.5 kB', '477 MB']);
});

it('writes every number below 0 with a true minus, and 0 with none', () => {
  expect([fixed(-1234.5, 2), fixed(-0.001, 2), fixed(0.5, 1), nats(-3.2), nats(-2e-5)]).toEqual([
    '−1,234.50',
    '0.00',
    '0.5',
    '−3.20',
    '−2.0e−5',
  ]);
  expect([count(-1200), percent(-0.05), fixed(-Infinity, 1)]).toEqual(['−1,200', '−5 %', '−∞']);
});

it('is what every panel writes numbers with', () => {
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.tsx?$/.test(file) && !file.includes('.test.'),
  );
  const others = files.flatMap((file) =>
    readFileSync(path.join(import.meta.dirname, file), 'utf8')
      .split('\n')
      // Coordinates of drawings are no text.
      .filter((line) => /\.toFixed\(/.test(line) && !/transform|setAttribute|axes\[/.test(line))
      .map((line) => `${file}: ${line.trim()}`),
  );
  expect(others).toEqual([]);
});
