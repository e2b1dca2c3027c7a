import { describe, expect, it } from 'vitest';
import { minimumSize, placeWindow, windowState } from './window-state';

const laptop = { x: 0, y: 25, width: 1600, height: 975 };
const beside = { x: 1600, y: 0, width: 1920, height: 1080 };
const stood = { x: 1700, y: 100, width: 1200, height: 800, maximized: false };

describe('placeWindow', () => {
  it('puts a first window into the middle of the first screen', () => {
    expect(placeWindow(null, [laptop, beside])).toEqual({ x: 80, y: 63, width: 1440, height: 900 });
  });

  it('puts it back where it stood', () => {
    expect(placeWindow(stood, [laptop, beside])).toEqual({ x: 1700, y: 100, width: 1200, height: 800 });
  });

  it('fetches it back from a screen that is gone, with its size', () => {
    expect(placeWindow(stood, [laptop])).toEqual({ x: 200, y: 113, width: 1200, height: 800 });
  });

  it.each([
    ['left of everything', { x: -1190, y: 100 }],
    ['below everything', { x: 100, y: 990 }],
    ['with its title bar above the screen', { x: 100, y: -40 }],
  ])('fetches it back when it stands %s', (_, at) => {
    const { x, y } = placeWindow({ ...stood, ...at }, [laptop]);
    expect({ x, y }).toEqual({ x: 200, y: 113 });
  });

  it('lets it hang over an edge as long as a hand can reach it', () => {
    expect(placeWindow({ ...stood, x: -600 }, [laptop]).x).toBe(-600);
  });

  it('makes it no larger than its screen and no smaller than it can be used', () => {
    expect(placeWindow({ ...stood, x: 0, y: 25, width: 9000, height: 9000 }, [laptop])).toEqual(laptop);
    expect(placeWindow({ ...stood, width: 10, height: 10, x: 300 }, [laptop])).toMatchObject(minimumSize);
  });
});

describe('windowState', () => {
  it('refuses what no window can have', () => {
    expect(windowState.safeParse({ ...stood, x: 1e9 }).success).toBe(false);
    expect(windowState.safeParse({ ...stood, width: 'wide' }).success).toBe(false);
  });
});
