import { type Locator, type Page } from '@playwright/test';
import { framesPass } from './frames-pass';

interface Place {
  x: number;
  y: number;
}

/** The map and its tools, as a person uses them. */
export class MapPage {
  readonly stage: Locator;
  readonly legend: Locator;
  readonly groupCount: Locator;
  readonly names: Locator;
  readonly settings: Locator;
  readonly preview: Locator;
  readonly status: Locator;

  constructor(private readonly page: Page) {
    this.stage = page.getByTestId('map-canvas');
    this.legend = page.getByTestId('legend');
    this.groupCount = page.getByTestId('group-count');
    this.names = page.getByTestId('cluster-names').locator('.cluster-name:visible');
    this.settings = page.getByTestId('map-settings');
    this.preview = page.getByTestId('layout-preview');
    this.status = page.getByTestId('map-status');
  }

  async colourBy(title: string): Promise<void> {
    await this.page.getByLabel('Colour by').selectOption({ label: title });
  }

  async tool(name: 'Turn and move' | 'Select in a box' | 'Select with a lasso'): Promise<void> {
    await this.page.getByRole('toolbar', { name: 'Map tools' }).getByRole('button', { name }).click();
  }

  /** A place in shares of the map's width and height. */
  async at(x: number, y: number): Promise<Place> {
    const box = await this.stage.boundingBox();
    if (box === null) throw new Error('The map is not visible.');
    return { x: box.x + box.width * x, y: box.y + box.height * y };
  }

  /** Presses at the first place, goes through the others and lets go at the last one. */
  async drag(places: readonly Place[], modifier?: 'Shift' | 'Alt'): Promise<void> {
    const [first, ...others] = places;
    if (first === undefined) return;
    if (modifier !== undefined) await this.page.keyboard.down(modifier);
    await this.page.mouse.move(first.x, first.y);
    await this.page.mouse.down();
    for (const { x, y } of others) await this.page.mouse.move(x, y, { steps: 4 });
    await this.page.mouse.up();
    if (modifier !== undefined) await this.page.keyboard.up(modifier);
  }

  /** How many images are chosen together. */
  async chosen(): Promise<number> {
    const text = (await this.groupCount.textContent()) ?? '';
    return Number(text.replace(/\D/g, ''));
  }

  /** The number of the image under the pointer; null when there is none. */
  async hovered(): Promise<number | null> {
    const card = this.page.getByTestId('hover-card');
    if (!(await card.isVisible())) return null;
    return Number(await card.getAttribute('data-index'));
  }

  /** Frames that the map draws while something is done. */
  async framesDuring(work: () => Promise<void>): Promise<number> {
    const drawing = await this.watchDrawing();
    await work();
    return drawing.evaluate(({ end }) => end());
  }

  /** Frames that the map draws within a time, in which the window could draw at least ten. */
  framesWithin(milliseconds: number): Promise<number> {
    return this.framesDuring(() => framesPass(this.page, milliseconds, 10));
  }

  /** The map has drawn nothing for longer than it waits with what it leaves out of a movement. */
  async atRest(): Promise<void> {
    const drawing = await this.watchDrawing();
    await drawing.evaluate(async ({ frames, end }) => {
      let [drawn, since, still] = [frames(), performance.now(), 0];
      while (still < 10 || performance.now() - since < 200) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
        still += 1;
        if (frames() !== drawn) [drawn, since, still] = [frames(), performance.now(), 0];
      }
      end();
    });
  }

  /** Counts the frames that the map draws, until the end. The page's WebGL counts; the app knows nothing of it. */
  private watchDrawing() {
    return this.page.evaluateHandle(() => {
      const { prototype } = WebGL2RenderingContext;
      const clear = Object.getOwnPropertyDescriptor(prototype, 'clear');
      // eslint-disable-next-line @typescript-eslint/unbound-method -- called with the context it belongs to below
      const original = prototype.clear;
      let drawn = 0;
      prototype.clear = function (mask: number) {
        drawn += 1;
        original.call(this, mask);
      };
      const frames = () => drawn;
      const end = () => {
        if (clear !== undefined) Object.defineProperty(prototype, 'clear', clear);
        return drawn;
      };
      return { frames, end };
    });
  }
}
