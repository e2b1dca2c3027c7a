import { useAtelier, useAtelierState } from './atelier-context';
import { Modal } from './modal';

const groups: readonly { title: string; keys: readonly (readonly [string, string])[] }[] = [
  {
    title: 'Map',
    keys: [
      ['Click', 'Choose an image and decode it'],
      ['Shift + click', 'Choose a second one: the path between them'],
      ['Drag', 'Turn the map'],
      ['Right drag', 'Move the map'],
      ['Wheel', 'Come nearer, go back'],
      ['F', 'Fit the map to the window'],
      ['←  ↑  →  ↓', 'Turn the map (Shift: move), when it has the focus'],
      ['R', 'Look from the front again'],
      ['1  2  3', 'Colour by label, error, KL'],
      ['Esc', 'Choose nothing'],
    ],
  },
  {
    title: 'Path',
    keys: [
      ['Space', 'Play, stop'],
      [',  .', 'One frame back, on'],
    ],
  },
  {
    title: 'Window',
    keys: [
      ['P', 'Pause training, continue'],
      ['G', 'Go to an image by its index'],
      ['T', 'Light or dark'],
      ['?', 'This list'],
    ],
  },
];

export function ShortcutsDialog() {
  const { store } = useAtelier();
  const open = useAtelierState((state) => state.shortcutsOpen);
  if (!open) return null;
  return (
    <Modal
      title="Keyboard and pointer"
      description="Everything in the menus has its own shortcut there."
      onClose={() => store.setState({ shortcutsOpen: false })}
    >
      <div className="shortcuts">
        {groups.map((group) => (
          <section key={group.title}>
            <h3>{group.title}</h3>
            <dl>
              {group.keys.map(([keys, does]) => (
                <div key={keys}>
                  <dt>
                    {keys.split('  ').map((key) => (
                      <kbd key={key}>{key}</kbd>
                    ))}
                  </dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
