/** Words of a mail's own that it says are persons' numbers: "the externalId is their personnummer", "kolonnen modtager_id er CPR". */
import type { Label } from './labels.ts';
import { labelOfCell } from './labels.ts';

/** Words that say so, with what names a person's number behind them; few texts have any. */
const DEFINED =
  /(?<![\p{L}\d_])([\p{L}_][\p{L}\d_.-]{1,40})["'\u201d\u2019]?((?: [\p{L}]{1,12}){0,3}) (?:is|are|er|är|on|ovat|=|contains|holds|innehåller|inneholder|indeholder|avser|motsvarar|tilsvarer|svarer til|står för|står for) ((?:[\p{L}'\u2019]{2,14} ){0,3}(?:person|pers?n|pnr|fnr|fødsels|födelsen|samordn|cpr|hetu|henkil|kennit|ssn|social security|national id)[\p{L}-]{0,20})/giu;
/** They stand for what was spoken of before. */
const NO_NAME =
  /^(?:det|den|de|dette|detta|det(?:te|ta) her|this|that|these|it|they|which|som|hun|hon|han|hen|she|he|nummer|numret|nummeret|number|numbers|se|tämä|ne|tässä|her|här|here|hvad|hva|vad|what|og|och|and|i|på|under|over|över|nedenfor|nedan|ovan|below|above|in|of|at|the|hei|hej|men|but|ikke|inte|not)$/i;
const MOST_DEFINED = 20;

/** The words of a mail that it explains so, in lower case. @param texts all of its texts, as they stand */
export function definedWords(texts: Iterable<string>): ReadonlyMap<string, Label> {
  const defined = new Map<string, Label>();
  for (const text of texts) {
    for (const [, first = '', between = '', said = ''] of text.matchAll(DEFINED)) {
      const label = labelOfCell(said);
      if (label.polarity !== 'strong') continue;
      // "pid i loggen er innbyggerens fødselsnummer": which of them is the name need not be known
      for (const name of [first, ...between.split(' ')]) {
        if (name.length > 1 && !NO_NAME.test(name)) defined.set(name.toLowerCase(), label);
      }
      if (defined.size >= MOST_DEFINED) return defined;
    }
  }
  return defined;
}

/** "externalId=", '"uid": "', "kundnr " */
const KEY_BEFORE = /(?<![\p{L}\d_])([\p{L}_][\p{L}\d_.-]{1,40})["']?[ \t]?[:=]?[ \t]{0,3}["']?$/u;
const REACH = 56;

/** What an explained word directly before a number says of it. */
export function definedLabel(text: string, start: number, defined: ReadonlyMap<string, Label>): Label | undefined {
  if (defined.size === 0) return undefined;
  const name = KEY_BEFORE.exec(text.slice(Math.max(0, start - REACH), start))?.[1];
  return name === undefined ? undefined : defined.get(name.toLowerCase());
}
