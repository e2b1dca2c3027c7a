import { explainFailure, provision } from './provision/index.mjs';

await explainFailure(async () => {
  const started = Date.now();
  await provision();
  console.log(
    `Everything is in place (${((Date.now() - started) / 1000).toFixed(1)} s); npm run doctor says from where.`,
  );
});
