/**
 * Places as they may be shown: a number of a person that was found in a file's name, or that a sheet is named after, is hidden
 * there too. Detectors decide what such a number is, so that a date or a case number in a name stays.
 */
import { partPath, type PartPath } from './brand.ts';
import type { Finding } from './finding.ts';
import type { InspectionReport } from './inspection.ts';

/** How much of a number is hidden: 'tail' its last four characters, for whoever runs `scan`; 'strict' all but the first two. */
export type Mask = 'tail' | 'strict';

/** Shows places of one report. */
export interface MaskedPlaces {
  path(path: readonly string[]): readonly string[];
  locator(place: Pick<Finding, 'path' | 'locator'>): string;
  part(part: PartPath): PartPath;
}

/** What of a number a mask shows, without separators. */
const headOf = (masked: string): string => masked.replace(/[^\p{L}\p{N}]/gu, '');

const HIDDEN = 4;
const isSign = (character: string): boolean => /[\p{L}\p{N}]/u.test(character);

/**
 * Hides numbers that begin with one of `heads`, however they are separated. Linear in the length of the text: it may be as long
 * and full of numbers as an attacker likes.
 * @returns null when none stands there
 */
function hide(text: string, heads: ReadonlySet<string>, mask: Mask): string | null {
  const characters = Array.from(text);
  const places = characters.flatMap((character, at) => (isSign(character) ? [at] : []));
  const signs = places.map((at) => characters[at] ?? '');
  const lengths = [...new Set([...heads].map((head) => head.length))].sort((a, b) => b - a);
  let found = false;
  for (let at = 0; at < signs.length; at++) {
    const length = lengths.find((size) => heads.has(signs.slice(at, at + size).join('')));
    const tail = length === undefined ? [] : signs.slice(at + length, at + length + HIDDEN);
    // The last one may be a letter: Finland's check character.
    if (length === undefined || tail.filter((sign) => /\p{N}/u.test(sign)).length < HIDDEN - 1) continue;
    found = true;
    for (let i = at + (mask === 'tail' ? length : 2); i < at + length + HIDDEN; i++) characters[places[i] ?? -1] = '*';
    at += length + HIDDEN - 1;
  }
  return found ? characters.join('') : null;
}

/** Too little of a number to look for. */
const SHORTEST_HEAD = 4;

function gather(map: Map<string, Set<string>>, key: string, head: string): void {
  const heads = map.get(key) ?? new Set();
  if (head.length >= SHORTEST_HEAD) heads.add(head);
  map.set(key, heads);
}

/** @param findings of all bands of the report whose places are shown */
export function maskedPlaces(findings: readonly Finding[], mask: Mask): MaskedPlaces {
  const ofNames = new Map<string, Set<string>>();
  const ofDocuments = new Map<string, Set<string>>();
  for (const { category, where, path, masked } of findings) {
    if (category !== 'national-id' || masked === '') continue;
    const name = path.at(-1);
    if (where === 'filename' && name !== undefined) gather(ofNames, name, headOf(masked));
    gather(ofDocuments, path.join('\n'), headOf(masked));
  }
  const ofParts = new Set([...ofNames.values()].flatMap((heads) => [...heads]));
  const shown = new Map<string, string>();
  const nameOf = (name: string): string => {
    const heads = ofNames.get(name);
    if (heads === undefined) return name;
    const known = shown.get(name);
    if (known !== undefined) return known;
    // Found in a reading of the name in which it stands otherwise than on the screen: then no digit is shown.
    const hidden = hide(name, heads, mask) ?? name.replace(/\p{N}/gu, '*');
    shown.set(name, hidden);
    return hidden;
  };
  return {
    path: (path) => path.map(nameOf),
    locator: ({ path, locator }) => {
      const heads = ofDocuments.get(path.join('\n'));
      return heads === undefined ? locator : (hide(locator, heads, mask) ?? locator);
    },
    part: (part) => partPath(hide(part, ofParts, mask) ?? part),
  };
}

/** The whole report with masked places, for whoever is shown all of it. */
export function withMaskedPlaces(report: InspectionReport): InspectionReport {
  const places = maskedPlaces(report.findings, 'tail');
  return {
    ...report,
    findings: report.findings.map((finding) => ({
      ...finding,
      part: places.part(finding.part),
      path: places.path(finding.path),
      locator: places.locator(finding),
    })),
    uninspected: report.uninspected.map((one) => ({
      ...one,
      part: places.part(one.part),
      path: places.path(one.path),
    })),
    oddities: report.oddities.map((oddity) => ({ ...oddity, part: places.part(oddity.part) })),
  };
}
