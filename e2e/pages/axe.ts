import type { Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { z } from 'zod';

const source = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const result = z.object({
  violations: z.array(
    z.object({
      id: z.string(),
      impact: z.string().nullish(),
      help: z.string(),
      nodes: z.array(
        z.object({ target: z.array(z.unknown()), html: z.string(), failureSummary: z.string().nullish() }),
      ),
    }),
  ),
});

/**
 * What axe finds wrong with the page as it is, or with what is `within` a selector, of impact serious or critical: a
 * line for each element. It is put into the page by the debugger, for the page's policy lets no script in.
 */
export async function seriousViolations(page: Page, within?: string): Promise<string[]> {
  await page.evaluate(await source);
  const found: unknown = await page.evaluate(
    `axe.run(${within === undefined ? 'document' : JSON.stringify(within)}, { resultTypes: ["violations"] })`,
  );
  return result
    .parse(found)
    .violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) =>
      nodes.map(
        ({ target, failureSummary }) => `${id}: ${help}: ${target.join(' ')}: ${failureSummary ?? ''}`,
      ),
    );
}
