import { X } from 'lucide-react';
import { closePlace } from '../../store/latent/decode-anywhere';
import { setTab } from '../../store/latent/latent-change';
import type { LatentTab } from '../../store/latent/latent-state';
import { clearSelection, focused } from '../../store/map/selection';
import { useAtelier, useAtelierState } from '../atelier-context';
import { IconButton, Segmented } from '../controls';
import { ArithmeticTab } from '../latent/arithmetic-tab';
import { SamplesTab } from '../latent/samples-tab';
import { SlidersTab } from '../latent/sliders-tab';
import { GoToIndex } from './go-to-index';
import { ImageTab } from './image-tab';

const tabs: readonly { value: LatentTab; text: string; hint: string }[] = [
  { value: 'image', text: 'Image', hint: 'The chosen image, what the model makes of it, and its neighbours' },
  { value: 'sliders', text: 'Sliders', hint: 'Move through latent space from here, one dimension at a time' },
  { value: 'samples', text: 'Samples', hint: 'Images drawn from the prior and from the data’s own spread' },
  { value: 'arithmetic', text: 'A − B + C', hint: 'Arithmetic with the means of classes and selections' },
];

/** The right panel: the chosen image or place, what lies near it, and the tools that work in latent space. */
export function Inspector() {
  const atelier = useAtelier();
  const embedding = useAtelierState((state) => state.space.embedding);
  const tab = useAtelierState((state) => state.latent.tab);
  const hasPlace = useAtelierState((state) => state.latent.place.shown !== null);
  const hasImage = useAtelierState((state) => focused(state.selection) !== null);
  return (
    <section className="panel inspector" aria-label="Inspector">
      <header className="panel-head">
        <h2>Inspector</h2>
        {embedding !== null && <GoToIndex n={embedding.n} />}
        {(hasPlace || hasImage) && (
          <IconButton
            label={hasPlace ? 'Back to the chosen image' : 'Choose nothing'}
            {...(hasPlace ? {} : { shortcut: 'Esc' })}
            icon={<X aria-hidden="true" />}
            onClick={() => (hasPlace ? closePlace(atelier) : clearSelection(atelier))}
          />
        )}
      </header>
      <div className="inspector-tabs">
        <Segmented
          label="Tool of the inspector"
          value={tab}
          options={tabs}
          onChange={(chosen) => setTab(atelier, chosen)}
        />
      </div>
      <div className="panel-body" key={tab}>
        {tab === 'image' && <ImageTab />}
        {tab === 'sliders' && <SlidersTab />}
        {tab === 'samples' && <SamplesTab />}
        {tab === 'arithmetic' && <ArithmeticTab />}
      </div>
    </section>
  );
}
