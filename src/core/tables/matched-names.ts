import { FormatError } from '../formats/format-error';

/**
 * The names that are meant, in the order they are asked for: each of `wanted` is one of them, or a pattern in which `*`
 * stands for any characters and `?` for one; what a pattern matches comes in the order of `names`. Throws FormatError for
 * what is none of them.
 */
export function matchedNames(names: readonly string[], wanted: readonly string[]): Set<string> {
  const known = new Set(names);
  const matched = new Set<string>();
  for (const each of wanted) {
    const found = known.has(each) ? [each] : names.filter(matches(each));
    if (found.length === 0) throw new FormatError(noColumn(each, names));
    for (const name of found) matched.add(name);
  }
  return matched;
}

/** The sentence for a column that is not among `names`. */
export function noColumn(name: string, names: readonly string[]): string {
  const some = names.slice(0, 8).join(', ');
  return `There is no column "${name}": it has ${names.length > 8 ? `${some} and ${names.length - 8} more` : some}.`;
}

function matches(pattern: string): (name: string) => boolean {
  if (!/[*?]/.test(pattern)) return () => false;
  const parts = pattern
    .split('*')
    .map((part) => part.replace(/[\\^$.*+()[\]{}|]/g, '\\$&').replaceAll('?', '.'));
  const regular = new RegExp(`^${parts.join('[^]*')}$`);
  return (name) => regular.test(name);
}
