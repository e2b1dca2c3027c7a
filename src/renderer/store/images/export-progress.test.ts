import { expect, it } from 'vitest';
import type { Written } from '../../../contract/export';
import { fakeAtelier } from '../../testing/fake-atelier';
import { later, settled } from '../../testing/waiting';
import { mapImages, testSetOf } from '../map/space';
import { exportCsv } from './export';
import { cancelExport } from './export-progress';

it('tells how far an export is, and, when it is cancelled, that nothing was written', async () => {
  const answer = later<Written>();
  const { atelier, asked, emit } = fakeAtelier({ exportEmbedding: () => answer.promise });
  const state = () => atelier.store.getState();
  await mapImages(atelier, testSetOf('x'));
  emit('export.progress', { text: 'Exporting', done: 1, total: 4 });
  expect(state().exporting).toBeNull();
  const exported = exportCsv(atelier);
  emit('export.progress', { text: 'Exporting', done: 1, total: 4 });
  expect(state().exporting).toEqual({ text: 'Exporting', fraction: 0.25 });
  await cancelExport(atelier);
  emit('export.progress', { text: 'Exporting', done: 2, total: 4 });
  expect(state().exporting?.text).toBe('Cancelling the export');
  expect(asked.at(-1)?.call).toBe('exportCancel');
  answer.reject(new Error('The export was cancelled: nothing was written.'));
  await exported;
  await settled();
  expect(state().exporting).toBeNull();
  expect(state().notices.map(({ kind, text }) => [kind, text])).toEqual([
    ['info', 'The export was cancelled: nothing was written.'],
  ]);
});
