import { expect, type Locator, type Page } from '@playwright/test';

export type InspectorTool = 'Image' | 'Sliders' | 'Samples' | 'A − B + C';

/** The right panel: what is chosen, and the tools that work in latent space. */
export class InspectorPage {
  readonly panel: Locator;
  readonly neighbours: Locator;
  readonly pins: Locator;
  readonly badge: Locator;
  readonly decodedPlace: Locator;
  readonly sliders: Locator;
  readonly movedImage: Locator;

  constructor(readonly page: Page) {
    this.panel = page.getByRole('region', { name: 'Inspector' });
    this.neighbours = this.panel.getByTestId('neighbour');
    this.pins = this.panel.getByTestId('pin');
    this.badge = this.panel.getByTestId('distance-badge');
    this.decodedPlace = page.getByTestId('place-decoded');
    this.sliders = page.getByTestId('latent-slider');
    this.movedImage = page.getByTestId('moved-image');
  }

  /** Chooses an image by its number; with `stop`, as a further stop of the path. */
  async choose(index: number, { stop = false } = {}): Promise<void> {
    await this.page.getByLabel(/^Image index/).fill(String(index));
    await this.page.keyboard.press(stop ? 'Shift+Enter' : 'Enter');
  }

  async turnTo(tool: InspectorTool): Promise<void> {
    await this.panel.getByRole('radio', { name: tool }).click();
  }

  /** The number that the facts of the image show. */
  async expectImage(index: number): Promise<void> {
    await expect(this.panel.getByText(new RegExp(`^${index}, (test|train)$`))).toBeVisible();
  }

  /** Drags a slider's thumb to a share of its width, as a hand does. */
  async dragSlider(slider: Locator, share: number): Promise<void> {
    await slider.scrollIntoViewIfNeeded();
    const box = await slider.boundingBox();
    if (box === null) throw new Error('The slider is not shown.');
    const y = box.y + box.height / 2;
    await this.page.mouse.move(box.x + box.width / 2, y);
    await this.page.mouse.down();
    await this.page.mouse.move(box.x + box.width * share, y, { steps: 8 });
    await this.page.mouse.up();
  }

  /** The pixels of a drawn image, red channel alone. */
  async pixelsOf(image: Locator): Promise<number[]> {
    return image.evaluate((element) => {
      if (!(element instanceof HTMLCanvasElement)) throw new Error('This is no canvas.');
      const context = element.getContext('2d');
      if (context === null) throw new Error('The canvas cannot be read.');
      const { data } = context.getImageData(0, 0, element.width, element.height);
      return Array.from({ length: data.length / 4 }, (_, pixel) => data[pixel * 4] ?? 0);
    });
  }
}
