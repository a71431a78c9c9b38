/**
 * Fields of an OpenDocument text (ISO/IEC 26300-1, 7.3 to 7.7) that show a value kept elsewhere: user fields and variables by their declaration,
 * expressions and sequences by their formula, references by the words they point at, properties. The program shows what is kept, whatever text
 * stands in the file, so that it is read in its place. In: elements and texts in order. Out: what is shown instead. Linear.
 */
import { furtherValue, namedNumber } from './named-values.ts';
import type { PlaceInParagraph } from './paragraphs.ts';
import { attribute, attributes } from './xml.ts';

/** Longer values are told where they are kept, and stand in no sentence. */
const LONGEST = 60;
const MOST_VALUES = 2_000;
const MOST_OPEN = 40;
/** A formula that is a text or a number. */
const CONSTANT = /^(?:\w{1,10}:)?=?\s*(?:"([^"]{1,60})"|(\d{1,20}))$/u;

/** Where what is shown goes. */
interface Paper {
  readonly aside: (text: string) => void;
  readonly here: () => PlaceInParagraph | null;
  readonly showInstead: (text: string, place: PlaceInParagraph) => void;
}

interface Field {
  readonly element: string;
  readonly kept: string;
  readonly place: PlaceInParagraph | null;
  /** column or prompt */
  readonly name: string;
  shown: string;
}

const valueIn = (raw: string, name: string): string => attributes(raw).find((each) => each.name === name)?.value ?? '';

/** What an element keeps: a text, the constant of its formula, a whole number. */
function constantOf(raw: string): string {
  const text = valueIn(raw, 'string-value');
  if (text !== '') return text;
  const [, quoted, digits] = CONSTANT.exec(valueIn(raw, 'formula')) ?? [];
  const value = quoted ?? digits ?? valueIn(raw, 'value');
  return quoted !== undefined || /^\d{1,20}$/u.test(value) ? value : '';
}

/** Of two texts that a condition chooses from the one that is not in the file, where it holds a number; a reader's program decides anew. */
function otherText(raw: string): string {
  const texts = [valueIn(raw, 'string-value-if-true'), valueIn(raw, 'string-value-if-false')];
  return texts.find((text) => /\d{4}/u.test(text)) ?? '';
}

/** Follows the fields of one stream; what is kept is shared by the streams of a document. */
export class OdfFields {
  private readonly paper: Paper;
  private readonly open: Field[] = [];
  private readonly kept: Map<string, string>;
  /** words that references may point at, by name, while they are read */
  private readonly marked = new Map<string, string>();

  /** @param kept by kind and name */
  constructor(kept: Map<string, string>, paper: Paper) {
    this.kept = kept;
    this.paper = paper;
  }

  openElement(element: string, raw: string, inParagraph: boolean): void {
    if (element === 'user-field-decl') this.keep('field', valueIn(raw, 'name'), constantOf(raw));
    else if (element === 'variable-set') this.keep('variable', valueIn(raw, 'name'), constantOf(raw));
    else if (/^(?:bookmark|reference-mark)-start$/u.test(element)) {
      if (this.marked.size < MOST_OPEN) this.marked.set(valueIn(raw, 'name'), '');
    } else if (/^(?:bookmark|reference-mark)-end$/u.test(element)) this.endMark(valueIn(raw, 'name'));
    const read = FIELDS.get(element);
    if (read === undefined || !inParagraph || this.open.length >= MOST_OPEN) return;
    const kept = read(raw, this.kept);
    const place = kept === '' || kept.length > LONGEST ? null : this.paper.here();
    const name = attribute(raw, 'column-name') || attribute(raw, 'description') || valueIn(raw, 'name');
    this.open.push({ element, kept, place, name, shown: '' });
  }

  /** Text as it is written into a paragraph. */
  text(value: string): void {
    const field = this.open[this.open.length - 1];
    if (field !== undefined) field.shown = field.shown.length > LONGEST ? field.shown : field.shown + value;
    if (this.marked.size > 0)
      for (const [name, text] of this.marked)
        if (text.length <= LONGEST) this.marked.set(name, furtherValue(text, value));
  }

  closeElement(element: string): void {
    const field = this.open[this.open.length - 1];
    if (field?.element !== element) return;
    this.open.pop();
    // placeholders are shown in brackets
    const shown = field.shown.trim().replace(/^<|>$/gu, '');
    if (field.place !== null && shown !== field.kept && !isSameNumber(shown, field.kept))
      this.paper.showInstead(field.kept, field.place);
    this.paper.aside(namedNumber(field.name, field.kept === '' ? shown : field.kept));
  }

  private endMark(name: string): void {
    const text = this.marked.get(name);
    this.marked.delete(name);
    if (text !== undefined && text.length <= LONGEST) this.keep('words', name, text.trim());
  }

  private keep(kind: string, name: string, value: string): void {
    if (value !== '' && this.kept.size < MOST_VALUES) this.kept.set(`${kind} ${name}`, value);
  }
}

/** "1 234,50" and 1234.5 are one number. */
const isSameNumber = (shown: string, kept: string): boolean =>
  /^\d{1,20}$/u.test(kept) && (shown.replace(/\D/gu, '').startsWith(kept) || kept.length < 4);

type Read = (raw: string, kept: ReadonlyMap<string, string>) => string;
const named =
  (kind: string, key = 'name'): Read =>
  (raw, kept) =>
    kept.get(`${kind} ${valueIn(raw, key)}`) ?? '';
const ownOr =
  (other: Read): Read =>
  (raw, kept) => {
    const own = constantOf(raw);
    return own === '' ? other(raw, kept) : own;
  };
const NOTHING_KEPT: Read = () => '';
/** Of a reference the words, where it does not show a page or a number. */
const words: Read = (raw, kept) =>
  /^(?:text)?$/u.test(attribute(raw, 'reference-format')) ? named('words', 'ref-name')(raw, kept) : '';

const FIELDS: ReadonlyMap<string, Read> = new Map<string, Read>([
  ['user-field-get', named('field')],
  ['user-field-input', named('field')],
  ['variable-get', named('variable')],
  ['variable-input', ownOr(named('variable'))],
  ['variable-set', (raw) => (attribute(raw, 'display') === 'none' ? '' : constantOf(raw))],
  ['expression', (raw) => constantOf(raw)],
  ['sequence', (raw) => constantOf(raw)],
  ['conditional-text', otherText],
  ['user-defined', named('property')],
  ['bookmark-ref', words],
  ['reference-ref', words],
  ['database-display', NOTHING_KEPT],
  ['text-input', NOTHING_KEPT],
  ['placeholder', NOTHING_KEPT],
]);

/** Properties of somebody's own, from meta.xml or a flat document. @returns by kind and name, as the fields ask for them */
export function keptProperties(xml: string): Map<string, string> {
  const kept = new Map<string, string>();
  const property = /<meta:user-defined\s[^>]{0,300}?meta:name="([^"]{1,100})"[^>]{0,300}>([^<]{1,60})</gu;
  for (const [, name = '', value = ''] of xml.matchAll(property)) {
    if (kept.size >= MOST_VALUES) break;
    kept.set(`property ${name}`, value.trim());
  }
  return kept;
}
