import type { Bridge } from '../atelier';
import type { AtelierStore } from '../atelier-store';
import { sumQuestions, type SumQuestions } from './arithmetic';
import { placeQuestions, type PlaceQuestions } from './decode-anywhere';
import { samplesQuestions, type SamplesQuestions } from './samples';
import { LocateQuestions, slideQuestions, type SlideQuestions } from './sliders';

/** What the latent tools ask the engine; of each kind only the newest counts. */
export interface LatentQuestions {
  readonly slide: SlideQuestions;
  readonly slideLocate: LocateQuestions;
  readonly place: PlaceQuestions;
  readonly samples: SamplesQuestions;
  readonly sum: SumQuestions;
}

export function latentQuestions(bridge: Bridge, store: AtelierStore): LatentQuestions {
  const slideLocate = new LocateQuestions(bridge, store);
  return {
    slide: slideQuestions(bridge, store, slideLocate),
    slideLocate,
    place: placeQuestions(bridge, store),
    samples: samplesQuestions(bridge, store),
    sum: sumQuestions(bridge, store),
  };
}
