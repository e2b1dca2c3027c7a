import type { OpenedProject, ProjectContent } from '../../contract/project';
import { setNote, togglePin } from '../store/latent/pins';
import { chooseGroup, nameGroup } from '../store/map/groups';
import { select, selectSecond } from '../store/map/selection';
import { saveProject } from '../store/session/save-project';
import { setColourBy } from '../store/session/settings';
import { openRun } from '../store/training/runs';
import { fakeAtelier, type FakeAtelier } from './fake-atelier';
import { settled } from './waiting';

/** Where the project of the tests lies. */
export const projectPath = '/home/moths.atelier';

/** A window with a project, and what was last saved of it. */
export interface WorkedProject {
  fake: FakeAtelier;
  saved: () => ProjectContent;
}

/** A window with a run, something done to it, saved as a project. */
export async function workedProject(
  overrides: Parameters<typeof fakeAtelier>[0] = {},
): Promise<WorkedProject> {
  let content: ProjectContent | null = null;
  const fake = fakeAtelier({
    projectSave: (input) => {
      content = input.content as ProjectContent;
      return Promise.resolve({ saved: { path: projectPath, name: 'moths' }, leftOut: 0 });
    },
    ...overrides,
  });
  const { atelier } = fake;
  await openRun(atelier, '/runs/old');
  await settled();
  select(atelier, 1);
  selectSecond(atelier, 4);
  togglePin(atelier, 2);
  setNote(atelier, 2, 'look');
  chooseGroup(atelier, [0, 5]);
  nameGroup(atelier, 'corners');
  setColourBy(atelier, 'kl');
  await settled();
  if (!(await saveProject(atelier))) throw new Error('The project was not saved.');
  return {
    fake,
    saved: () => {
      if (content === null) throw new Error('No project was saved.');
      return content;
    },
  };
}

/** The answer to a window that opens a project of this content. */
export function openedProject(content: ProjectContent, changes: Partial<OpenedProject> = {}): OpenedProject {
  return { path: projectPath, name: 'moths', content, runMissing: null, ...changes };
}
