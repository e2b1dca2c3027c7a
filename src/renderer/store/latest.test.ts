import { describe, expect, it } from 'vitest';
import { later, settled } from '../testing/waiting';
import { Latest } from './latest';

function slowly() {
  const questions: number[] = [];
  const answers: ReturnType<typeof later<string>>[] = [];
  const delivered: string[] = [];
  const failed: unknown[] = [];
  const latest = new Latest<number, string>(
    (question) => {
      questions.push(question);
      const answer = later<string>();
      answers.push(answer);
      return answer.promise;
    },
    (answer) => delivered.push(answer),
    (error) => failed.push(error),
  );
  return { latest, questions, answers, delivered, failed };
}

describe('Latest', () => {
  it('asks one at a time and skips those that are overtaken', async () => {
    const { latest, questions, answers, delivered } = slowly();
    for (const question of [1, 2, 3, 4]) latest.put(question);
    expect(questions).toEqual([1]);
    answers[0]!.resolve('one');
    await settled();
    expect(questions).toEqual([1, 4]);
    expect(delivered).toEqual([]);
    answers[1]!.resolve('four');
    await settled();
    expect(delivered).toEqual(['four']);
  });

  it('is idle when the last question is answered, and not with the first', async () => {
    const { latest, answers } = slowly();
    let isIdle = false;
    latest.put(1);
    latest.put(2);
    void latest.idle().then(() => (isIdle = true));
    answers[0]!.resolve('one');
    await settled();
    expect(isIdle).toBe(false);
    answers[1]!.resolve('two');
    await settled();
    expect(isIdle).toBe(true);
  });

  it('drops the failure of an overtaken question and tells that of the newest', async () => {
    const { latest, answers, delivered, failed } = slowly();
    latest.put(1);
    latest.put(2);
    answers[0]!.reject(new Error('old'));
    await settled();
    expect(failed).toEqual([]);
    answers[1]!.reject(new Error('new'));
    await settled();
    expect(failed).toEqual([new Error('new')]);
    expect(delivered).toEqual([]);
  });

  it('forgets what is under way, and still answers the next question', async () => {
    const { latest, answers, delivered } = slowly();
    latest.put(1);
    latest.forget();
    answers[0]!.resolve('forgotten');
    await settled();
    latest.put(2);
    answers[1]!.resolve('two');
    await settled();
    expect(delivered).toEqual(['two']);
  });
});
