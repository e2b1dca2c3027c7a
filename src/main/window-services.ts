import type { EngineCall, EngineInput, EngineOutput } from '../contract/engine-calls';
import type { SystemCommand } from '../contract/menu';
import type { EngineStatus, ThemeChoice } from '../contract/window-calls';
import type { Dialogs } from './dialogs';
import type { Log } from './log';
import type { PathGrants } from './path-grants';
import type { ProjectDesk } from './project-desk';

/** What the handlers of the window's calls work with. */
export interface WindowServices {
  engine: {
    readonly status: EngineStatus;
    /** The run that is being trained, paused ones included. */
    readonly trainingFolder: string | null;
    restart(): void;
    call<C extends EngineCall>(call: C, input: EngineInput<C>): Promise<EngineOutput<C>>;
  };
  dialogs: Dialogs;
  grants: PathGrants;
  runsFolder: string;
  deletedRunsFolder: string;
  /** The model that came with the app. */
  starterFolder: string;
  documentsFolder: string;
  desk: ProjectDesk;
  /** Of the app and of what it runs on, for the files it writes. */
  versions: Record<string, string>;
  log: Log;
  now: () => Date;
  setTheme: (theme: ThemeChoice) => void;
  perform: (command: SystemCommand) => void;
}
