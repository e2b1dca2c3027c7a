import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MinHeap } from './min-heap';

it('gives things back by priority', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 9 })), (priorities) => {
      const heap = new MinHeap();
      priorities.forEach((priority, item) => heap.push(item, priority));
      expect(heap.size).toBe(priorities.length);
      const out: number[] = [];
      for (let least = heap.pop(); least !== undefined; least = heap.pop()) {
        expect(least.priority).toBe(priorities[least.item]);
        out.push(least.priority);
      }
      expect(out).toEqual(priorities.toSorted((a, b) => a - b));
    }),
  );
});
