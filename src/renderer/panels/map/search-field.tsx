import { ChevronDown, ChevronUp, Search, X } from 'lucide-react';
import { useEffect, useState, type KeyboardEvent } from 'react';
import { chooseGroup } from '../../store/map/groups';
import { goToMatch, setQuery } from '../../store/map/map-view';
import { useAtelier, useAtelierState } from '../atelier-context';
import { IconButton } from '../controls';
import { count } from '../format';

/** Typing is answered once it pauses this long, in milliseconds: many files take a moment to look through. */
const pause = 120;

/** Looks for images by label, file name or index. Enter goes from one to the next; what is found can be selected. */
export function SearchField() {
  const atelier = useAtelier();
  const query = useAtelierState((state) => state.mapView.query);
  const matches = useAtelierState((state) => state.mapView.matches);
  const [text, setText] = useState(query);
  const [known, setKnown] = useState(query);
  if (known !== query) {
    setKnown(query);
    setText(query);
  }
  useEffect(() => {
    if (text === query) return undefined;
    const timer = setTimeout(() => setQuery(atelier, text), pause);
    return () => clearTimeout(timer);
  }, [atelier, text, query]);
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      if (text !== query) setQuery(atelier, text);
      goToMatch(atelier, event.shiftKey ? -1 : 1);
    } else if (event.key === 'Escape' && text !== '') {
      setText('');
      setQuery(atelier, '');
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="map-search" role="search">
      <Search aria-hidden="true" />
      <input
        id="map-search"
        className="input"
        type="text"
        placeholder="Label, file or #index"
        aria-label="Search the map"
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={press}
      />
      {matches !== null && (
        <div className="map-search-found">
          <span role="status" data-testid="search-count">
            {matches.length === 0 ? 'none' : count(matches.length)}
          </span>
          {matches.length > 0 && (
            <>
              <IconButton
                className="icon-button-small map-search-step"
                label="Previous match"
                shortcut="Shift Enter"
                icon={<ChevronUp aria-hidden="true" />}
                onClick={() => goToMatch(atelier, -1)}
              />
              <IconButton
                className="icon-button-small map-search-step"
                label="Next match"
                shortcut="Enter"
                icon={<ChevronDown aria-hidden="true" />}
                onClick={() => goToMatch(atelier)}
              />
              <button
                type="button"
                className="button button-small"
                onClick={() => chooseGroup(atelier, matches)}
              >
                Select
              </button>
            </>
          )}
          <IconButton
            className="icon-button-small"
            label="Clear the search"
            icon={<X aria-hidden="true" />}
            onClick={() => {
              setText('');
              setQuery(atelier, '');
            }}
          />
        </div>
      )}
    </div>
  );
}
