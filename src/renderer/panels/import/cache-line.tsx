import { useEffect, useState } from 'react';
import type { CacheState } from '../../../contract/dataset';
import { reporting } from '../../store/notices';
import { useAtelier } from '../atelier-context';
import { bytes } from '../format';

const GIGABYTE = 1024 ** 3;
const LIMITS = [0.5, 1, 2, 5, 10, 20];

/**
 * How much the pixels kept for next time take, how much they may, and a way to be rid of them; asked again when `since`
 * is another.
 */
export function CacheLine({ since }: { since: unknown }) {
  const atelier = useAtelier();
  const [state, setState] = useState<CacheState | null>(null);
  const { store, bridge } = atelier;
  useEffect(() => {
    let isShown = true;
    void reporting(store, async () => {
      const now = await bridge.cacheDescribe({});
      if (isShown) setState(now);
    });
    return () => {
      isShown = false;
    };
  }, [store, bridge, since]);
  if (state === null) return null;
  const act = (work: () => Promise<CacheState>): void =>
    void reporting(store, async () => setState(await work()));
  const limits = [...new Set([...LIMITS.map((each) => each * GIGABYTE), state.limit])].sort((a, b) => a - b);
  return (
    <p className="cache-line" data-testid="pixel-cache">
      <span title={state.folder}>Pixels kept for next time: {bytes(state.bytes)} of at most</span>
      <select
        className="select"
        aria-label="Most that kept pixels may take"
        value={state.limit}
        onChange={(event) => act(() => bridge.cacheSetLimit({ bytes: Number(event.target.value) }))}
      >
        {limits.map((limit) => (
          <option key={limit} value={limit}>
            {bytes(limit)}
          </option>
        ))}
      </select>
      <button
        type="button"
        className="button button-small"
        disabled={state.bytes === 0}
        onClick={() => act(() => bridge.cacheClear({}))}
      >
        Empty
      </button>
      {state.problem !== null && <span className="field-error">{state.problem}</span>}
    </p>
  );
}
