import type { FullResult, Reporter, TestCase, TestResult, TestStep } from '@playwright/test/reporter';

/** Says each step of the tour as it begins, and in one line why it ended early. */
export default class TourReporter implements Reporter {
  private readonly started = Date.now();

  printsToStdio(): boolean {
    return true;
  }

  onStepBegin(_test: TestCase, _result: TestResult, step: TestStep): void {
    if (step.category === 'test.step') this.say(step.title);
  }

  onTestEnd(_test: TestCase, result: TestResult): void {
    for (const error of result.errors) this.say(error.message ?? 'The tour failed without a message.');
  }

  onStdOut(chunk: string | Buffer): void {
    process.stdout.write(chunk);
  }

  onEnd(result: FullResult): void {
    this.say(
      result.status === 'passed'
        ? 'The tour is done: see out/tour/ for the screenshots, the CSV and the summary.'
        : 'The tour did not reach its end.',
    );
  }

  private say(text: string): void {
    const seconds = Math.round((Date.now() - this.started) / 1000);
    process.stdout.write(`[${String(seconds).padStart(4)} s] ${text}\n`);
  }
}
