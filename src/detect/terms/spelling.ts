/**
 * Spellings of a listed word that people without the right keyboard, or with a space too many, write.
 */

/** Words that mean something else without their diacritics; found by folding full-form dictionaries. Canonical letters. */
export const KEEP_DIACRITICS: ReadonlySet<string> = new Set([
  'bön',
  'döv',
  'lön',
  'smärta',
  'utmätning',
  'kräft',
  'böde',
  'bösse',
  'dövt',
  'hår',
  'mör',
  'mörd',
  'våld',
  'råd',
  'sår',
  'rån',
  'böter',
  'bot',
  'föd',
  'höra',
  'får',
  'ägare',
]);
const KEEP_FROM_DIGRAPHS: ReadonlySet<string> = new Set(['bön', 'böde']);
const SHORTEST_PLAIN = 5;

/** May the word be met without its diacritics? @param canonical canonical letters */
export const mayBePlain = (canonical: string): boolean =>
  canonical.length >= SHORTEST_PLAIN && !KEEP_DIACRITICS.has(canonical);

/** 'angest' is folded on the fly; 'aangest', 'kraeft', 'doev' are listed: the spelling with two letters, or null. */
export function digraphs(canonical: string): string | null {
  if (canonical.length < SHORTEST_PLAIN || KEEP_FROM_DIGRAPHS.has(canonical) || !/[åäö]/.test(canonical)) return null;
  return canonical.replace(/å/g, 'aa').replace(/ä/g, 'ae').replace(/ö/g, 'oe');
}

/** Second parts of compounds that are often split off: 'sjuk skrivning', 'barne vern', 'syge melding'. Canonical letters. */
const SECOND_PARTS =
  'skrivning skriven skriver anmälan anmäl intyg vård diagnos utredning behandling missbruk beroende stöd bidrag assistans ' +
  'vern vernet melding meldt meld attest erklåring misbruk avhengig behandling undervisning vurdering trygd penger hjelp ' +
  'sykdom sjukdom sygdom misbrug afhängig pension hjälp undersögelse beskyttelse lidelse försök forsök handling skade';
const SHORTEST_COMPOUND = 10;
const SHORTEST_PART = 4;
// By their first letters, so that a word is not compared with every part at every position.
const partsByHead = new Map<string, string[]>();
for (const part of SECOND_PARTS.split(' ')) {
  const head = part.slice(0, SHORTEST_PART);
  partsByHead.set(head, [...(partsByHead.get(head) ?? []), part]);
}

/** The word with a space where its compound parts meet, or null. @param canonical a single word */
export function splitCompound(canonical: string): string | null {
  if (canonical.length < SHORTEST_COMPOUND || canonical.includes(' ')) return null;
  for (let at = SHORTEST_PART; at <= canonical.length - SHORTEST_PART; at++) {
    const tail = canonical.slice(at);
    const parts = partsByHead.get(tail.slice(0, SHORTEST_PART)) ?? [];
    if (parts.some((part) => tail.startsWith(part) || (tail.length > SHORTEST_PART && part.startsWith(tail)))) {
      return `${canonical.slice(0, at)} ${tail}`;
    }
  }
  return null;
}
