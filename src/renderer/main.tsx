import './page-policy';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import { createAtelier, type Bridge } from './store/atelier';
import './styles/index.css';

declare global {
  interface Window {
    /** The window's only way out, made by the preload. */
    readonly atelier: Bridge;
  }
}

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no root element.');
createRoot(root).render(
  <StrictMode>
    <App atelier={createAtelier(window.atelier, window.localStorage)} />
  </StrictMode>,
);
