import type { EngineRequest } from '../contract/wire';

/** The engine's process as its host sees it; Electron's `UtilityProcess` behind it, or a fake in tests. */
export interface EngineProcess {
  readonly pid: number | undefined;
  post(request: EngineRequest): void;
  /** Asks it to end; with `force` it has no say. */
  kill(force: boolean): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once; `code` is what the system says of its end. */
  onExit(listener: (code: number) => void): void;
}

export type ForkEngine = () => EngineProcess;
