import { ArrowLeftRight } from 'lucide-react';
import { setTerms, terms, whyNotSolve } from '../../store/latent/arithmetic';
import { showVector } from '../../store/latent/decode-anywhere';
import { setTab } from '../../store/latent/latent-change';
import type { ArithmeticSlice, Term } from '../../store/latent/latent-state';
import { useAtelier, useAtelierState } from '../atelier-context';
import { PixelImage } from '../pixel-image';
import { DecodedVectorView } from './decoded-vector';
import { TermChooser } from './term-chooser';

const signs: Record<Term, string> = { a: '', b: '−', c: '+' };

/** A - B + C of the means of classes, selections or single images. */
export function ArithmeticTab() {
  const atelier = useAtelier();
  const hasImages = useAtelierState((state) => state.space.embedding !== null);
  const { terms: chosen, result, error } = useAtelierState((state) => state.latent.arithmetic);
  const whyNot = useAtelierState(whyNotSolve);
  if (!hasImages) {
    return <p className="tool-note">There are no encoded images yet: open a run or train one.</p>;
  }
  return (
    <>
      <p className="tool-intro">
        What A has and B has not, put on C. Each is the mean mu of a class, a selection or one image.
      </p>
      <ul className="terms">
        {terms.map((term) => (
          <li key={term} className="term">
            <span className="term-sign" aria-hidden="true">
              {signs[term]}
            </span>
            <TermImage result={result} term={term} />
            <TermChooser term={term} operand={chosen[term]} />
          </li>
        ))}
      </ul>
      <div className="tool-row">
        <button
          type="button"
          className="button button-small"
          disabled={chosen.b.kind === 'none'}
          onClick={() => setTerms(atelier, { ...chosen, a: chosen.b, b: chosen.a })}
        >
          <ArrowLeftRight aria-hidden="true" />
          Exchange A and B
        </button>
      </div>
      {error !== null && (
        <p className="panel-error" role="alert">
          {error}
        </p>
      )}
      {whyNot !== null && <p className="tool-note">{whyNot}</p>}
      {result !== null && <Result result={result} />}
    </>
  );
}

function TermImage({ result, term }: { result: ArithmeticSlice['result']; term: Term }) {
  const images = result?.terms[term] ?? null;
  if (images === null) return <span className="pixel-image term-image" />;
  return (
    <PixelImage
      {...images}
      index={0}
      className="term-image"
      label={`The mean of ${term.toUpperCase()}, decoded`}
    />
  );
}

function Result({ result: { sum } }: { result: NonNullable<ArithmeticSlice['result']> }) {
  const atelier = useAtelier();
  const embedding = useAtelierState((state) => state.space.embedding);
  if (embedding === null) return null;
  return (
    <DecodedVectorView
      embedding={embedding}
      vector={sum}
      testId="arithmetic-result"
      onSliders={() => {
        showVector(atelier, sum);
        setTab(atelier, 'sliders');
      }}
    />
  );
}
