/** Fields and content controls of one part: what they show is kept elsewhere, in their code, the document's variables or a bookmark. */
import type { Zone } from '../../core/category.ts';
import { fieldValue } from '../readings/computed.ts';
import type { PlaceInParagraph } from './paragraphs.ts';
import { References } from './references.ts';
import type { StoryNumbers } from './story-numbers.ts';
import type { WordValues } from './word-values.ts';

/** A content control that shows a number kept elsewhere, and what stands in it. */
interface BoundControl {
  value: string;
  place: PlaceInParagraph | null;
  text: string;
}

interface Field {
  code: string;
  inResult: boolean;
  hasResult: boolean;
}

/** A field whose code stands in an attribute (ECMA-376 part 1, 17.16.19). */
interface SimpleField {
  readonly code: string;
  hasResult: boolean;
}

/** Of what is shown instead of something else only numbers are taken. */
const NUMBER = /^[\d +-]{1,20}$/u;
const LONGEST_NUMBER = 20;

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
  private readonly controls: BoundControl[] = [];
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
    if (field?.inResult === true) field.hasResult ||= isSomething;
    const simple = this.simple.at(-1);
    if (simple !== undefined) simple.hasResult ||= isSomething;
    const control = this.controls.at(-1);
    if (control !== undefined && control.value !== '' && control.text.length < LONGEST_NUMBER) control.text += value;
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
      this.fields.push({ code: '', inResult: false, hasResult: false });
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
    if (!field.hasResult) this.calculated(field.code);
  }

  openSimple(code: string): void {
    this.simple.push({ code, hasResult: false });
  }

  closeSimple(): void {
    const field = this.simple.pop();
    if (field?.hasResult === false) this.calculated(field.code);
  }

  openControl(): void {
    this.numbers.openControl();
    this.controls.push({ value: '', place: null, text: '' });
  }

  /** @param path of what the open control is bound to */
  bind(path: string): void {
    const control = this.controls.at(-1);
    const value = this.values?.bound(path) ?? '';
    if (control !== undefined && NUMBER.test(value)) control.value = value;
  }

  openContent(): void {
    const control = this.controls.at(-1);
    if (control === undefined || control.value === '') return;
    control.place = this.paper.here();
    control.text = '';
  }

  /** What a control is bound to is shown in place of the text that stands in it. */
  closeControl(): void {
    this.numbers.closeControl();
    const { value, place, text } = this.controls.pop() ?? { value: '', place: null, text: '' };
    if (value === '' || text.trim() === value) return;
    if (place !== null) this.paper.showInstead(value, place);
    else this.paper.aside(value);
  }

  /** A field without a result gets one when the document is opened or printed: digits of it are part of the text around it. */
  private calculated(code: string): void {
    const counted = this.numbers.fieldValue(code);
    const kept = this.values?.ofField(code) ?? '';
    const value = [counted, kept, this.references.valueOf(code)].find((each) => each !== '') ?? fieldValue(code);
    if (counted !== '') this.numbers.shown.number(counted);
    if (NUMBER.test(value)) this.paper.write(value);
  }
}
