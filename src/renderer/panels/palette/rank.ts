/**
 * How well a title answers what was typed: the larger the better, null for not at all. Every word that was typed must
 * begin a word of the title or of `others`, by which people call it as well, or stand somewhere in them; failing that,
 * the letters of the title must come in their order. What stands in the title counts for more.
 */
export function rank(title: string, query: string, others = ''): number | null {
  const text = `${title} ${others}`.toLowerCase();
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return 0;
  let score = 0;
  for (const word of words) {
    const at = text.indexOf(word);
    if (at < 0) return lettersInOrder(title.toLowerCase(), words.join('')) ? 1 : null;
    const beginsWord = at === 0 || /[^\p{L}\p{N}]/u.test(text[at - 1] ?? '') || text.includes(` ${word}`);
    score +=
      (at === 0 ? 40 : at > title.length ? (beginsWord ? 20 : 5) : beginsWord ? 30 : 10) +
      Math.min(9, word.length);
  }
  return score;
}

function lettersInOrder(text: string, letters: string): boolean {
  let at = 0;
  for (const letter of letters) {
    at = text.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
