import { expect, it } from 'vitest';
import { fakeAtelier, inputsOf, stateOf } from '../../testing/fake-atelier';
import { tableLook, tableRoles } from '../../testing/made-table';
import { chooseColumns, importVectors, openTable, setTableChoice } from './import-vectors';

const path = '/tables/words.csv';
const doubts = ['"age" holds numbers too, and could belong to the vectors.'];

it('a plain table is laid out at once, its columns are said and kept', async () => {
  const fake = fakeAtelier();
  await importVectors(fake.atelier, path);
  expect(stateOf(fake)).toMatchObject({
    data: { table: null },
    settings: { colourBy: 'label' },
    space: {
      request: { vectors: { path, choice: { vectors: ['v_0', 'v_1'], label: 'label', split: null } } },
    },
  });
  const [notice] = stateOf(fake).notices;
  expect(notice?.text).toBe('Vectors: v_0, v_1; label: label; colours: age, word. No labels.');
  expect(notice?.action?.label).toBe('Columns…');
  await chooseColumns(fake.atelier);
  expect(inputsOf(fake, 'vectorsLook').at(-1)).toMatchObject({ path, choice: { label: 'label' } });
  expect(stateOf(fake).data.table?.path).toBe(path);
});

it('of another it is asked first, and what is chosen is opened', async () => {
  const roles = tableRoles({ doubts });
  const fake = fakeAtelier({ vectorsLook: () => Promise.resolve(tableLook({ roles })) });
  await importVectors(fake.atelier, path);
  expect(inputsOf(fake, 'spaceImport')).toEqual([]);
  expect(stateOf(fake)).toMatchObject({
    data: { table: { look: { roles: { doubts } } } },
    space: { progress: null },
  });
  await setTableChoice(fake.atelier, { vectors: ['v_0', 'v_1', 'age'] });
  // A label is no part of the vectors, whichever was chosen first.
  await setTableChoice(fake.atelier, { label: 'age' });
  expect(inputsOf(fake, 'vectorsLook').at(-1)).toEqual({
    path,
    choice: { vectors: ['v_0', 'v_1'], label: 'age' },
  });
  await openTable(fake.atelier);
  expect(stateOf(fake).data.table).toBeNull();
  expect(inputsOf(fake, 'spaceImport')).toMatchObject([{ path, choice: { vectors: ['v_0', 'v_1'] } }]);
});

it('a choice that cannot be is said, and the table stays', async () => {
  const fake = fakeAtelier({
    vectorsLook: ({ choice }) =>
      choice?.label === 'gone'
        ? Promise.reject(new Error('There is no column "gone".'))
        : Promise.resolve(tableLook({ roles: tableRoles({ doubts }) })),
  });
  await importVectors(fake.atelier, path);
  await setTableChoice(fake.atelier, { label: 'gone' });
  expect(stateOf(fake).data.table?.error).toBe('There is no column "gone".');
  await setTableChoice(fake.atelier, { label: 'word' });
  expect(stateOf(fake).data.table).toMatchObject({ error: null, busy: false });
});
