/** Data that an organisation may want to protect beyond the law: account numbers, plates, property. Each switched on by name. */
import type { Finding } from '../core/finding.ts';
import { findingAt } from './findings.ts';
import type { Observed } from './observe.ts';

interface Kind {
  readonly name: string;
  readonly detector: string;
  readonly category: 'financial' | 'extra-worthy';
  readonly expression: RegExp;
  readonly score: number;
  readonly valid?: (value: string) => boolean;
}

const KINDS: readonly Kind[] = [
  {
    name: 'iban',
    detector: 'iban',
    category: 'financial',
    expression:
      /(?<![\p{L}\p{N}])(?:SE|NO|DK|FI|IS|GB|DE)\d{2}(?: ?[0-9A-Z]{4}){2,7}(?: ?[0-9A-Z]{1,3})?(?![\p{L}\p{N}])/gu,
    score: 80,
    valid: isIban,
  },
  {
    name: 'account',
    detector: 'bank-account',
    category: 'financial',
    expression:
      /(?<=(?:kontonr|kontonummer|bankkonto|konto|clearing(?:nummer)?|tilinumero)\p{L}{0,4}\.?:?\s{1,3})\d{4}[ .-]?\d{2,4}[ .-]?\d{3,7}(?![\p{L}\p{N}])/giu,
    score: 65,
  },
  {
    name: 'vehicle',
    detector: 'vehicle',
    category: 'extra-worthy',
    expression:
      /(?<=(?:reg\.?\s?nr|registreringsnummer|regnr|nummerplade|fordon|bil|kjennemerke|rekisterinumero)\p{L}{0,4}\.?:?\s{1,3})(?:[A-HJ-PR-UW-Z]{3}\s?\d{2}[A-HJ-NPR-UW-Z0-9]|[A-Z]{2}\s?\d{2}\s?\d{3}|[A-ZÅÄÖ]{2,3}-\d{1,3})(?![\p{L}\p{N}])/giu,
    score: 65,
  },
  {
    name: 'property',
    detector: 'property',
    category: 'extra-worthy',
    expression:
      /(?<=(?:fastighet(?:en|sbeteckning)?):?\s{1,3})\p{Lu}[\p{L}\- ]{2,30}\s\d{1,4}:\d{1,4}(?![\p{L}\p{N}])|(?<![\p{L}\p{N}])(?:gnr|gårdsnr|gardsnr)\.?\s{0,2}\d{1,4}\s?,?\s{0,2}(?:bnr|bruksnr)\.?\s{0,2}\d{1,4}(?![\p{L}\p{N}])/giu,
    score: 65,
  },
];

/** ISO 13616: letters as numbers, the first four characters moved to the end, remainder 1 modulo 97. */
export function isIban(value: string): boolean {
  const compact = value.replace(/ /g, '');
  if (compact.length < 15 || compact.length > 34) return false;
  let remainder = 0;
  for (const character of compact.slice(4) + compact.slice(0, 4)) {
    const number = Number.parseInt(character, 36);
    if (Number.isNaN(number)) return false;
    remainder = (remainder * (number > 9 ? 100 : 10) + number) % 97;
  }
  return remainder === 1;
}

/** Finds the switched-on kinds in one text. @param names of DetectorOptions.extraWorthy */
export function extraWorthy(text: Observed, names: readonly string[]): Finding[] {
  const out: Finding[] = [];
  for (const kind of KINDS) {
    if (!names.includes(kind.name)) continue;
    const matches = [...text.normalised.text.matchAll(kind.expression)].filter(
      (match) => kind.valid?.(match[0]) ?? true,
    );
    const first = matches[0];
    if (first === undefined) continue;
    out.push(
      findingAt(text.source, text.layout.segmentAt(text.normalised.originalIndex(first.index)), {
        detector: kind.detector,
        category: kind.category,
        score: kind.score,
        reasons: [{ reason: kind.valid === undefined ? 'label' : 'checksum', points: kind.score }],
        count: matches.length,
        masked: kind.category,
        maskedStrictly: kind.category,
      }),
    );
  }
  return out;
}
