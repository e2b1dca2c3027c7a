import { describe, expect, it } from 'vitest';
import type { DecodedImages } from '../../../contract/space';
import { embedding } from '../../testing/made-space';
import { fakeAtelier } from '../../testing/fake-atelier';
import { later, settled } from '../../testing/waiting';
import { advance, scrubTo, setPathMethod, setPathSteps, togglePlaying } from '../latent/path';
import { clearSelection, select, selectSecond, setFocus } from './selection';
import { mapImages, testSetOf } from './space';

async function mapped(overrides: Parameters<typeof fakeAtelier>[0] = {}) {
  const fake = fakeAtelier(overrides);
  await mapImages(fake.atelier, testSetOf('Fashion-MNIST'));
  fake.asked.length = 0;
  return { ...fake, state: () => fake.atelier.store.getState() };
}

describe('choosing images', () => {
  it('decodes the mu of the one that is clicked', async () => {
    const { atelier, asked, state } = await mapped();
    select(atelier, 4);
    await settled();
    expect(asked).toEqual([{ call: 'spaceDecode', input: { n: 1, latents: new Float32Array([4, 0]) } }]);
    expect(state().selection).toMatchObject({ a: 4, b: null, decoded: { index: 4 } });
  });

  it('shows only the newest of several quick clicks', async () => {
    const answers = [later<DecodedImages>(), later<DecodedImages>()];
    let asked = 0;
    const { atelier, state } = await mapped({ spaceDecode: () => answers[asked++]!.promise });
    for (const index of [1, 2, 3]) select(atelier, index);
    const image = (value: number) => ({
      n: 1,
      side: 1,
      channels: 1 as const,
      pixels: new Uint8Array([value]),
    });
    answers[0]!.resolve(image(1));
    await settled();
    expect(state().selection.decoded).toBeNull();
    answers[1]!.resolve(image(3));
    await settled();
    expect(asked).toBe(2);
    expect(state().selection.decoded).toEqual({ index: 3, images: image(3) });
  });

  it('makes a path of a second image, and of the same one none', async () => {
    const { atelier, asked, state } = await mapped();
    selectSecond(atelier, 1);
    expect(state().selection).toMatchObject({ a: 1, b: null });
    selectSecond(atelier, 1);
    expect(state().selection).toMatchObject({ a: 1, b: null });
    selectSecond(atelier, 5);
    await settled();
    expect(state().selection).toMatchObject({ a: 1, b: 5, focus: 'b', decoded: { index: 5 } });
    expect(asked.find(({ call }) => call === 'spacePath')?.input).toEqual({
      from: 1,
      via: [],
      to: 5,
      steps: 16,
      method: 'slerp',
    });
    expect(state().path.result?.steps).toBe(16);
    setFocus(atelier, 'a');
    await settled();
    expect(state().selection.decoded?.index).toBe(1);
    expect(state().path.result).not.toBeNull();
  });

  it('asks again when the method or the number of frames changes', async () => {
    const { atelier, asked, state } = await mapped();
    select(atelier, 0);
    selectSecond(atelier, 5);
    await settled();
    scrubTo(atelier, 15);
    setPathMethod(atelier, 'graph');
    setPathSteps(atelier, 8);
    await settled();
    const paths = asked.filter(({ call }) => call === 'spacePath').map(({ input }) => input);
    expect(paths.at(-1)).toMatchObject({ method: 'graph', steps: 8 });
    expect(state().path).toMatchObject({ frame: 7, busy: false, result: { steps: 8, method: 'graph' } });
    setPathSteps(atelier, Number.NaN);
    setPathSteps(atelier, 1000);
    expect(state().path.steps).toBe(64);
  });

  it('plays in a circle and stops where one scrubs to', async () => {
    const { atelier, state } = await mapped();
    togglePlaying(atelier);
    expect(state().path.playing).toBe(false);
    select(atelier, 0);
    selectSecond(atelier, 5);
    await settled();
    togglePlaying(atelier);
    for (let frame = 0; frame < 16; frame += 1) advance(atelier);
    expect(state().path).toMatchObject({ frame: 0, playing: true });
    scrubTo(atelier, 99);
    expect(state().path).toMatchObject({ frame: 15, playing: false });
  });

  it('clears everything, also what is still on its way', async () => {
    const answer = later<DecodedImages>();
    const { atelier, state } = await mapped({ spaceDecode: () => answer.promise });
    select(atelier, 0);
    selectSecond(atelier, 5);
    clearSelection(atelier);
    answer.resolve({ n: 1, side: 1, channels: 1, pixels: new Uint8Array(1) });
    await settled();
    expect(state().selection).toMatchObject({ a: null, b: null, decoded: null });
    expect(state().path).toMatchObject({ result: null, busy: false });
  });

  it('follows the images into their next encoding', async () => {
    let shift = 0;
    const { atelier, asked } = await mapped({
      spaceEncode: () => Promise.resolve(embedding({ mu: new Float32Array(12).fill(shift++) })),
    });
    select(atelier, 2);
    await settled();
    await mapImages(atelier, testSetOf('Fashion-MNIST'));
    await settled();
    const decoded = asked.filter(({ call }) => call === 'spaceDecode').map(({ input }) => input);
    expect(decoded.at(-1)).toEqual({ n: 1, latents: new Float32Array([1, 1]) });
  });

  it('knows no image beyond the encoded ones', async () => {
    const { atelier, state } = await mapped();
    select(atelier, 6);
    select(atelier, -1);
    expect(state().selection.a).toBeNull();
  });
});
