/** Gives jsdom's page what it lacks, without effect: nothing in it is laid out or painted. */
export function unseenPage(): void {
  Element.prototype.scrollIntoView = () => undefined;
  HTMLCanvasElement.prototype.getContext = () => null;
  globalThis.ResizeObserver = class {
    observe = () => undefined;
    unobserve = () => undefined;
    disconnect = () => undefined;
  };
}
