import { chooseProject, forgetRecent } from '../session/project';
import { whyNoProject } from '../session/project-content';
import { saveProject } from '../session/save-project';
import { menuAction, type Action } from './action';
import { notWhileTraining } from './requirements';

export const projectActions: readonly Action[] = [
  menuAction('open-project', { group: 'Session', whyNot: notWhileTraining, run: chooseProject }),
  menuAction('save-project', {
    group: 'Session',
    whyNot: whyNoProject,
    object: ({ project }) => project?.name ?? null,
    run: async (atelier) => {
      await saveProject(atelier);
    },
  }),
  menuAction('save-project-as', {
    group: 'Session',
    whyNot: whyNoProject,
    run: async (atelier) => {
      await saveProject(atelier, 'as');
    },
  }),
  menuAction('save-project-copy', {
    group: 'Session',
    whyNot: (state) => notWhileTraining(state) ?? whyNoProject(state),
    run: async (atelier) => {
      await saveProject(atelier, 'copy');
    },
  }),
  menuAction('clear-recent-projects', {
    group: 'Session',
    whyNot: ({ recentProjects }) => (recentProjects.length === 0 ? 'No project was opened yet.' : null),
    run: (atelier) => forgetRecent(atelier),
  }),
];
