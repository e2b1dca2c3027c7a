import { app } from 'electron';
import path from 'node:path';

/** Where things lie. The bundle is `out/main/index.js`, so the rest of the build is beside it. */
export interface Places {
  rendererFolder: string;
  preload: string;
  engine: string;
  icon: string;
  runs: string;
  deletedRuns: string;
  starter: string;
  logs: string;
  windowMemory: string;
  grantsMemory: string;
  themeMemory: string;
  recentProjects: string;
  documents: string;
}

export function appPlaces(): Places {
  const out = path.resolve(import.meta.dirname, '..');
  const own = app.getPath('userData');
  return {
    rendererFolder: path.join(out, 'renderer'),
    preload: path.join(out, 'preload', 'index.cjs'),
    engine: path.join(out, 'engine', 'engine.js'),
    icon: path.join(app.getAppPath(), 'resources', 'icon.png'),
    runs: path.join(own, 'runs'),
    deletedRuns: path.join(own, 'deleted-runs'),
    starter: path.join(app.getAppPath(), 'resources', 'starter'),
    logs: path.join(own, 'logs'),
    windowMemory: path.join(own, 'window.json'),
    grantsMemory: path.join(own, 'allowed-folders.json'),
    themeMemory: path.join(own, 'theme.json'),
    recentProjects: path.join(own, 'recent-projects.json'),
    documents: app.getPath('documents'),
  };
}
