/**
 * Everything in a PDF that is text but not page content: annotations, form fields, bookmarks, properties, scripts, links,
 * attached files. pdf.js' answers are loosely typed, so they are read as plain values here.
 */
import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist';
import type { Zone } from '../../core/category.ts';
import type { EmbeddedFile } from '../format.ts';
import { link } from '../html/script.ts';
import type { ShownField } from './form-numbers.ts';
import { toBox, toNumbers } from './geometry.ts';
import type { Box } from './geometry.ts';
import type { PageNote } from './note-words.ts';
import { scriptStrings } from './script-strings.ts';
import { withoutTags } from './xml-text.ts';

/** A text with its place. */
export interface PlacedText {
  readonly text: string;
  readonly zone: Zone;
  readonly locator: string;
  /** as the file has it, where something was put before it */
  readonly stored?: string;
}

/** What lies beside the content of the pages. */
export interface SideTexts {
  readonly texts: PlacedText[];
  readonly files: EmbeddedFile[];
  /** areas marked for redaction that nobody carried out, by page number */
  readonly redactionMarks: { readonly page: number; readonly box: Box }[];
  /** what was given already, by place */
  readonly seen: Set<string>;
}

/** Strings of one place that were already given; the same value often stands in several keys. */
class Once {
  private readonly into: SideTexts;
  constructor(into: SideTexts) {
    this.into = into;
  }
  add(value: unknown, zone: Zone, locator: string): void {
    const plain = asText(value).trim();
    const text = zone === 'link' ? link(plain) : plain;
    const key = `${zone}\n${locator}\n${text}`;
    if (text === '' || this.into.seen.has(key)) return;
    this.into.seen.add(key);
    this.into.texts.push({ text, zone, locator });
  }
  /** Something that is given elsewhere. */
  note(text: string, zone: Zone, locator: string): void {
    this.into.seen.add(`${zone}\n${locator}\n${text}`);
  }
}

/** A string, a list of strings, or pdf.js' { str, dir }. */
function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return (value as readonly unknown[]).slice(0, 10_000).map(asText).join('\n');
  return isRecord(value) && typeof value['str'] === 'string' ? value['str'] : '';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** Text of an XHTML rich text or an XFA tree as pdf.js gives them, depth bounded. */
function treeText(value: unknown, depth = 0): string {
  if (!isRecord(value) || depth > 60) return '';
  const own = typeof value['value'] === 'string' ? value['value'] : '';
  const children = Array.isArray(value['children']) ? (value['children'] as readonly unknown[]) : [];
  return own + children.map((child) => treeText(child, depth + 1)).join('');
}

/** Runs a question to pdf.js; an answer that fails is no answer. */
async function ask<T>(question: () => Promise<T>): Promise<T | null> {
  try {
    return await question();
  } catch (error) {
    if (error instanceof Error) return null;
    throw error;
  }
}

/** Reads what belongs to the document as a whole. */
export async function readDocumentTexts(document: PDFDocumentProxy): Promise<SideTexts> {
  const found: SideTexts = { texts: [], files: [], redactionMarks: [], seen: new Set() };
  const once = new Once(found);
  await readMetadata(document, once);
  readOutline(await ask(() => document.getOutline()), once, 0);
  readFields(await ask(() => document.getFieldObjects()), once);
  readScripts(await ask(() => document.getJSActions()), once, '');
  const labels = await ask(() => document.getPageLabels());
  if (labels !== null) once.add([...new Set(labels)], 'metadata', 'page labels');
  readAttachments(await ask(() => document.getAttachments()), found, once);
  return found;
}

