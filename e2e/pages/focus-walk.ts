import type { Page } from '@playwright/test';

declare global {
  interface Window {
    focusWalk: { left: Set<HTMLElement>; unmarked: string[] };
  }
}

/**
 * Presses Tab until the focus has been everywhere: what it never reached of that which can be pressed or filled in, and
 * what it reached without looking any different. Of a group of radios or tabs one is reached, the arrow keys do the rest.
 */
export async function walkByTab(page: Page): Promise<{ missed: string[]; unmarked: string[] }> {
  await page.evaluate(() => {
    const inTurn = 'button, input, select, textarea, summary, a[href], [tabindex="0"]';
    const grouped = ':disabled, [tabindex="-1"], [role="radio"], [type="radio"], [role="tab"]';
    const all = [...document.querySelectorAll<HTMLElement>(inTurn)].filter(
      (one) => !one.matches(grouped) && one.checkVisibility({ visibilityProperty: true }),
    );
    const walk = { left: new Set(all), unmarked: [] as string[] };
    window.focusWalk = walk;
    document.addEventListener('focusin', ({ target }) => {
      if (!(target instanceof HTMLElement)) return;
      walk.left.delete(target);
      // The mark may stand on what holds a field.
      const isMarked = [target, target.parentElement, target.closest('label')].some((one) => {
        if (one === null) return false;
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
        return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
      });
      if (!isMarked) walk.unmarked.push(target.getAttribute('aria-label') ?? target.outerHTML.slice(0, 120));
    });
  });
  for (let press = 0; press < 200; press += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(() => window.focusWalk.left.size === 0)) break;
  }
  return page.evaluate(() => ({
    missed: [...window.focusWalk.left].map(
      (one) => one.getAttribute('aria-label') ?? one.outerHTML.slice(0, 120),
    ),
    unmarked: window.focusWalk.unmarked,
  }));
}
