/**
 * A number of which one half keeps the hyphen and stands apart from the other: "811218 | -9876", "811218-;9876", in two cells, behind a tab or
 * several blanks. Pure. A day and a negative sum stand so too: where no label tells of a number, few may stand in a text, nothing may tell of
 * money, and the detectors judge what they make of a day and a slash, or a blank where words stand in the line. Of many below each other
 * they know by themselves.
 */
import { LABEL } from './odd-characters.ts';
import type { Joined } from './split-numbers.ts';

const MOST_BARE = 2;
const LABEL_BEFORE = 60;

const GAP = String.raw`(?: {0,20}[\t;,|][ \t|]{0,20}| {2,20})`;
/** The search begins at a hyphen with a gap on one side, which few texts have between digits. */
const SUSPICION = new RegExp(String.raw`\d(?:${GAP}[-+]|[-+]${GAP})\d{4}(?!\d)`, 'u');
const APART = new RegExp(
  String.raw`\d(?<![\d\p{L}/:+-]\d|\d[.,]\d)(\d{5}(?:\d\d)?)(?:${GAP}([-+])|([-+])${GAP})(\d{4})(?![\d\p{L}]|[.,:/+-]\d| ?[%€$£]| ?kr(?!\p{L}))`,
  'gu',
);
const DAY = /^(?:(?:1[89]|20)?\d\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[1-9]\d)$/u;
/** What has sums, balances and differences of days. */
const OF_SUMS =
  /bank-?giro|plus-?giro|(?<!\p{L})[bp]g(?!\p{L})|konto|belopp|beløp|summa?(?!\p{L})|saldo|pris|hyra|leie(?!\p{L})|uttag|inbetal|utbetal|betal|debet|kredit|skuld|gjeld|gæld|rabatt|kostnad|avgift|gebyr|differens|avvik|ändring|endring|resultat|budget|budsjett|utfall|moms|skatt|netto|brutto|transaktion|transaksjon|bokför|bokfør|faktura|balance|amount|account|price|total/iu;
const SUMS_REACH = 200;

/** Whether a line holds nothing but the two halves: rows of accounts say what was bought. */
function isAlone(text: string, start: number, from: number, to: number): boolean {
  const end = text.indexOf('\n', to);
  return !/[\p{L}\d]/u.test(`${text.slice(start, from)} ${text.slice(to, end < 0 ? text.length : end)}`);
}

/** @returns numbers whose halves stand apart beside their hyphen; none for nearly every text */
export function hyphenApart(text: string): readonly Joined[] {
  if (!SUSPICION.test(text)) return [];
  const labelled: Joined[] = [];
  const bare: Joined[] = [];
  for (const match of text.matchAll(APART)) {
    const [whole, , first, second, tail = ''] = match;
    const date = /^\d+/u.exec(whole)?.[0] ?? '';
    const end = match.index + whole.length;
    if (!DAY.test(date)) continue;
    const start = text.lastIndexOf('\n', match.index) + 1;
    if (OF_SUMS.test(text.slice(Math.max(0, match.index - SUMS_REACH), end + LABEL_BEFORE))) continue;
    const before = text.slice(Math.max(0, match.index - LABEL_BEFORE), match.index);
    const isLabelled = LABEL.test(before);
    const words = isLabelled ? before : before.slice(Math.max(0, start - match.index + before.length));
    const sign = first ?? second ?? '-';
    // with other words in the line it counts beside a person only, which the detectors ask of a blank
    const mark = isLabelled || sign === '+' ? sign : isAlone(text, start, match.index, end) ? '/' : ' ';
    const line = `${words.replace(/[\s|;]+/gu, ' ').trimStart()}${mark === ' ' ? date.slice(-6) : date}${mark}${tail}`;
    if (isLabelled) labelled.push({ line, at: match.index });
    else if (bare.length <= MOST_BARE) bare.push({ line, at: match.index });
  }
  return bare.length > MOST_BARE ? labelled : [...labelled, ...bare];
}
