import { expect, type Locator, type Page } from '@playwright/test';
import { framesPass } from './frames-pass';
import { blotsIn } from './picture';

/** What a researcher can set before a run; what is left out keeps the form's default. */
export interface RunSettings {
  epochs?: number;
  images?: number;
  objective?: 'ELBO' | 'Notebook';
  latent?: number;
}

interface Point {
  x: number;
  y: number;
}

/** The window as a person uses it: by what it says and shows. */
export class AtelierPage {
  readonly map: Locator;
  readonly hoverCard: Locator;
  readonly original: Locator;
  readonly reconstruction: Locator;
  readonly filmStrip: Locator;
  readonly frames: Locator;
  readonly progress: Locator;
  readonly lossChart: Locator;
  readonly legend: Locator;
  readonly notice: Locator;
  readonly engineBanner: Locator;
  readonly collapseAlarm: Locator;
  readonly previewDialog: Locator;

  constructor(readonly page: Page) {
    this.map = page.getByTestId('map-canvas');
    this.hoverCard = page.getByTestId('hover-card');
    this.original = page.getByTestId('inspector-original');
    this.reconstruction = page.getByTestId('inspector-reconstruction');
    this.filmStrip = page.getByTestId('film-strip');
    this.frames = page.getByTestId('film-frame');
    this.progress = page.getByTestId('training-progress');
    this.lossChart = page.getByTestId('loss-chart');
    this.legend = page.getByTestId('legend');
    this.notice = page.getByTestId('notice');
    this.engineBanner = page.getByTestId('engine-banner');
    this.collapseAlarm = page.getByTestId('collapse-alarm');
    this.previewDialog = page.getByTestId('preview-dialog');
  }

  /** From the welcome to the map of the model that comes with the app. */
  async openStarter(): Promise<void> {
    await this.page.getByRole('button', { name: 'Open the starter map' }).click();
    await this.waitForMap();
  }

  /** From the welcome to a run that is training. */
  async trainFashionMnist(settings: RunSettings): Promise<void> {
    await this.page.getByRole('button', { name: 'Train on Fashion-MNIST' }).click();
    await this.fillIn(settings);
    await this.startTraining();
  }

  async fillIn({ epochs, images, objective, latent }: RunSettings): Promise<void> {
    if (epochs !== undefined) await this.setting('Epochs').fill(String(epochs));
    if (images !== undefined) await this.setting('Images at most').fill(String(images));
    if (latent !== undefined) await this.setting('Latent size').fill(String(latent));
    if (objective !== undefined) await this.page.getByRole('radio', { name: objective }).click();
  }

  /** The field of a setting; the button that explains it has a longer name. */
  setting(name: string): Locator {
    return this.page.getByRole('textbox', { name, exact: true });
  }

  async startTraining(): Promise<void> {
    await this.page.getByRole('button', { name: 'Start training' }).click();
  }

  async waitForTraining(phase: 'running' | 'paused' | 'ended'): Promise<void> {
    await expect(this.progress).toHaveAttribute('data-phase', phase);
  }

  /** The map is there. While a run trains a newer one may follow at once. */
  async waitForMap(): Promise<void> {
    await expect(this.page.getByTestId('map-status')).toHaveAttribute('data-state', 'done');
  }

  /**
   * Moves the pointer over what stands out in the map until an image shows up, as someone does who sees points; well away
   * from `other`, where one is given.
   */
  async hoverSomePoint(other?: Point): Promise<Point> {
    const box = await this.map.boundingBox();
    if (box === null) throw new Error('The map is not visible.');
    const away = Math.min(box.width, box.height) / 4;
    const isFar = (place: Point): boolean =>
      other === undefined || Math.hypot(other.x - place.x, other.y - place.y) >= away;
    const seen = (await blotsIn(this.map)).filter(isFar).slice(0, 40);
    for (const place of [...seen, ...[...places(box)].filter(isFar)]) {
      await this.page.mouse.move(place.x, place.y);
      await framesPass(this.page, 50, 6);
      if (!(await this.hoverCard.isVisible())) continue;
      // The card of a place that the pointer has left may come late; it is gone by now.
      await framesPass(this.page, 50, 6);
      if (await this.hoverCard.isVisible()) return place;
    }
    throw new Error('No point of the map answered the pointer.');
  }

  async click(at: Point, modifier?: 'Shift' | 'Alt'): Promise<void> {
    if (modifier !== undefined) await this.page.keyboard.down(modifier);
    await this.page.mouse.click(at.x, at.y);
    if (modifier !== undefined) await this.page.keyboard.up(modifier);
  }
}

/** A spiral from the middle outwards, for the middle is where a map has points. */
function* places(box: { x: number; y: number; width: number; height: number }): Generator<Point> {
  const [cx, cy] = [box.x + box.width / 2, box.y + box.height / 2];
  const reach = Math.min(box.width, box.height) * 0.42;
  for (let i = 0; i < 160; i++) {
    const radius = reach * Math.sqrt(i / 160);
    const angle = i * 2.399963;
    yield { x: cx + radius * Math.cos(angle), y: cy + radius * Math.sin(angle) };
  }
}
