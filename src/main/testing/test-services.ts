import path from 'node:path';
import { PathGrants } from '../path-grants';
import { ProjectDesk } from '../project-desk';
import type { WindowServices } from '../window-services';
import { MemoryLog } from './memory-log';

/** What a test answers in the place of the engine and of the system's dialogs, in which nothing is chosen otherwise. */
interface Answers extends Partial<WindowServices['dialogs']> {
  call: (call: string, input: unknown) => Promise<unknown>;
}

/** What the handlers of the window's calls need, below one folder. */
export function testServices(root: string, { call, ...dialogs }: Answers): WindowServices {
  return {
    engine: {
      status: { state: 'ready', message: '', resumable: null },
      trainingFolder: null,
      restart: () => undefined,
      call: call as WindowServices['engine']['call'],
    },
    dialogs: {
      chooseFolder: () => Promise.resolve(null),
      chooseSeveral: () => Promise.resolve([]),
      chooseSaveFile: () => Promise.resolve(null),
      ...dialogs,
    },
    grants: new PathGrants(path.join(root, 'runs')),
    runsFolder: path.join(root, 'runs'),
    deletedRunsFolder: path.join(root, 'deleted'),
    starterFolder: path.join(root, 'starter'),
    documentsFolder: path.join(root, 'Documents'),
    desk: new ProjectDesk({
      memory: { read: () => null, write: () => undefined },
      show: () => undefined,
      onRecent: () => undefined,
      openInWindow: () => undefined,
      saveInWindow: () => undefined,
      ask: () => Promise.resolve('cancel'),
      unattended: true,
    }),
    versions: {},
    log: new MemoryLog(),
    now: () => new Date(0),
    setTheme: () => undefined,
    perform: () => undefined,
  };
}
