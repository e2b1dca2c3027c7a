/** A binary heap of numbered things by priority, the least first (Knuth 5.2.3). A number may be in it twice. */
export class MinHeap {
  private readonly priorities: number[] = [];
  private readonly items: number[] = [];

  get size(): number {
    return this.items.length;
  }

  push(item: number, priority: number): void {
    let at = this.items.length;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.priorities[parent]! <= priority) break;
      this.place(at, this.items[parent]!, this.priorities[parent]!);
      at = parent;
    }
    this.place(at, item, priority);
  }

  /** Takes out the least; undefined when empty. */
  pop(): { item: number; priority: number } | undefined {
    const item = this.items[0];
    const priority = this.priorities[0];
    const lastItem = this.items.pop();
    const lastPriority = this.priorities.pop();
    if (
      item === undefined ||
      priority === undefined ||
      lastItem === undefined ||
      lastPriority === undefined
    ) {
      return undefined;
    }
    const size = this.items.length;
    if (size > 0) {
      let at = 0;
      for (let child = 1; child < size; child = 2 * at + 1) {
        if (child + 1 < size && this.priorities[child + 1]! < this.priorities[child]!) child++;
        if (this.priorities[child]! >= lastPriority) break;
        this.place(at, this.items[child]!, this.priorities[child]!);
        at = child;
      }
      this.place(at, lastItem, lastPriority);
    }
    return { item, priority };
  }

  private place(at: number, item: number, priority: number): void {
    this.items[at] = item;
    this.priorities[at] = priority;
  }
}
