// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useEffect } from 'react';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { change } from '../store/atelier-store';
import { toggleTheme } from '../store/session/settings';
import { mapImages, testSetOf } from '../store/map/space';
import { fakeAtelier } from '../testing/fake-atelier';
import { inAtelier } from '../testing/in-atelier';
import { settled } from '../testing/waiting';
import { EngineBanner } from './engine-banner';
import { FolderPath } from './folder-path';
import { MapStatus } from './map/map-status';
import { useShownTheme, useThemeOnPage } from './use-appearance';

beforeAll(() => {
  // jsdom has no media queries: a system whose theme is light.
  vi.stubGlobal('matchMedia', () => Object.assign(new EventTarget(), { matches: false }));
});
afterEach(cleanup);

it('lets the news of the engine be dismissed once it is back', async () => {
  const fake = fakeAtelier();
  render(inAtelier(fake, <EngineBanner />));
  act(() => fake.emit('engine.status', { state: 'restarting', message: 'Restarting.', resumable: null }));
  expect(screen.queryByRole('button', { name: 'Dismiss' })).toBeNull();
  act(() => fake.emit('engine.status', { state: 'ready', message: 'Restarted.', resumable: null }));
  fireEvent.click(screen.getByRole('button', { name: 'Dismiss' }));
  expect(screen.queryByTestId('engine-banner')).toBeNull();
  expect(fake.atelier.store.getState().engine.state).toBe('ready');
  await act(settled);
});

it('has the theme on the page before anything that follows it reads colours', () => {
  const fake = fakeAtelier();
  const seen: string[] = [];
  function Reader() {
    const theme = useShownTheme();
    useEffect(() => void seen.push(`${theme}: ${document.documentElement.dataset['theme']}`), [theme]);
    return null;
  }
  function Page() {
    useThemeOnPage();
    return <Reader />;
  }
  render(inAtelier(fake, <Page />));
  act(() => toggleTheme(fake.atelier, false));
  act(() => toggleTheme(fake.atelier, false));
  expect(seen).toEqual(['light: light', 'dark: dark', 'light: light']);
});

it('keeps the name apart at the end of a path, whatever stands between folders', () => {
  for (const path of ['/home/a/runs/first', 'C:\\runs\\first', 'first']) {
    const { container, unmount } = render(<FolderPath path={path} />);
    expect(container.textContent).toBe(path);
    expect(container.querySelector('span > span:last-child')?.textContent).toBe('first');
    unmount();
  }
});

it('says so when graphics memory does not hold a thumbnail for every point', async () => {
  const fake = fakeAtelier();
  await mapImages(fake.atelier, testSetOf('x'));
  render(inAtelier(fake, <MapStatus />));
  act(() => change(fake.atelier.store, 'space', { thumbnails: 6 }));
  expect(screen.queryByTestId('few-thumbnails')).toBeNull();
  act(() => change(fake.atelier.store, 'space', { thumbnails: 4 }));
  expect(screen.getByTestId('few-thumbnails').textContent).toBe('thumbnails for the first 4');
});

it('tells how far a search for neighbours is, and lets one end it', async () => {
  const fake = fakeAtelier();
  await mapImages(fake.atelier, testSetOf('x'));
  render(inAtelier(fake, <MapStatus />));
  const tell = (done: number) =>
    act(() => fake.emit('search.progress', { text: 'Finding the nearest of each image', done, total: 8 }));
  tell(8);
  expect(screen.queryByText(/^Finding the nearest/)).toBeNull();
  tell(2);
  expect(screen.getByText(/^Finding the nearest/).textContent).toMatch(
    /^Finding the nearest of each image 25/,
  );
  fireEvent.click(screen.getByRole('button', { name: 'Cancel the search' }));
  expect(fake.asked.at(-1)?.call).toBe('spaceStopSearch');
  tell(8);
  expect(screen.queryByText(/^Finding the nearest/)).toBeNull();
  await act(settled);
});
