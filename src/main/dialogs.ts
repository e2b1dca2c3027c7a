import { dialog, type BrowserWindow } from 'electron';
import type { Leaving } from '../contract/project';

/** Every path the app writes to, and every folder it reads, is chosen here or dropped; null: changed his mind. */
export interface Dialogs {
  chooseFolder(title: string): Promise<string | null>;
  /** Several folders, or several files; none: changed his mind. */
  chooseSeveral(title: string, what: 'folders' | 'files', type?: FileType): Promise<string[]>;
  chooseSaveFile(title: string, suggested: string, type: FileType): Promise<string | null>;
}

interface FileType {
  name: string;
  extensions: string[];
}

export function windowDialogs(window: BrowserWindow): Dialogs {
  return {
    chooseFolder: async (title) => {
      const { canceled, filePaths } = await dialog.showOpenDialog(window, {
        title,
        properties: ['openDirectory'],
      });
      return canceled ? null : (filePaths[0] ?? null);
    },
    chooseSeveral: async (title, what, type) => {
      const { canceled, filePaths } = await dialog.showOpenDialog(window, {
        title,
        properties: [what === 'folders' ? 'openDirectory' : 'openFile', 'multiSelections'],
        ...(type === undefined ? {} : { filters: [type] }),
      });
      return canceled ? [] : filePaths;
    },
    chooseSaveFile: async (title, suggested, type) => {
      const options = {
        title,
        defaultPath: suggested,
        filters: [type],
        properties: ['createDirectory' as const, 'showOverwriteConfirmation' as const],
      };
      const { canceled, filePath } = await dialog.showSaveDialog(window, options);
      return canceled || filePath === '' ? null : filePath;
    },
  };
}

/** What to do with the changes of a project that are not saved. */
export async function askToSave(window: BrowserWindow, name: string): Promise<Leaving> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: `Save the changes to the project ${name}?`,
    detail: 'Otherwise what was chosen, named, pinned and laid out since it was last saved is lost.',
    buttons: ['Save', 'Don’t Save', 'Cancel'],
    defaultId: 0,
    cancelId: 2,
  });
  return (['save', 'discard', 'cancel'] as const)[response] ?? 'cancel';
}

/** Whether to quit although a run is training. */
export async function askToQuit(window: BrowserWindow): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: 'A run is still training.',
    detail: 'If you quit, it is checkpointed first and can go on from there next time.',
    buttons: ['Quit', 'Keep Training'],
    defaultId: 1,
    cancelId: 1,
  });
  return response === 0;
}
