import { expect, test, type RunningApp } from '../app';
import { AtelierPage } from '../pages/atelier-page';
import { trainOnFewImages } from '../pages/few-images';

/** The engine's process, as the app itself reports it in its list of processes. */
async function enginePid(app: RunningApp): Promise<number> {
  const pid = await app.electron.evaluate(
    ({ app: electron }) =>
      electron.getAppMetrics().find((process) => process.name === 'Latent Atelier engine')?.pid,
  );
  if (pid === undefined) throw new Error('The engine’s process is not listed.');
  return pid;
}

function stepOf(text: string | null): number {
  return Number(/step ([\d,]+) of/.exec(text ?? '')?.[1]?.replaceAll(',', '') ?? Number.NaN);
}

test('an engine killed while training leaves the window alive, and the run goes on', async ({
  app,
  folder,
}) => {
  const atelier = await trainOnFewImages(app, folder, { epochs: 5000 });
  await atelier.waitForTraining('running');
  // An epoch is one step: after the second there is a checkpoint, and a map of the first.
  await expect.poll(async () => stepOf(await atelier.progress.textContent())).toBeGreaterThan(10);

  process.kill(await enginePid(app), 'SIGKILL');

  await expect(atelier.engineBanner).toContainText(/The engine stopped unexpectedly/);
  await expect(atelier.engineBanner).toContainText(/checkpoint at step \d+/);
  const checkpoint = Number(/at step (\d+)/.exec((await atelier.engineBanner.textContent()) ?? '')?.[1]);
  expect(checkpoint).toBeGreaterThanOrEqual(5);

  await atelier.engineBanner.getByRole('button', { name: /Resume training/ }).click();
  await atelier.waitForTraining('running');
  await expect.poll(async () => stepOf(await atelier.progress.textContent())).toBeGreaterThan(checkpoint);
  await expect(atelier.engineBanner).toHaveCount(0);
  await app.page.getByRole('button', { name: 'Stop' }).click();
  await atelier.waitForTraining('ended');
});

test('an engine that does not answer is said, and can be restarted', async ({ app, folder }) => {
  const atelier = await trainOnFewImages(app, folder, { epochs: 5000 });
  await expect.poll(async () => stepOf(await atelier.progress.textContent())).toBeGreaterThan(10);
  const pid = await enginePid(app);

  // As a debugger or a system out of memory would hold it.
  process.kill(pid, 'SIGSTOP');
  await expect(atelier.engineBanner).toContainText('The engine does not answer.');
  await expect(app.page.getByTestId('engine-status')).toHaveText('Engine not answering');
  await expect(atelier.engineBanner.getByRole('button', { name: 'Wait' })).toBeVisible();
  await atelier.engineBanner.getByRole('button', { name: 'Restart the engine' }).click();
  await expect(atelier.engineBanner).toContainText(/did not answer and was ended.*checkpoint at step \d+/);
  await atelier.engineBanner.getByRole('button', { name: /Resume training/ }).click();
  await atelier.waitForTraining('running');
  await app.page.getByRole('button', { name: 'Stop' }).click();
  await atelier.waitForTraining('ended');
});

test('an engine killed in the first seconds of a run leaves something to go on from', async ({ app }) => {
  const atelier = new AtelierPage(app.page);
  await atelier.trainFashionMnist({ epochs: 1 });
  await atelier.waitForTraining('running');
  await expect.poll(async () => stepOf(await atelier.progress.textContent())).toBeGreaterThan(2);
  process.kill(await enginePid(app), 'SIGKILL');
  // That of its start, unless the machine is so busy that the time of the next one has come.
  await expect(atelier.engineBanner).toContainText(/checkpoint at step \d+/);
  const checkpoint = Number(/at step (\d+)/.exec((await atelier.engineBanner.textContent()) ?? '')?.[1]);
  await atelier.engineBanner.getByRole('button', { name: /Resume training/ }).click();
  await atelier.waitForTraining('running');
  await expect.poll(async () => stepOf(await atelier.progress.textContent())).toBeGreaterThan(checkpoint + 5);
  await app.page.getByRole('button', { name: 'Stop' }).click();
  await atelier.waitForTraining('ended');
});