async function readMetadata(document: PDFDocumentProxy, once: Once): Promise<void> {
  const metadata: unknown = await ask(() => document.getMetadata());
  if (!isRecord(metadata)) return;
  const { info, metadata: xmp } = metadata;
  if (isRecord(info)) {
    for (const [key, value] of Object.entries(info)) {
      if (key === 'Custom' && isRecord(value)) {
        for (const [name, own] of Object.entries(value)) once.add(`${name}: ${asText(own)}`, 'metadata', name);
      } else if (typeof value === 'string') once.add(value, 'metadata', key);
    }
  }
  if (isRecord(xmp) && typeof xmp['getRaw'] === 'function') {
    const raw: unknown = Reflect.apply(xmp['getRaw'], xmp, []);
    if (typeof raw === 'string') once.add(withoutTags(raw), 'metadata', 'XMP');
  }
}

function readOutline(items: unknown, once: Once, depth: number): void {
  if (!Array.isArray(items) || depth > 40) return;
  for (const item of (items as readonly unknown[]).slice(0, 20_000)) {
    if (!isRecord(item)) continue;
    once.add(item['title'], 'bookmark', 'bookmarks');
    once.add(item['url'] ?? item['unsafeUrl'], 'link', 'bookmarks');
    readOutline(item['items'], once, depth + 1);
  }
}

const FIELD_KEYS = ['name', 'value', 'defaultValue', 'buttonValue', 'tooltip', 'exportValues', 'multipleSelection'];

function readFields(fields: unknown, once: Once): void {
  if (!isRecord(fields)) return;
  for (const [name, widgets] of Object.entries(fields)) {
    once.add(name, 'form', 'form');
    if (!Array.isArray(widgets)) continue;
    for (const widget of widgets as readonly unknown[]) {
      if (!isRecord(widget)) continue;
      const page = typeof widget['page'] === 'number' && widget['page'] >= 0 ? `page ${widget['page'] + 1}` : 'form';
      for (const key of FIELD_KEYS) once.add(widget[key], 'form', page);
      readOptions(widget['items'], once, page);
      readScripts(widget['actions'], once, page);
    }
  }
}

function readOptions(options: unknown, once: Once, locator: string): void {
  if (!Array.isArray(options)) return;
  for (const option of options as readonly unknown[]) {
    if (isRecord(option)) {
      once.add(option['exportValue'], 'form', locator);
      once.add(option['displayValue'], 'form', locator);
    } else once.add(option, 'form', locator);
  }
}

function readScripts(actions: unknown, once: Once, locator: string): void {
  const lists = actions instanceof Map ? [...actions.values()] : isRecord(actions) ? Object.values(actions) : [];
  for (const list of lists as readonly unknown[]) {
    once.add(list, 'script', locator);
    // what a script writes is text of the form
    for (const text of scriptStrings(asText(list))) once.add(text, 'form', locator);
  }
}

function readAttachments(attachments: unknown, found: SideTexts, once: Once): void {
  if (!isRecord(attachments)) return;
  for (const file of Object.values(attachments)) addFile(file, found, once, 'attachments');
}

function addFile(file: unknown, found: SideTexts, once: Once, locator: string): void {
  if (!isRecord(file)) return;
  const name = asText(file['filename']) || asText(file['rawFilename']);
  once.add(file['description'], 'metadata', locator);
  const { content } = file;
  if (!(content instanceof Uint8Array)) {
    once.add(name, 'metadata', locator);
    return;
  }
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  if (found.files.some((known) => known.name === name && known.bytes.equals(bytes))) return;
  found.files.push({ name: name === '' ? null : name, declaredType: null, bytes });
}

const ANNOTATION_TEXTS = ['contentsObj', 'titleObj', 'textContent', 'subject', 'overlaidText', 'alternativeText'];
const WIDGET_TEXTS = ['fieldName', 'fieldValue', 'defaultFieldValue', 'alternativeText', 'buttonValue', 'exportValue'];

/** What of a page is read further once its letters are known. */
export interface OnPage {
  /** fields of a form that show a value */
  readonly fields: readonly ShownField[];
  /** what somebody noted, not in `found` yet */
  readonly notes: readonly PageNote[];
}

