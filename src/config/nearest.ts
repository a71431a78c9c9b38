/**
 * The known word that a mistyped one was probably meant to be.
 * @returns null when nothing is near: more than a third of its letters would have to change
 */
export function nearest(word: string, known: readonly string[]): string | null {
  const begun = known.filter((candidate) => word.length >= 3 && candidate.toLowerCase().startsWith(word.toLowerCase()));
  if (begun.length > 0) return begun.sort((a, b) => a.length - b.length)[0] ?? null;
  let best: string | null = null;
  let bestDistance = Infinity;
  for (const candidate of known) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best !== null && bestDistance <= Math.max(1, Math.floor(Math.max(word.length, best.length) / 3)) ? best : null;
}

/** Number of letters to insert, delete, replace or swap with their neighbour; words beyond 64 letters are never near. */
function editDistance(a: string, b: string): number {
  if (a.length > 64 || b.length > 64) return Infinity;
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  const cell = (i: number, j: number): number => rows[i]?.[j] ?? Infinity;
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? cell(i - 2, j - 2) + 1 : Infinity;
      row.push(Math.min(cell(i - 1, j) + 1, cell(i, j - 1) + 1, cell(i - 1, j - 1) + same, swapped));
    }
  }
  return cell(a.length, b.length);
}
