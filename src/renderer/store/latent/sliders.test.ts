import { afterEach, describe, expect, it, vi } from 'vitest';
import type { DecodedImages } from '../../../contract/space';
import { decodedLatents, embedding } from '../../testing/made-space';
import { later, settled } from '../../testing/waiting';
import { setTab } from './latent-change';
import { select } from '../map/selection';
import { moveSlider, resetSlider, resetSliders, sliderDimensions } from './sliders';
import { mapImages, testSetOf } from '../map/space';
import { withMap } from '../../testing/mapped-atelier';

afterEach(() => {
  vi.useRealTimers();
});

describe('the sliders', () => {
  it('are sorted by KL and reach from the 1st to the 99th percentile of the data', () => {
    const dimensions = sliderDimensions(embedding({ n: 101, logvar: new Float32Array(202).fill(-1) }));
    // mu is (i, 0): the first dimension carries everything.
    expect(dimensions.map(({ dimension, low, high }) => [dimension, low, high])).toEqual([
      [0, 1, 99],
      [1, 0, 0],
    ]);
    expect(dimensions[0]!.kl).toBeGreaterThan(dimensions[1]!.kl);
    // Of very many images a sample tells nearly the same.
    const n = 30_000;
    const many = embedding({ n, mu: Float32Array.from({ length: 2 * n }, (_, i) => i / (2 * n)) });
    const { low, high } = sliderDimensions(many)[0]!;
    expect([low, high]).toEqual([expect.closeTo(0.01, 2), expect.closeTo(0.99, 2)]);
    expect(low).not.toBeCloseTo(0.01, 5);
  });

  it('move the vector of the chosen image, decode it, and mark where it lies', async () => {
    const { atelier, asked, state, latent } = await withMap();
    select(atelier, 3);
    setTab(atelier, 'sliders');
    expect(latent().sliders.base).toMatchObject({ name: '#3', image: 3 });
    moveSlider(atelier, 1, 0.5);
    await settled();
    expect(asked.filter(({ call }) => call === 'spaceDecode').at(-1)?.input).toEqual({
      n: 1,
      latents: Float32Array.of(3, 0.5),
    });
    expect(asked.at(-1)).toMatchObject({ call: 'spaceLocate', input: { latents: Float32Array.of(3, 0.5) } });
    expect(state().mapView.marker).toBe(latent().sliders.located?.positions);
    moveSlider(atelier, 0, -1);
    resetSlider(atelier, 1);
    expect([...latent().sliders.moved]).toEqual([[0, -1]]);
    resetSliders(atelier);
    await settled();
    expect(latent().sliders).toMatchObject({ moved: new Map(), images: null, located: null });
    expect(state().mapView.marker).toBeNull();
  });

  it('draw the newest only: of moves that come quicker than images the last one is asked for', async () => {
    const answers: ReturnType<typeof later<DecodedImages>>[] = [];
    const { atelier, asked, latent } = await withMap({
      spaceDecode: () => {
        const answer = later<DecodedImages>();
        answers.push(answer);
        return answer.promise;
      },
    });
    select(atelier, 0);
    const image = (value: number) => ({
      ...decodedLatents(1).images,
      pixels: new Uint8Array(256).fill(value),
    });
    answers[0]!.resolve(image(0));
    await settled();
    for (let step = 1; step <= 9; step += 1) moveSlider(atelier, 0, step);
    answers[1]!.resolve(image(1));
    await settled();
    expect(latent().sliders.images).toBeNull();
    expect(asked.filter(({ call }) => call === 'spaceDecode')).toHaveLength(3);
    expect(asked.at(-1)?.input).toEqual({ n: 1, latents: Float32Array.of(9, 0) });
    answers[2]!.resolve(image(9));
    await settled();
    expect(latent().sliders.images?.pixels[0]).toBe(9);
  });

  it('show where the image lies in larger steps than it moves, at last where the hand rests, and nothing of what was reset', async () => {
    let slow = 0;
    const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
    const { atelier, asked, latent } = await withMap({
      spaceLocate: (input) => wait(slow).then(() => decodedLatents(input.n).located),
    });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
    select(atelier, 0);
    const times = (call: string) => asked.filter((one) => one.call === call).length;
    const move = async (steps: number) => {
      for (let step = 1; step <= steps; step += 1) {
        moveSlider(atelier, 0, step);
        await pass(10);
      }
      await pass(300);
      const last = { call: 'spaceLocate', input: { latents: Float32Array.of(steps, 0) } };
      expect(asked.at(-1)).toMatchObject(last);
      expect(latent().sliders.located).not.toBeNull();
    };
    await move(9);
    expect(times('spaceLocate')).toBeLessThan(times('spaceDecode') / 2);
    // Among very many images it takes longer.
    slow = 40;
    await move(8);
    const before = times('spaceLocate');
    await move(9);
    expect(times('spaceLocate')).toBe(before + 1);
    moveSlider(atelier, 0, 1);
    await pass(30);
    resetSliders(atelier);
    await pass(300);
    expect([times('spaceLocate'), latent().sliders.located]).toEqual([before + 1, null]);
  });

  it('start anew from another image, and keep what was moved when the model has learnt', async () => {
    let learnt = 0;
    const { atelier, asked, latent } = await withMap({
      spaceEncode: () => Promise.resolve(embedding({ mu: new Float32Array(12).fill(learnt++) })),
    });
    select(atelier, 1);
    moveSlider(atelier, 0, 7);
    await settled();
    await mapImages(atelier, testSetOf('x'));
    await settled();
    expect([...latent().sliders.moved]).toEqual([[0, 7]]);
    const decodes = asked.filter(({ call }) => call === 'spaceDecode');
    expect(decodes.at(-1)?.input).toEqual({ n: 1, latents: Float32Array.of(7, 1) });
    select(atelier, 2);
    expect(latent().sliders).toMatchObject({ base: { name: '#2' }, moved: new Map() });
    moveSlider(atelier, 9, 1);
    moveSlider(atelier, 0, Number.NaN);
    expect(latent().sliders.moved.size).toBe(0);
  });
});
