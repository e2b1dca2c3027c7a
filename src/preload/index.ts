import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { createBridge } from './create-bridge';

contextBridge.exposeInMainWorld(
  'atelier',
  createBridge(ipcRenderer, (file) => webUtils.getPathForFile(file)),
);
