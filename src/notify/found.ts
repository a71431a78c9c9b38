/** Lines of an explanation about what was found, what was not read, and why that matters. */
import { maskDigits, printable, shownName } from '../core/mask.ts';
import type { Finding, Uninspected } from '../core/finding.ts';
import { fill, type MessageCatalogue } from '../core/messages.ts';

/** Masked before it is cut: half a number would stay. */
const shownPath = (path: readonly string[]): string =>
  path.map((name) => shownName(maskDigits(printable(name)))).join(' › ');

function nameOf(finding: Finding, catalogue: MessageCatalogue): string {
  const category = catalogue.categories[finding.category] ?? catalogue.unknownCategory;
  const name = catalogue.identifiers[finding.detector] ?? category.name;
  const isIdentifier = finding.category === 'national-id' && finding.maskedStrictly !== '';
  return isIdentifier ? `${name} (${finding.maskedStrictly})` : name;
}

/** A locator in the reader's language; cell addresses and sheet names stay. */
const locatorOf = (locator: string, catalogue: MessageCatalogue): string =>
  maskDigits(locator).replace(/\b[a-z]+\b/gu, (word) => catalogue.locators[word] ?? word);

function placeOf(finding: Finding, catalogue: MessageCatalogue): string {
  const place = fill(catalogue.places[finding.where], { path: shownPath(finding.path) });
  const isPlain =
    finding.where === 'subject' || finding.where === 'filename' || finding.locator.startsWith(finding.zone);
  const zone = isPlain ? '' : (catalogue.zones[finding.zone] ?? '');
  return [place, zone, locatorOf(finding.locator, catalogue), finding.quoted ? catalogue.quoted : '']
    .filter((word) => word !== '')
    .join(', ');
}

/** More lines than this nobody reads; the reference leads to the rest. */
const SHOWN_LINES = 20;

const shortened = (lines: readonly string[], catalogue: MessageCatalogue): readonly string[] =>
  lines.length <= SHOWN_LINES + 1
    ? lines
    : [...lines.slice(0, SHOWN_LINES), fill(catalogue.andMore, { count: lines.length - SHOWN_LINES })];

/** What was not read, and why. Of our details only those are shown that are the same in every language: a cipher, a type. */
function unreadLine(entry: Uninspected, catalogue: MessageCatalogue): string {
  const isNeutral = /^[\w.+-]+\/[\w.+-]+$/u.test(entry.detail);
  const detail = entry.encryption?.algorithm ?? (isNeutral ? entry.detail : '');
  const text = catalogue.uninspected[entry.reason] ?? entry.reason;
  return fill(detail === '' ? text.replace(/ *\(\{detail\}\)/u, '') : text, {
    path: shownPath(entry.path) || catalogue.messageText,
    detail,
  });
}

/** One line per finding; equal lines (several terms of one category in one place) are one. */
export function foundLines(
  findings: readonly Finding[],
  uninspected: readonly Uninspected[],
  catalogue: MessageCatalogue,
): string[] {
  const lines = new Map<string, number>();
  for (const finding of findings) {
    const line =
      finding.category === 'protected-identity'
        ? nameOf(finding, catalogue) // never where, never what
        : `${nameOf(finding, catalogue)} – ${placeOf(finding, catalogue)}`;
    // A number may stand there several times; the words of one statement are no more than one matter.
    const count = finding.category === 'national-id' ? finding.count : 0;
    lines.set(line, (lines.get(line) ?? 0) + count);
  }
  const found = [...lines].map(([line, count]) => (count > 1 ? `${line} (${fill(catalogue.times, { count })})` : line));
  const unread = uninspected.map((entry) => unreadLine(entry, catalogue));
  return [...shortened(found, catalogue), ...shortened([...new Set(unread)], catalogue)];
}

/** Why it matters: each law once. */
export function whyLines(
  findings: readonly Finding[],
  uninspected: readonly Uninspected[],
  catalogue: MessageCatalogue,
): string[] {
  const lines = findings.map((finding) => (catalogue.categories[finding.category] ?? catalogue.unknownCategory).why);
  if (uninspected.length > 0) lines.push(catalogue.uninspectedWhy);
  return [...new Set(lines)];
}
