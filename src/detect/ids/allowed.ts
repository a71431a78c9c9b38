/** Identifiers that an organisation listed as never to be reported, usually official test numbers. */

/** The lists can hold tens of thousands of numbers and come with every text: each is indexed once. */
const indexes = new WeakMap<readonly string[], ReadonlySet<string>>();

const withoutSeparators = (number: string): string => number.toUpperCase().replace(/[^0-9A-Z]/g, '');

function indexOf(list: readonly string[]): ReadonlySet<string> {
  const known = indexes.get(list);
  if (known !== undefined) return known;
  const index = new Set<string>();
  for (const entry of list) {
    const plain = withoutSeparators(entry);
    index.add(plain);
    // A Swedish number listed with its century is also allowed without.
    if (plain.length === 12) index.add(plain.slice(2));
  }
  indexes.set(list, index);
  return index;
}

/** Whether a number is on the list. @param normalized as in IdReading; a Swedish number matches with and without its century */
export function isAllowed(normalized: string, list: readonly string[]): boolean {
  const index = indexOf(list);
  const plain = withoutSeparators(normalized);
  return index.has(plain) || (plain.length === 12 && /^\d+$/.test(plain) && index.has(plain.slice(2)));
}
