import { Search } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import type { Action } from '../../store/actions/action';
import { runAction } from '../../store/actions/all-actions';
import { useAtelier, useAtelierState } from '../atelier-context';
import { Keys } from '../keys';
import { search, type Found } from './search';

/** Every action by its name: a field to type in, and the list of what answers. */
export function Palette() {
  const atelier = useAtelier();
  const listId = useId();
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  const state = useAtelierState((all) => all);
  const found = useMemo(() => search(query, state), [query, state]);
  const list = useRef<HTMLUListElement>(null);
  const picked = useRef<Action | null>(null);
  const at = Math.min(chosen, found.length - 1);

  const close = () => atelier.store.setState({ dialog: null });
  const pick = (one: Found | undefined) => {
    if (one === undefined || one.whyNot !== null) return;
    picked.current = one.action;
    close();
  };
  const choose = (place: number) => {
    const next = (place + found.length) % Math.max(1, found.length);
    setChosen(next);
    list.current?.children[next]?.scrollIntoView({ block: 'nearest' });
  };
  const press = (event: KeyboardEvent) => {
    const moves: Partial<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + 8,
      PageUp: at - 8,
    };
    const to = moves[event.key];
    if (event.key === 'Enter') pick(found[at]);
    else if (to !== undefined)
      choose(event.key.startsWith('Page') ? Math.max(0, Math.min(found.length - 1, to)) : to);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog.Root open onOpenChange={(open) => !open && close()}>
      <Dialog.Portal>
        <div className="scrim" aria-hidden="true" />
        <Dialog.Content
          className="palette"
          data-testid="palette"
          aria-describedby={undefined}
          onCloseAutoFocus={(event) => {
            // Only now is the window itself again: an action may open the next dialog or turn to a field.
            if (picked.current === null) return;
            void runAction(atelier, picked.current);
            if (document.activeElement !== document.body) event.preventDefault();
          }}
        >
          <Dialog.Title className="visually-hidden">Command palette</Dialog.Title>
          <div className="palette-field">
            <Search aria-hidden="true" />
            <input
              role="combobox"
              aria-label="Command, or number of an image"
              aria-expanded
              aria-controls={listId}
              aria-autocomplete="list"
              aria-activedescendant={found[at] === undefined ? undefined : `${listId}-${at}`}
              autoComplete="off"
              spellCheck={false}
              placeholder="What do you want to do?"
              value={query}
              onChange={(event) => {
                setQuery(event.target.value);
                setChosen(0);
              }}
              onKeyDown={press}
            />
          </div>
          <ul ref={list} id={listId} role="listbox" aria-label="Commands" className="palette-list">
            {found.map(({ action, whyNot }, place) => (
              <li
                key={action.id}
                id={`${listId}-${place}`}
                role="option"
                aria-selected={place === at}
                aria-disabled={whyNot !== null}
                className="palette-item"
                onPointerMove={() => place !== at && setChosen(place)}
                onClick={() => pick(found[place])}
              >
                <span className="palette-group">{action.group}</span>
                <span className="palette-title">
                  {action.title} <span className="palette-object">{action.object?.(state)}</span>
                </span>
                {whyNot !== null && <span className="palette-why">{whyNot}</span>}
                {whyNot === null && action.keys !== undefined && <Keys accelerator={action.keys} />}
              </li>
            ))}
          </ul>
          {found.length === 0 && <p className="palette-none">Nothing by that name.</p>}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
