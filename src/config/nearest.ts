import { editDistance } from '../core/edit-distance.ts';

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
