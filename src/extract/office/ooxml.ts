/**
 * Office Open XML packages (ECMA-376): docx, docm, dotx, xlsx, xlsm, xlsb, pptx, ppsx and their kin.
 *
 * In: the bytes of the zip. Out: the text of every XML part with its place, files inside. Parts are told apart by their
 * root element, not by name or content type, so a part that the package does not declare is read as well.
 */
import type { Zone } from '../../core/category.ts';
import { BLOCKS } from '../html/elements.ts';
import { link } from '../html/script.ts';
import { zipNames } from '../zip-read.ts';
import { embedBinary } from './binary-parts.ts';
import { askMammoth } from './docx-second-opinion.ts';
import { begunAt, begunIn } from './begun-numbers.ts';
import type { Begun } from './begun-numbers.ts';
import { ListNumbers } from './list-numbers.ts';
import { OfficePackage, type PartBytes } from './package.ts';
import { dividePlaceholders } from './placeholders.ts';
import { queriesIn } from './power-query.ts';
import { presentationOrder, slidePlaces } from './pptx.ts';
import type { SlidePlace } from './pptx.ts';
import type { Sink } from './sink.ts';
import { commentersIn, slideAbouts } from './slide-comments.ts';
import { Story } from './story.ts';
import { WordValues } from './word-values.ts';
import { isWorkbookRecords, readXlsb } from './xlsb.ts';
import { XlsxReader } from './xlsx.ts';
import { attribute, attributes, decodeXml, rootName, scanXml } from './xml.ts';
import type { XmlHandler } from './xml.ts';

/** Zones of the parts that are one story each, by root element. */
const ZONES: ReadonlyMap<string, readonly [zone: Zone, locator: string]> = new Map([
  ['document', ['body', '']],
  ['glossaryDocument', ['body', 'building block']],
  ['hdr', ['header', 'header']],
  ['ftr', ['footer', 'footer']],
  ['footnotes', ['footnote', 'footnote']],
  ['endnotes', ['endnote', 'endnote']],
  ['comments', ['comment', 'comment']],
  ['ThreadedComments', ['comment', 'comment']],
  ['sld', ['body', 'slide']],
  ['notes', ['notes', 'notes']],
  ['sldMaster', ['master', 'slide master']],
  ['sldLayout', ['master', 'slide layout']],
  ['notesMaster', ['master', 'notes master']],
  ['handoutMaster', ['master', 'handout master']],
  ['cmLst', ['comment', 'comment']],
  ['chartSpace', ['chart', 'chart']],
  ['dataModel', ['diagram', 'diagram']],
  ['drawing', ['diagram', 'diagram']],
  ['wsDr', ['textbox', 'drawing']],
  ['userShapes', ['chart', 'chart']],
  ['externalLink', ['cell', 'external link']],
]);

