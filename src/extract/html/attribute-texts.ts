/** What the attributes of a document say, and the files and documents in them. */
import type { Zone } from '../../core/category.ts';
import type { EmbeddedFile } from '../format.ts';
import { isPicture, LINK_ATTRIBUTES, SHOWN_ATTRIBUTES, TECHNICAL_ATTRIBUTES } from './elements.ts';
import type { Flow, FlowPlace } from './flow.ts';
import { ROOT, type Frame } from './frame.ts';
import type { InlineStyle } from './inline-style.ts';
import { decodeDataUri, link, stripTags, stylePictures, writesText } from './script.ts';
import type { ShownOtherwise } from './shown-otherwise.ts';
import { unescapeCss } from './style.ts';

/** Attributes whose values stand beside each other as pieces of a number. */
const PIECES = /^(?:alt|value|placeholder|label|start)$/;
/** A document or drawing that holds a piece of a number and little else. */
const LONGEST_INNER = 4_000;

/** Digits as mail programs write them for pictures of keys, and the sign for minus that goes with them. */
const keycaps = (text: string): string =>
  /[\u20e3\u2796]/.test(text) ? text.replace(/\ufe0f?\u20e3/g, '').replaceAll('\u2796', '-') : text;

/** What the reader of the elements lends. */
interface Reader {
  readonly flow: Flow;
  readonly shown: ShownOtherwise;
  readonly styleOf: (style: string) => InlineStyle;
  readonly place: (frame: Frame, zone: Zone) => FlowPlace;
  /** where documents inside this one are put */
  readonly sources: string[];
}

/** Reads the attributes of one document, and its scripts and style sheets. */
export class AttributeTexts {
  readonly embedded: EmbeddedFile[] = [];
  /** a script writes text */
  ambiguous = false;
  private readonly reader: Reader;

  constructor(reader: Reader) {
    this.reader = reader;
  }

  /** Reads the attributes of an element. */
  read(attributes: ReadonlyMap<string, string>, frame: Frame): void {
    for (const [key, value] of attributes) if (value.trim() !== '') this.attribute(key, value, attributes, frame);
  }

  /** Reads what stands in a script or style element. @param type of the script, in lower case */
  raw(kind: 'script' | 'style', type: string, text: string): void {
    if (text.trim() === '') return;
    const data = /json|template|text\/(?:x-)?(?:html|plain|xml)/.test(type);
    if (kind === 'script' && !data && writesText(text)) this.ambiguous = true;
    if (kind === 'script' && /template|html/.test(type)) this.reader.sources.push(text);
    if (kind === 'style') for (const file of stylePictures(text)) this.embed(file, ROOT);
    this.put(kind === 'style' ? unescapeCss(text) : text, 'script', ROOT, true);
  }

  private attribute(key: string, value: string, attributes: ReadonlyMap<string, string>, frame: Frame): void {
    const { shown, sources, styleOf } = this.reader;
    const zone = SHOWN_ATTRIBUTES.get(key);
    if (PIECES.test(key) || (key === 'title' && isPicture(frame.name) && !attributes.has('alt')))
      shown.aside(keycaps(value), frame.places);
    if (/^data:/i.test(value.slice(0, 20).trimStart())) {
      const file = decodeDataUri(value.trim());
      if (file !== null) this.embed(file, frame);
    } else if (key === 'srcdoc') {
      sources.push(value);
      if (value.length <= LONGEST_INNER) shown.aside(stripTags(value), frame.places);
    } else if (key.startsWith('on') || /^\s*(?:javascript|vbscript)\s*:/i.test(value)) {
      if (writesText(value)) this.ambiguous = true;
      this.put(value, 'script', frame);
    } else if (LINK_ATTRIBUTES.has(key)) this.put(link(value), 'link', frame);
    else if (zone !== undefined && !(key === 'content' && attributes.has('http-equiv'))) this.put(value, zone, frame);
    else if (key === 'style') {
      for (const file of stylePictures(value)) this.embed(file, frame);
      if (styleOf(value).telling) this.put(unescapeCss(value), 'script', frame);
    } else if (!TECHNICAL_ATTRIBUTES.test(key)) this.put(value, 'attribute', frame);
  }

  /** A picture or document in an address: its digits may be a piece of a number that its neighbours complete. */
  private embed(file: EmbeddedFile, { places }: Frame): void {
    this.embedded.push(file);
    if (file.bytes.length <= LONGEST_INNER && /svg|html|text|xml/.test(file.declaredType ?? ''))
      this.reader.shown.aside(stripTags(file.bytes.toString('utf8')), places);
  }

  private put(value: string, zone: Zone, frame: Frame, preserve = false): void {
    const { flow, place } = this.reader;
    flow.block();
    flow.text(value, place(frame, zone), preserve);
    flow.block();
  }
}
