/**
 * Asks again and again, and lets only the newest answer through: while one question is under way, of those asked
 * since only the last is kept, so that moving a slider never queues work, and answers that came too late are dropped.
 */
export class Latest<Question, Answer> {
  private newest = 0;
  private running = false;
  private work: Promise<void> = Promise.resolve();
  private waiting: { number: number; question: Question } | null = null;

  constructor(
    private readonly ask: (question: Question) => Promise<Answer>,
    private readonly deliver: (answer: Answer, question: Question) => void,
    private readonly fail: (error: unknown, question: Question) => void,
  ) {}

  /** Puts a question; an earlier one that is not answered yet no longer counts. */
  put(question: Question): void {
    this.newest += 1;
    this.waiting = { number: this.newest, question };
    if (!this.running) this.work = this.askOn();
  }

  /** Forgets every question put so far. */
  forget(): void {
    this.newest += 1;
    this.waiting = null;
  }

  /** Until every question put so far is answered, has failed or was overtaken. */
  idle(): Promise<void> {
    return this.work;
  }

  private async askOn(): Promise<void> {
    this.running = true;
    while (this.waiting !== null) {
      const { number, question } = this.waiting;
      this.waiting = null;
      try {
        const answer = await this.ask(question);
        if (number === this.newest) this.deliver(answer, question);
      } catch (error) {
        if (number === this.newest) this.fail(error, question);
      }
    }
    this.running = false;
  }
}
