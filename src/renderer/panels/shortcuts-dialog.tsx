import { actionGroups, type Action, type ActionGroup } from '../store/actions/action';
import { allActions } from '../store/actions/all-actions';
import { useAtelier } from './atelier-context';
import { Keys } from './keys';
import { Modal } from './modal';

/** What the pointer and the arrow keys do in the map: these are gestures, and not actions of the palette. */
const gestures: readonly (readonly [readonly string[], string])[] = [
  [['Click'], 'Choose an image and decode it'],
  [['Shift', 'Click'], 'Make an image a further stop of the path'],
  [['Alt', 'Click'], 'Decode the empty place'],
  [['Right click'], 'What can be done with the point under the pointer'],
  [['Drag'], 'Turn the map'],
  [['Right drag'], 'Move the map'],
  [['Wheel'], 'Come nearer, go back'],
  [['←', '↑', '→', '↓'], 'Turn the map (Shift: move) when it has the focus'],
  [['+', '−'], 'Come nearer, go back, when it has the focus'],
];

/** All keys, as the actions themselves have them. */
export function ShortcutsDialog() {
  const { store } = useAtelier();
  return (
    <Modal
      title="Keyboard and pointer"
      description="Everything else is in the command palette, by its name."
      onClose={() => store.setState({ dialog: null })}
      testId="shortcuts"
      wide
    >
      {/* Nothing in it takes the focus, and in a small window it is scrolled with the keys. */}
      <div className="shortcuts" tabIndex={0} role="group" aria-label="Keys">
        <section>
          <h3>In the map</h3>
          <dl>
            {gestures.map(([keys, does]) => (
              <div key={does}>
                <dt>
                  <span className="keys">
                    {keys.map((key) => (
                      <kbd key={key}>{key}</kbd>
                    ))}
                  </span>
                </dt>
                <dd>{does}</dd>
              </div>
            ))}
          </dl>
        </section>
        {actionGroups.map((group) => (
          <Group key={group} group={group} actions={allActions.filter((one) => one.group === group)} />
        ))}
      </div>
    </Modal>
  );
}

function Group({ group, actions }: { group: ActionGroup; actions: readonly Action[] }) {
  const withKeys = actions.filter(({ keys }) => keys !== undefined);
  if (withKeys.length === 0) return null;
  return (
    <section>
      <h3>{group}</h3>
      <dl>
        {withKeys.map(({ id, title, keys }) => (
          <div key={id}>
            <dt>{keys !== undefined && <Keys accelerator={keys} />}</dt>
            <dd>{title}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
