// @vitest-environment jsdom
import { act, render, screen } from '@testing-library/react';
import { beforeAll, expect, it, vi } from 'vitest';
import { timeLimits } from '../../../contract/testing/time-limits';
import type { DecodedImages } from '../../../contract/space';
import { select } from '../../store/map/selection';
import { decodedLatents } from '../../testing/made-space';
import { withMap } from '../../testing/mapped-atelier';
import { inAtelier } from '../../testing/in-atelier';
import { unseenPage } from '../../testing/unseen-page';
import { later, settled } from '../../testing/waiting';
import { ImageTab } from './image-tab';

beforeAll(unseenPage);

it('shows a chosen image once it is decoded, whole, and one that takes long without its reconstruction', async () => {
  const images = decodedLatents(1).images;
  let answer = later<DecodedImages>();
  const { atelier } = await withMap({ spaceDecode: () => answer.promise });
  render(inAtelier({ atelier }, <ImageTab />));
  const shown = (what: string, index: number) => screen.queryByLabelText(`${what} of image ${index}`);
  act(() => select(atelier, 2));
  expect([shown('Original', 2), shown('Reconstruction', 2)]).toEqual([null, null]);
  answer.resolve(images);
  await act(settled);
  expect([shown('Original', 2), shown('Reconstruction', 2)]).not.toContain(null);
  answer = later();
  act(() => select(atelier, 4));
  // What was there stays until then.
  expect(shown('Reconstruction', 2)).not.toBeNull();
  await act(() =>
    vi.waitFor(() => expect(shown('Original', 4)).not.toBeNull(), { timeout: timeLimits.event }),
  );
  expect([shown('Reconstruction', 4), shown('Reconstruction', 2)]).toEqual([null, null]);
  answer.resolve(images);
  await act(settled);
  expect(shown('Reconstruction', 4)).not.toBeNull();
});
