import type { Span } from '../../core/text.ts';
import type { PersonKind, PersonSign } from './person.ts';

interface Shape {
  readonly kind: PersonKind;
  readonly points: number;
  readonly expression: RegExp;
}

// Every expression is a bounded sequence without nested repetition: V8 needs linear time for them.
const SHAPES: readonly Shape[] = [
  // '12-åring', '12-årig pojke', '9-year-old', '9-vuotias'; '(12 år)', ', 12 år,', 'är 12 år'
  {
    kind: 'age',
    points: 2,
    expression:
      /(?<![\p{L}\p{N}])\d{1,2}[ -]?(?:åring|årig|års?[ -]?pojk|års?[ -]?flick|års?[ -]?(?:gutt|jente|gammel|gamle|gamal|dreng|pige)|year[s]?[ -]old|vuotia)\p{L}{0,6}/giu,
  },
  {
    kind: 'age',
    points: 2,
    expression:
      /[(,]\s?\d{1,2}\s?år\s?[,.)]|(?<!\p{L})(?:är|er|pojke|flicka|gutt|jente|dreng|pige|son|dotter|sønn|datter|man|kvinna|kvinne|kvinde|aged?)\s\d{1,2}\s?(?:år|yrs|years)/giu,
  },
  {
    kind: 'age',
    points: 2,
    expression: /(?<!\p{L})(?:f\.|född|født|fødd|born|synt\.|synt)\s{0,2}(?:den\s)?\d{1,4}/giu,
  },
  // 'i 4B', 'klass 7C', 'klasse 4b'
  {
    kind: 'class',
    points: 1,
    expression: /(?<!\p{L})(?:i|in|klass|kl\.?|åk|årskurs|klasse|class|trinn)\s\d{1,2}\s?[A-Fa-f](?![\p{L}\p{N}])/gu,
  },
  {
    kind: 'class',
    points: 1,
    expression: /(?<!\p{L})(?:åk|årskurs)\s?\d(?!\d)|(?<!\d)\d{1,2}\.\s?(?:trinn|klasse|steg|årstrinn)(?!\p{L})/giu,
  },
  {
    kind: 'initials',
    points: 2,
    expression: /(?<![\p{L}.])\p{Lu}\.\s?\p{Lu}\.(?:\s?\p{Lu}\.)?(?!\p{L}|\s\p{Lu}\p{Ll})/gu,
  },
  // 'SN 2024:123', 'BUN-2024/12': a social or school committee
  {
    kind: 'caseref',
    points: 3,
    expression: /(?<![\p{L}\p{N}])(?:SN|VON|BUN|ÄN|IFN|SON|ASN|OSN|UBN|VN)[ -]?\d{2,4}[/:.-]\d{1,6}/gu,
  },
  {
    kind: 'caseref',
    points: 2,
    expression:
      /(?<!\p{L})(?:dnr|diarienr|diarienummer|ärende(?:nr|nummer)?|saksnr|saksnummer|sagsnr|sagsnummer|journal(?:nr|nummer)|akt(?:nr|nummer)?|klientnr|klientnummer|vår ref|vores ref|lma-?(?:kort)?nummer)\.?:?\s{0,2}(?:\p{Lu}{2,4}[ -])?\d{2,6}[/:.-]?\d{0,6}/giu,
  },
];

/** Finds ages, birth years, school classes, initials and case numbers in a range of the text. */
export function personShapes(text: string, range: Span): PersonSign[] {
  const slice = text.slice(range.start, range.end);
  const signs: PersonSign[] = [];
  if (!/\d|\p{Lu}\./u.test(slice)) return signs;
  for (const { kind, points, expression } of SHAPES) {
    for (const match of slice.matchAll(expression)) {
      const start = range.start + match.index;
      signs.push({ kind, points, start, end: start + match[0].length });
    }
  }
  return signs;
}

// 'Namn: Elsa Vik', 'Gjelder: …', 'Vedr. …': whoever is named there is whom the text is about.
const LABELLED =
  /(?<=^|[\n\t|;])[ \t>*-]{0,6}(?:namn|navn|name|nimi|elev|elevens namn|elevens navn|barn|barnets namn|barnets navn|brukare|bruker|brukar|borger|klient|patient|pasient|gäller|gjelder|gjeld|angående|ang\.?|avser|vedrørende|vedr\.?|vedrørande|sökande|søker|søkjar|ansøger|anställd|ansatt|medarbetare|regarding|re|pupil|student|asiakas|oppilas|potilas)[ \t]{0,3}[:;\t][ \t]{0,3}(\p{Lu}[\p{Ll}'-]{1,20}(?:[ ,-]{1,2}\p{Lu}[\p{L}'.-]{0,20}){0,3})/giu;

/** Names behind a label, of any origin, in a range of the text. */
export function labelledNames(text: string, range: Span): PersonSign[] {
  const signs: PersonSign[] = [];
  for (const match of text.slice(range.start, range.end).matchAll(LABELLED)) {
    const name = match[1] ?? '';
    // The expression ignores case for the label; a name begins with a capital and goes on in small letters or has two parts.
    if (!/^\p{Lu}/u.test(name)) continue;
    const start = range.start + match.index + match[0].length - name.length;
    signs.push({ kind: 'name', points: 3, start, end: start + name.length });
  }
  return signs;
}
