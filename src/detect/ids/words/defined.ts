/** Words of a mail's own that it says are persons' numbers: "the externalId is their personnummer", "kolonnen modtager_id er CPR". */
import type { Label } from './labels.ts';
import { labelOfCell } from './labels.ts';

/** Words that say so, and what names a person's number behind them. It begins at a blank, so that it costs little where there is none. */
const DEFINITION =
  / (?:is|are|er|är|on|ovat|=|contains|holds|innehåller|inneholder|indeholder|avser|motsvarar|tilsvarer|svarer til|står för|står for) ((?:[\p{L}'\u2019]{2,14} ){0,3}(?:person|pers?n|pnr|fnr|fødsels|födelsen|samordn|cpr|hetu|henkil|kennit|ssn|social security|national id)[\p{L}-]{0,20})/giu;
/** What stands before them: a name, or a word and up to three more. */
const DEFINED = /(?<![\p{L}\d_])([\p{L}_][\p{L}\d_.-]{1,40})["'\u201d\u2019]?((?: [\p{L}]{1,12}){0,3})$/iu;
const LONGEST_DEFINED = 96;
/** They stand for what was spoken of before. */
const NO_NAME =
  /^(?:det|den|de|dette|detta|this|that|these|it|they|which|som|hun|hon|han|hen|she|he|nummer|numret|nummeret|number|numbers|se|tämä|ne|tässä|her|här|here|hvad|hva|vad|what|og|och|and|nedenfor|nedan|ovan|below|above|at|the|hei|hej|men|but)$/i;
/** "Kundnr är aldrig personnummer" */
const NEGATED =
  /(?:^|[^\p{L}])(?:inte|ej|icke|aldrig|ikke|ikkje|aldri|not|never|no|utan|uten|uden|without|ei|eivät|ole)(?![\p{L}])/iu;
/** What stands behind these words tells where the thing is that is spoken of, or what about it; the name is before them. */
const LEADS_ON =
  /^(?:i|på|in|of|on|under|over|över|från|fra|from|om|if|hvis|dersom|whether|att|at|to|til|till|för|for|med|with|som|which|that|vi|we|jag|jeg)$/i;
/** "I systemet är personnummer obligatoriskt", "er fødselsnummer nødvendig?", "är personnummer plus tre siffror" */
const NO_DEFINITION =
  /^(?:[^.,!\n]{0,40}\?| {0,2}\+| (?:plus|pluss|obligator|nödvändig|nødvendig|krav|krävs|kreves|kræve|valfri|frivillig|mandatory|required|optional|sakna|mangl|missing))/i;
const PLACED = /(?:^|[^\p{L}])(?:i|på|in|on|till|til|to|för|for|under)\s$/iu;
const MOST_DEFINED = 20;

/** "Värdet i kundref", "the column with id" */
const CONTAINER =
  /^(?:vär?de[nt]?|verdien?|værdien?|value|innehållet|innholdet|indholdet|fältet|feltet|field|kol[ou]nnen|kolumnen|column)$/i;
/** "Observera att medlemsnumret är personnumret" */
const THAT = /^(?:att|at|that|että)$/i;

/** The name in the words before "is": "pid" in "pid i loggen", "kundref" in "Fältet kundref". */
function nameIn(words: readonly string[]): string {
  const said = words.slice(words.findLastIndex((word) => THAT.test(word)) + 1);
  while (said.length > 1 && NO_NAME.test(said.at(-1) ?? '')) said.pop();
  const leads = CONTAINER.test(said[0] ?? '') ? -1 : said.findIndex((word) => LEADS_ON.test(word));
  const name = said.at(leads < 0 ? -1 : leads - 1) ?? '';
  return leads === 0 || NO_NAME.test(name) || CONTAINER.test(name) ? '' : name.toLowerCase();
}

/** A word with its indefinite forms: "medlemsnumret", "medlemsnummer", "medlemsnr". */
const formsOf = (name: string): readonly string[] =>
  /numm?e?ret$/.test(name) ? [name, ...['nummer', 'nr'].map((end) => name.replace(/numm?e?ret$/, end))] : [name];

/** Whose it is, and nothing else: "their", "elevens", "samma som"; not "kopplat till", "längre än", "inget". */
const WHOSE =
  /^(?:(?:the|an?|their|her|its?|your|our|just|simply|same|as|samma|samme|sama|som|också|også|altså|alltså|alltid|altid|ett|et|eit|en|deras|deres|helt|enkelt|svenskt?|norsk|dansk|finsk|fullt|hele?|hela|asiakkaan|henkilön|potilaan|oppilaan|lapsen|hakijan)|(?!hos|finns|plus|minus|trots|versus|kreves|brukes|krävs)\p{L}+['\u2019]?s)$/iu;
const isWhose = (said: string): boolean =>
  said
    .split(' ')
    .slice(0, -1)
    .every((word, i, all) => WHOSE.test(word) || (i === all.length - 1 && /^(?:social|national)$/i.test(word)));

/** The words of a mail that it explains so, in lower case. @param texts all of its texts, as they stand */
export function definedWords(texts: Iterable<string>): ReadonlyMap<string, Label> {
  const defined = new Map<string, Label>();
  for (const text of texts) {
    for (const { 0: whole, 1: said = '', index: at } of text.matchAll(DEFINITION)) {
      const before = text.slice(Math.max(0, at - LONGEST_DEFINED), at);
      const [subject = '', first = '', between = ''] = DEFINED.exec(before) ?? [];
      if (subject === '') continue;
      const index = at - subject.length;
      const end = at + whole.length;
      if (NEGATED.test(between) || NEGATED.test(said) || NO_DEFINITION.test(text.slice(end, end + 48))) continue;
      if (PLACED.test(text.slice(Math.max(0, index - 8), index))) continue;
      const label = labelOfCell(said);
      const name = nameIn([first, ...between.split(' ').filter((word) => word !== '')]);
      if (label.polarity !== 'strong' || name.length < 2 || !isWhose(said)) continue;
      for (const form of formsOf(name)) defined.set(form, label);
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