/**
 * Reads what is fixed to one page: notes, free text, highlights, links, fields, attached files, scripts.
 * @param number of the page, 1-based
 */
export async function readPageSideTexts(page: PDFPageProxy, number: number, found: SideTexts): Promise<OnPage> {
  const once = new Once(found);
  const locator = `page ${number}`;
  const annotations: unknown = await ask(() => page.getAnnotations({ intent: 'any' }));
  const fields: ShownField[] = [];
  const notes: PageNote[] = [];
  for (const annotation of Array.isArray(annotations) ? (annotations as readonly unknown[]) : []) {
    if (!isRecord(annotation)) continue;
    const note = noteOf(annotation);
    if (note !== null) {
      notes.push(note);
      once.note(note.text, 'annotation', locator);
    }
    readAnnotation(annotation, number, locator, found, once);
    const field = shownField(annotation);
    if (field !== null) fields.push(field);
  }
  readScripts(await ask(() => page.getJSActions()), once, locator);
  return { fields, notes };
}

/** Lie on words (ISO 32000-1 §12.5.6.10), or around them. */
const MARKS = /^(?:Highlight|Underline|Squiggly|StrikeOut|Square|Circle)$/u;
/** Stand beside words. */
const BESIDE = /^(?:Text|Caret|Stamp|Ink|FileAttachment)$/u;

/** What somebody wrote about words of the page. */
function noteOf(annotation: Readonly<Record<string, unknown>>): PageNote | null {
  const subtype = asText(annotation['subtype']);
  const marks = MARKS.test(subtype);
  const text = asText(annotation['contentsObj']).trim();
  if (text === '' || !(marks || BESIDE.test(subtype))) return null;
  const quads = toNumbers(annotation['quadPoints']) ?? [];
  const boxes: Box[] = [];
  for (let at = 0; at + 8 <= quads.length; at += 8) {
    const xs = [0, 2, 4, 6].map((i) => quads[at + i] ?? 0);
    const ys = [1, 3, 5, 7].map((i) => quads[at + i] ?? 0);
    boxes.push({ x0: Math.min(...xs), y0: Math.min(...ys), x1: Math.max(...xs), y1: Math.max(...ys) });
  }
  const rectangle = toBox(annotation['rect']);
  return { text, boxes: boxes.length > 0 || rectangle === null ? boxes : [rectangle], marks };
}

/** A field with a value; of buttons the one that is pressed. */
function shownField(annotation: Readonly<Record<string, unknown>>): ShownField | null {
  if (annotation['subtype'] !== 'Widget') return null;
  const value = asText(annotation['fieldValue']);
  const button = annotation['radioButton'] === true ? annotation['buttonValue'] : annotation['exportValue'];
  const isButton = annotation['radioButton'] === true || annotation['checkBox'] === true;
  if (value === '' || (isButton && value !== button)) return null;
  const name = asText(annotation['alternativeText']) || asText(annotation['fieldName']);
  return { name, value, box: toBox(annotation['rect']) };
}

function readAnnotation(
  annotation: Readonly<Record<string, unknown>>,
  number: number,
  locator: string,
  found: SideTexts,
  once: Once,
): void {
  const { subtype } = annotation;
  if (subtype === 'Widget') {
    for (const key of WIDGET_TEXTS) once.add(annotation[key], 'form', locator);
    readOptions(annotation['options'], once, locator);
  }
  for (const key of ANNOTATION_TEXTS) once.add(annotation[key], 'annotation', locator);
  once.add(treeText(isRecord(annotation['richText']) ? annotation['richText']['html'] : null), 'annotation', locator);
  once.add(annotation['url'] ?? annotation['unsafeUrl'], 'link', locator);
  readScripts(annotation['actions'], once, locator);
  addFile(annotation['file'], found, once, locator);
  const box = toBox(annotation['rect']);
  if (subtype === 'Redact' && box !== null) found.redactionMarks.push({ page: number, box });
}
