/** Fields and content controls of one part: what they show is kept elsewhere, in their code, the document's variables or a bookmark. */
import type { Zone } from '../../core/category.ts';
import { fieldValue } from '../readings/computed.ts';
import { furtherName, furtherValue, namedNumber, nameIn } from './named-values.ts';
import type { PlaceInParagraph } from './paragraphs.ts';
import { References } from './references.ts';
import type { StoryNumbers } from './story-numbers.ts';
import type { WordValues } from './word-values.ts';

/** A content control; it may show a number kept elsewhere, whatever stands in it. */
interface Control {
  /** title and tag, which tell what is to be put in */
  name: string;
  value: string;
  place: PlaceInParagraph | null;
  text: string;
}

interface Field {
  code: string;
  /** name and help of a form field */
  name: string;
  inResult: boolean;
  hasResult: boolean;
  result: string;
}

/** A field whose code stands in an attribute (ECMA-376 part 1, 17.16.19). */
interface SimpleField {
  readonly code: string;
  hasResult: boolean;
  result: string;
}

/** Of what is shown instead of something else only numbers are taken. */
const NUMBER = /^[\d +-]{1,20}$/u;

/** Where what is shown goes. */
interface Paper {
  /** in the text, as what stands here is written */
  readonly write: (text: string) => void;
  /** beside it; where no zone is named, in that of the text */
  readonly aside: (text: string, zone?: Zone) => void;
  readonly here: () => PlaceInParagraph | null;
  readonly showInstead: (text: string, place: PlaceInParagraph) => void;
}

/** Follows the fields of one part. */
export class StoryFields {
  readonly references = new References();
  private readonly fields: Field[] = [];
  private readonly simple: SimpleField[] = [];
  private readonly controls: Control[] = [];
  private readonly numbers: StoryNumbers;
  private readonly values: WordValues | null;
  private readonly paper: Paper;

  /** @param values kept elsewhere in the document */
  constructor(numbers: StoryNumbers, values: WordValues | null, paper: Paper) {
    this.numbers = numbers;
    this.values = values;
    this.paper = paper;
  }

  /** Whether text that comes is a field's code. */
  get isCode(): boolean {
    return this.fields.at(-1)?.inResult === false;
  }

  /** Code of the field whose result comes; '' in no field. */
  get codeOfResult(): string {
    const field = this.fields.at(-1);
    return field?.inResult === true ? field.code : '';
  }

  /** Codes of fields that the part does not end. */
  get unended(): readonly string[] {
    return this.fields.map(({ code }) => code);
  }

  /** Text that is written. */
  text(value: string): void {
    const isSomething = value.trim() !== '';
    const field = this.fields.at(-1);
    if (field?.inResult === true) {
      field.hasResult ||= isSomething;
      field.result = furtherValue(field.result, value);
    }
    const simple = this.simple.at(-1);
    if (simple !== undefined) {
      simple.hasResult ||= isSomething;
      simple.result = furtherValue(simple.result, value);
    }
    const control = this.controls.at(-1);
    if (control !== undefined) control.text = furtherValue(control.text, value);
    this.references.text(value);
  }

  code(value: string): void {
    const field = this.fields.at(-1);
    if (field === undefined || field.inResult) this.paper.aside(value, 'field');
    else field.code += value;
  }

  /** @param type of a w:fldChar: begin, separate or end */
  mark(type: string): void {
    if (type === 'begin') {
      this.fields.push({ code: '', name: '', inResult: false, hasResult: false, result: '' });
      return;
    }
    const field = this.fields.at(-1);
    if (field === undefined) return;
    if (!field.inResult) {
      this.paper.aside(field.code, 'field');
      this.references.set(field.code);
    }
    field.inResult = true;
    if (type !== 'end') return;
    this.fields.pop();
    const value = field.hasResult ? field.result : this.calculated(field.code);
    this.tellNamed(field.name === '' ? nameIn(field.code) : field.name, value);
    const outer = this.fields.at(-1);
    // what a field shows within the code of another is part of that code
    if (outer?.inResult === false) outer.code += value;
    else if (!field.hasResult && NUMBER.test(value)) this.paper.write(value);
  }

  /** Name or help of the open form field. */
  nameField(name: string): void {
    const field = this.fields.at(-1);
    if (field !== undefined) field.name = furtherName(field.name, name);
  }

  /** Title or tag of the open content control. */
  nameControl(name: string): void {
    const control = this.controls.at(-1);
    if (control !== undefined) control.name = furtherName(control.name, name);
  }

  /** A form often says only in the name of a field what stands in it. */
  private tellNamed(name: string, value: string): void {
    this.paper.aside(namedNumber(name, value), 'form');
  }

  openSimple(code: string): void {
    this.simple.push({ code, hasResult: false, result: '' });
  }

  closeSimple(): void {
    const field = this.simple.pop();
    if (field === undefined) return;
    const value = field.hasResult ? field.result : this.calculated(field.code);
    this.tellNamed(nameIn(field.code), value);
    if (!field.hasResult && NUMBER.test(value)) this.paper.write(value);
  }

  openControl(): void {
    this.numbers.openControl();
    this.controls.push({ name: '', value: '', place: null, text: '' });
  }

  /** @param path of what the open control is bound to */
  bind(path: string): void {
    const control = this.controls.at(-1);
    const value = this.values?.bound(path) ?? '';
    if (control !== undefined && NUMBER.test(value)) control.value = value;
  }

  openContent(): void {
    const control = this.controls.at(-1);
    if (control === undefined) return;
    control.text = '';
    if (control.value !== '') control.place = this.paper.here();
  }

  /** What a control is bound to is shown in place of the text that stands in it. */
  closeControl(): void {
    this.numbers.closeControl();
    const { name, value, place, text } = this.controls.pop() ?? { name: '', value: '', place: null, text: '' };
    this.tellNamed(name, value === '' ? text : value);
    if (value === '' || text.trim() === value) return;
    if (place !== null) this.paper.showInstead(value, place);
    else this.paper.aside(value);
  }

  /** A field without a result gets one when the document is opened or printed: digits of it are part of the text around it. */
  private calculated(code: string): string {
    const counted = this.numbers.fieldValue(code);
    const kept = this.values?.ofField(code) ?? '';
    if (counted !== '') this.numbers.shown.number(counted);
    return [counted, kept, this.references.valueOf(code)].find((each) => each !== '') ?? fieldValue(code);
  }
}
