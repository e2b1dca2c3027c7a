import type { TestInfo } from '@playwright/test';
import { z } from 'zod';

/** A table of a benchmark: what was measured beside its figures, in words and numbers with their units. */
export const figures = z.object({
  title: z.string(),
  columns: z.array(z.string()),
  rows: z.array(z.array(z.string())),
});
export type Figures = z.infer<typeof figures>;

export const figuresType = 'application/vnd.latent-atelier.figures+json';

/** Hands a table to the reporter, which prints it at the end. */
export async function report(test: TestInfo, table: Figures): Promise<void> {
  await test.attach(table.title, { body: JSON.stringify(table), contentType: figuresType });
}

/** The value below which `share` of the values lie; NaN of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** Milliseconds with as many digits as mean something. */
export function ms(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