/** Cheap order of parts: what names and styles the rest comes first, then the document as a reader meets it. */
function rank(name: string): number {
  if (/(?:^|\/)document\d*\.xml$/iu.test(name)) return 2;
  if (/(?:styles|sharedStrings|persons?\/person)\w*\.xml$/iu.test(name)) return 1;
  if (/(?:worksheets|chartsheets|slides)\/[^/]+\.xml$/iu.test(name)) return 2;
  if (/docProps\//iu.test(name)) return 9;
  if (/(?:slideMasters|slideLayouts|theme|notesMasters|diagrams)\//iu.test(name)) return 5;
  return name.endsWith('.xml') ? 3 : 6;
}

/** True when the names inside a zip are those of an OOXML package. */
export function isOoxmlPackage(bytes: Buffer): boolean {
  const names = zipNames(bytes);
  return names.includes('[Content_Types].xml') && names.some((name) => /^(?:word|xl|ppt|docProps)\//iu.test(name));
}

/** Reads a package into the sink. */
export async function readOoxml(bytes: Buffer, sink: Sink): Promise<void> {
  const parts = new OfficePackage(bytes, sink);
  const reader = new PackageReader(parts, sink);
  reader.read();
  if (reader.records !== null) await readXlsb(reader.records, sink);
  if (sink.isOdd) await askMammoth(reader.mainParts, sink);
}

const NOBODY: ReadonlyMap<string, string> = new Map();

class PackageReader {
  private readonly parts: OfficePackage;
  private readonly sink: Sink;
  private readonly numbering = { tables: 0 };
  private readonly hiddenStyles = new Set<string>();
  private readonly xlsx: XlsxReader | null;
  /** parts of a binary workbook with what ties them together; null for any other package */
  readonly records: [name: string, bytes: Buffer][] | null;
  /** XML of the main parts of a text document, for a second opinion; a few at most */
  readonly mainParts: string[] = [];
  private readonly slides: ReadonlyMap<string, SlidePlace>;
  private readonly presentation: (name: string) => number;
  private numberingXml: string | null = null;
  private readonly values: WordValues;
  /** where the text begins to count its pages and notes: the headers that come behind it show them */
  private begun: Begun = { page: '', note: '' };
  /** what comments are about, by their number */
  private readonly abouts = new Map<string, string>();
  private commenters: ReadonlyMap<string, string> | null = null;

  constructor(parts: OfficePackage, sink: Sink) {
    this.parts = parts;
    this.sink = sink;
    const workbook = parts.names.some((name) => /^xl\/workbook\w*\.xml$/iu.test(name));
    this.xlsx = workbook ? new XlsxReader(parts, sink, this.numbering, this.abouts) : null;
    this.records = parts.names.some((name) => /^xl\/workbook\w*\.bin$/iu.test(name)) ? [] : null;
    this.slides = slidePlaces(parts);
    this.presentation = presentationOrder(this.slides);
    this.values = new WordValues(parts, () => sink.budget.checkTime());
  }

  read(): void {
    this.xlsx?.readWorkbook();
    this.parts.forEachLeft(
      (name) => rank(name) + this.presentation(name),
      (name, part) => this.part(name, part),
    );
    this.xlsx?.finish();
  }

  private part(name: string, part: PartBytes): void {
    this.sink.budget.checkTime();
    if (!looksLikeXml(part.bytes)) {
      if (this.records !== null && isWorkbookRecords(name)) this.records.push([name, part.bytes]);
      else embedBinary(name, part.bytes, this.sink);
      return;
    }
    const decoded = decodeXml(part.bytes);
    const root = rootName(decoded);
    if (root === 'worksheet') part.letGo();
    if (isHtmlPart(name, root, decoded)) {
      this.sink.embed(name, part.bytes, false, 'text/html');
      return;
    }
    // Excel writes the HTML of a control's caption into the XML of its drawing
    const xml = root === 'xml' ? decoded.replace(/<br>/giu, '<br/>') : decoded;
    switch (root) {
      case '':
      case 'html':
      case 'HTML':
        this.sink.embed(name, part.bytes);
        return;
      case 'svg':
        // its letters stand where it says, in any order
        this.sink.embed(name, part.bytes, true, 'image/svg+xml');
        return;
      case 'Types':
        this.records?.push([name, part.bytes]);
        return;
      case 'Relationships':
        this.records?.push([name, part.bytes]);
        this.scan(xml, new ExternalLinks(this.sink));
        return;
      case 'DataMashup': {
        const queries = queriesIn(xml, this.sink.budget);
        for (const { bytes: query } of queries) this.sink.embed(null, query, true);
        if (queries.length === 0) this.story(xml, root, name);
        return;
      }
      case 'styles':
        if (xml.includes('vanish')) this.scan(xml, new HiddenStyles(this.hiddenStyles));
        if (holdsText(xml)) this.story(xml, root, name);
        return;
      case 'theme':
      case 'fonts':
      case 'webSettings':
      case 'settings':
      case 'styleSheet':
      case 'calcChain':
        if (holdsText(xml)) this.story(xml, root, name);
        return;
      default: {
        if (this.xlsx?.readPart(root, name, xml, (handler) => this.scan(xml, handler)) === true) return;
        const { shown, prompts } = dividePlaceholders(xml, root);
        this.story(shown, root, name);
        if (prompts !== '') this.sink.apart(() => this.story(prompts, root, name));
      }
    }
  }

  private story(xml: string, root: string, name: string): void {
    const [zone, locator] = ZONES.get(root) ?? ['metadata', ''];
    if (root === 'document' && this.mainParts.length < 4) this.mainParts.push(xml);
    if (root === 'document') this.begun = begunIn(xml);
    const slide = this.slides.get(name.toLowerCase());
    if (slide !== undefined && xml.includes('slidenum')) this.begun = { page: this.numberOf(slide), note: '' };
    const hidden = root === 'sld' && /<(?:\w+:)?sld\s[^>]*\bshow\s*=\s*["'](?:0|false)["']/u.test(xml.slice(0, 4000));
    const story = new Story(this.sink, {
      zone: hidden ? 'hidden' : zone,
      locator: slide?.locator ?? this.xlsx?.locatorOf(name) ?? locator,
      hiddenStyles: this.hiddenStyles,
      numbering: this.numbering,
      values: this.values,
      abouts: root === 'cmLst' ? this.slideAbouts(xml, slide) : this.abouts,
      commenters: root === 'cmLst' ? this.slideCommenters() : NOBODY,
      begun: this.begun,
      lists: xml.includes('numId') || xml.includes('pStyle') ? this.listNumbers() : null,
    });
    this.sink.breakLine();
    this.scan(xml, story);
    story.finish();
  }

  /** What the comments of a slide are about, by their number. */
  private slideAbouts(comments: string, place: SlidePlace | undefined): Map<string, string> {
    const locator = place === undefined ? '' : `slide ${place.number}`;
    const part = [...this.slides].find(([, each]) => each.locator === locator)?.[0];
    const slide = part === undefined ? null : this.parts.againXml(part);
    if (slide === null) return new Map();
    const words = slideAbouts(comments, slide, () => this.sink.budget.checkTime());
    return new Map(words.map((about, at) => [`cm ${at + 1}`, about]));
  }

  private slideCommenters(): ReadonlyMap<string, string> {
    this.commenters ??= commentersIn(
      ['ppt/commentAuthors.xml', 'ppt/authors.xml'].map((name) => this.parts.againXml(name) ?? ''),
      () => this.sink.budget.checkTime(),
    );
    return this.commenters;
  }

  /** The number that a slide shows where a presentation does not begin at one. */
  private numberOf({ number }: SlidePlace): string {
    const first = /\sfirstSlideNum\s?=\s?["'](\d{4,5})["']/u.exec(
      this.parts.peekXml('ppt/presentation.xml') ?? '',
    )?.[1];
    return first === undefined ? '' : begunAt(Number(first) + number - 1);
  }

  /** Each part counts by itself: the numbers of a list in a note do not go on in the text. */
  private listNumbers(): ListNumbers | null {
    const part = (pattern: RegExp): string => {
      const name = this.parts.names.find((each) => pattern.test(each));
      return name === undefined ? '' : (this.parts.peekXml(name) ?? this.parts.againXml(name) ?? '');
    };
    this.numberingXml ??= part(/(?:^|\/)numbering\d*\.xml$/iu);
    if (this.numberingXml === '') return null;
    return ListNumbers.of(
      this.numberingXml,
      () => part(/(?:^|\/)styles\d*\.xml$/iu),
      () => this.sink.budget.checkTime(),
    );
  }

  private scan(xml: string, handler: XmlHandler): void {
    const { damaged, declaresEntities } = scanXml(xml, handler, () => this.sink.budget.checkTime());
    if (damaged) this.sink.missed('damaged', 'XML of the document is broken');
    if (declaresEntities) this.sink.missed('ambiguous', 'XML of the document declares entities');
  }
}

/** Targets outside the package: hyperlinks, linked files and pictures. */
class ExternalLinks implements XmlHandler {
  private readonly sink: Sink;
  constructor(sink: Sink) {
    this.sink = sink;
  }
  open(name: string, raw: string): void {
    if (name !== 'Relationship' || attribute(raw, 'TargetMode').toLowerCase() !== 'external') return;
    this.sink.line(link(attribute(raw, 'Target')), 'link', 'link');
  }
  close(): void {
    // relationships have no content
  }
  text(): void {
    // relationships have no content
  }
}

/** Collects the styles of WordprocessingML that hide text, those based on them included. */
class HiddenStyles implements XmlHandler {
  private readonly hidden: Set<string>;
  private style = '';
  constructor(hidden: Set<string>) {
    this.hidden = hidden;
  }
  open(name: string, raw: string): void {
    if (name === 'style') this.style = attributes(raw).find((each) => each.name === 'styleId')?.value ?? '';
    else if (this.style === '') return;
    else if (name === 'vanish' && !/^(?:0|false|off)$/iu.test(attribute(raw, 'val'))) this.hidden.add(this.style);
    else if (name === 'basedOn' && this.hidden.has(attribute(raw, 'val'))) this.hidden.add(this.style);
  }
  close(name: string): void {
    if (name === 'style') this.style = '';
  }
  text(): void {
    // style definitions hold no text
  }
}

/** Machine parts are large and nearly always without text: they are walked only when something in them may be some. */
function holdsText(xml: string): boolean {
  return />[^<\s]|docVar|\d{6}[-+ ]?\d{3}|<!(?!--)|\d{6}[A-F]\d{3}/u.test(xml);
}

const INLINE = /^(?:[abiu]|font|span|strong|em)$/iu;

/** A piece of a page that Word puts into the text (altChunk): by its name, or by an element of HTML that no namespace claims. */
function isHtmlPart(name: string, root: string, xml: string): boolean {
  if (/\.(?:x?html?)$/iu.test(name)) return true;
  if (/^customxml\//iu.test(name) || !(BLOCKS.has(root.toLowerCase()) || INLINE.test(root))) return false;
  return !/^[^>]{0,2000}\sxmlns[:=]/u.test(xml.slice(Math.max(0, xml.search(/<[A-Za-z]/u))));
}

/** First visible byte is '<', in any of the encodings XML comes in. */
function looksLikeXml(bytes: Buffer): boolean {
  const start = bytes.toString('latin1', 0, 64).replace(/^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)/u, '');
  return /^[\s\0]*<[\0]?[?!A-Za-z_]/u.test(start);
}
