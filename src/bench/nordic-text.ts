/** Swedish and Norwegian office text, the same in every run: plain sentences with now and then a word of the term lists. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE_RULES } from '../config/config.ts';

const SENTENCES = [
  'Nämnden beslutade att ge förvaltningen i uppdrag att ta fram en plan för utbyggnaden av cykelvägen.',
  'Hej, här kommer protokollet från mötet i tisdags tillsammans med underlaget inför budgetarbetet.',
  'Vi behöver boka om lokalen eftersom ventilationen ska bytas under vecka 14 och 15.',
  'Kommunstyrelsen tackar för remissen och lämnar följande synpunkter på förslaget till detaljplan.',
  'Kan du skicka den senaste versionen av upphandlingsunderlaget innan fredag klockan 12.00?',
  'Skolans öppettider under höstlovet framgår av anslaget vid entrén och på hemsidan.',
  'Diarienummer KS 2026/417, kostnad 12 500 kronor, faktura 40012345, telefon 08-123 456 78.',
  'Snöröjningen prioriterar gång- och cykelvägar, därefter huvudgator och sist bostadsgator.',
  'Møtet er flyttet til torsdag, og innkallingen sendes ut på nytt med oppdatert saksliste.',
  'Rådmannen anbefaler at kommunestyret vedtar handlingsplanen slik den foreligger.',
  'Vi viser til søknaden deres av 12. mars og ber om at dere sender inn kvitteringene.',
  'Barnehagen har planleggingsdag, og alle foresatte bes om å hente barna før klokken 15.',
  'Saksnummer 2026/1123, beløp 8 400 kroner, fakturaen betales innen 30 dager.',
  'Entreprenøren starter arbeidet i Storgata på mandag, og det blir tidvis støy på dagtid.',
  'Takk for god hjelp med arrangementet på biblioteket, det var over hundre besøkende.',
  'Planavdelingen legger forslaget ut på høring i seks uker fra første april.',
];
/** One word in so many comes from the term lists besides those that the sentences hold themselves. */
const WORDS_PER_TERM = 2_000;

/** Terms of all shipped lists without their marks, longest lists first by file name. */
export function shippedTerms(): string[] {
  const folder = join(PACKAGE_RULES, 'common/terms');
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.tsv'))
    .sort();
  const terms = files.flatMap((name) =>
    readFileSync(join(folder, name), 'utf8')
      .split('\n')
      .flatMap((line) => line.split('\t').slice(0, 4))
      .filter((cell) => /^[\p{L}][\p{L} -]{3,40}$/u.test(cell)),
  );
  return [...new Set(terms)];
}

/** Pseudo-random whole numbers below a bound, the same in every run. */
export function sequence(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return Math.floor((state / 0x80000000) * bound);
  };
}

/** Harmless sentences. @param length at least so many characters */
export function plainText(length: number, seed = 1): string {
  const next = sequence(seed);
  const lines: string[] = [];
  for (let size = 0; size < length;) {
    const line = SENTENCES[next(SENTENCES.length)] ?? '';
    lines.push(line);
    size += line.length + 2;
  }
  return lines.join('\r\n');
}

/** Text in which some words are listed terms. @returns pieces of about `pieceLength` characters without line ends */
export function textWithTerms(pieces: number, pieceLength: number, terms: readonly string[]): string[] {
  const next = sequence(7);
  return Array.from({ length: pieces }, () => {
    const words: string[] = [];
    for (let size = 0; size < pieceLength;) {
      const sentence = (SENTENCES[next(SENTENCES.length)] ?? '').split(' ');
      if (next(WORDS_PER_TERM) < sentence.length) sentence[next(sentence.length)] = terms[next(terms.length)] ?? '';
      const line = sentence.join(' ');
      words.push(line);
      size += line.length + 1;
    }
    return words.join(' ');
  });
}

const SYLLABLES =
  'ba be bo bru dal du fa fi fro ga gjo gre ha hol i ka klo kri la lo mi na nu o pra ra ro sa ski ta tu u va'.split(
    ' ',
  );

/** Words that look Nordic, mean nothing and are too long to stand in any text, to lengthen a word list. */
export function inventedWords(count: number): string[] {
  const next = sequence(99);
  const words = new Set<string>();
  while (words.size < count) {
    words.add(Array.from({ length: 6 + next(3) }, () => SYLLABLES[next(SYLLABLES.length)] ?? '').join(''));
  }
  return [...words];
}
