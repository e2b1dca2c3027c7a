import type { FullResult, Reporter, TestCase, TestResult } from '@playwright/test/reporter';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import { figures, figuresType, type Figures } from './figures';

const folder = path.join(import.meta.dirname, '..', '..', 'out');

/** Prints the benchmarks' tables as Markdown and keeps them in out/bench-window.json. */
export default class FiguresReporter implements Reporter {
  private readonly tables: Figures[] = [];

  printsToStdio(): boolean {
    return true;
  }

  onTestBegin(test: TestCase): void {
    process.stderr.write(`${test.title} …\n`);
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    for (const error of result.errors)
      process.stderr.write(`${test.title} failed: ${error.message ?? 'no reason was given'}\n`);
    for (const { contentType, body } of result.attachments)
      if (contentType === figuresType && body !== undefined)
        this.tables.push(figures.parse(JSON.parse(body.toString())));
  }

  onStdOut(chunk: string | Buffer): void {
    process.stderr.write(chunk);
  }

  onEnd(result: FullResult): void {
    const [cpu] = cpus();
    const machine = `${cpus().length} × ${cpu?.model.trim() ?? 'unknown'}`;
    const date = new Date().toISOString().slice(0, 10);
    process.stdout.write(`\nMeasured on ${date}, ${machine}.\n`);
    for (const { title, columns, rows } of this.tables) {
      const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
      process.stdout.write(`\n${title}\n\n${line(columns)}${line(columns.map(() => '---'))}`);
      for (const row of rows) process.stdout.write(line(row));
    }
    mkdirSync(folder, { recursive: true });
    const whole = { date, machine, status: result.status, tables: this.tables };
    writeFileSync(path.join(folder, 'bench-window.json'), `${JSON.stringify(whole, null, 2)}\n`);
  }
}
