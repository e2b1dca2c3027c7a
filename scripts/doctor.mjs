import { parseArgs } from 'node:util';
import { allSteps, explainFailure } from './provision/index.mjs';
import { asTable, report } from './provision/report.mjs';

await explainFailure(async () => {
  const { values } = parseArgs({ options: { json: { type: 'boolean' }, quick: { type: 'boolean' } } });
  const parts = await report(await allSteps(), { thorough: !values.quick });
  const ok = parts.every(({ state }) => state === 'ok');
  console.log(values.json ? JSON.stringify({ ok, parts }) : asTable(parts));
  process.exitCode = ok ? 0 : 1;
});
