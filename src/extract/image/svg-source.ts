/**
 * Drawings in SVG as they may be given to a program that draws them. In: a document or page with drawings in it. Out: of each that could
 * show letters as shapes what is drawn of it, well-formed, with nothing that comes from elsewhere or that costs more than it shows: no
 * filters, scripts, animation, markers, dashes. Promised: total, linear; what would be too much to draw is said.
 */
import { tokenizeHtml } from '../html/events.ts';
import { decodeDataUri } from '../html/script.ts';
import { dimensionsOf } from './dimensions.ts';
import { fontsIn } from './svg-fonts.ts';

/** A drawing. */
export interface Drawing {
  /** what is inside of its outermost element */
  readonly content: string;
  /** x, y, width, height of what is shown; null when it does not say */
  readonly view: readonly [number, number, number, number] | null;
  /** in which its text is drawn; null when no text is: then it is read as text only */
  readonly font: Buffer | null;
  /** there is more in it than is drawn */
  readonly isCut: boolean;
}

/** Shapes from which a drawing may show a number or a few words; icons and most logos have fewer. */
const LEAST_SHAPES = 8;
/** Letters of a path that could draw as much in one line. */
const LONGEST_PATH = 4_000;
const MOST_ELEMENTS = 20_000;
/** Shapes that are drawn, those that are drawn again counted each time. */
const MOST_DRAWN = 20_000;
const MOST_LETTERS = 4_000_000;
/** Groups for which a picture of their own is made first. */
const MOST_LAYERS = 300;
const DEEPEST = 200;
/** Names of elements around a shape that it counts for. */
const MOST_AROUND = 8;
const MOST_DRAWINGS = 200;
const MOST_PIXELS = 4_000_000;
const MOST_STYLE = 50_000;

const SHAPES = /^(?:path|rect|circle|ellipse|line|polyline|polygon|image)$/u;
const GROUPS = /^(?:svg|g|a|switch|defs|symbol|use|clippath|mask|pattern|lineargradient|radialgradient|stop|style)$/u;
const TEXTS = /^(?:text|tspan|textpath)$/u;
/** They are drawn where somebody names them. */
const STORES = /^(?:defs|symbol|clippath|mask|pattern|marker)$/u;
/** Names are not told apart by capitals in HTML, and in a drawing they are. */
const CAPITALS = new Map(
  'clipPath linearGradient radialGradient viewBox preserveAspectRatio gradientUnits gradientTransform clipPathUnits maskUnits maskContentUnits patternUnits patternContentUnits patternTransform spreadMethod pathLength'
    .split(' ')
    .map((name) => [name.toLowerCase(), name]),
);
const DROPPED = /^(?:on.*|xmlns.*|filter|marker.*|stroke-dash.*|mix-blend-mode|isolation|href|xlink:href|font(?:-family)?|data-.*|aria-.*)$/u; // prettier-ignore
const LAYERS = /^(?:opacity|mask|clip-path)$/u;
const DROPPED_STYLES =
  /(?:^|;)\s*(?:filter|marker[\w-]*|stroke-dash[\w-]*|mix-blend-mode|isolation|font(?:-family)?)\s*:[^;]*/giu;
const LAYER_STYLES = /(?:^|;)\s*(?:opacity|mask|clip-path)\s*:[^;]*/giu;
/** What fills, cuts or covers a shape. */
const REFERENCE = /url\(\s*["']?#([^"')\s]{1,200})/gu;
const FACES = /@font-face\s*\{[^{}]*\}/giu;
/** Variables of a style sheet are not known here: black, or what stands in their place. */
const VARIABLE = /var\(\s*--[\w-]+\s*(?:,([^()]*))?\)/giu;

const escaped = (text: string): string =>
  text
    .replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

const localName = (name: string): string => name.slice(name.indexOf(':') + 1).toLowerCase();

/** How much is drawn where one is named, and whom it names itself. */
interface Named {
  shapes: number;
  readonly uses: string[];
}

/** Writes one drawing. */
class Writer {
  private readonly parts: string[] = [];
  private letters = 0;
  private elements = 0;
  private layers = 0;
  private pathLetters = 0;
  private pixels = 0;
  private styleLetters = 0;
  private isCut = false;
  private view: Drawing['view'] = null;
  private readonly named = new Map<string, Named>();
  private readonly shown: Named = { shapes: 0, uses: [] };
  /** open elements that are written, and what each of them counts for */
  private readonly open: { readonly name: string; readonly counted: readonly Named[] }[] = [];
  /** depth of what is left out; 0 when nothing is */
  private skipped = 0;
  private readonly font: Buffer | null;

  constructor(font: Buffer | null) {
    this.font = font;
  }

  opened(name: string, attributes: ReadonlyMap<string, string>, selfClosing: boolean): void {
    const local = localName(name);
    const isShape = SHAPES.test(local);
    const isDrawn = isShape || GROUPS.test(local) || (this.font !== null && TEXTS.test(local));
    if (this.skipped > 0 || !isDrawn || this.isFull()) {
      if (!selfClosing) this.skipped++;
      return;
    }
    const isOutermost = this.open.length === 0;
    const around = this.open.at(-1)?.counted ?? [this.shown];
    const id = attributes.get('id');
    const own: Named | null = id === undefined || id === '' ? null : { shapes: 0, uses: [] };
    if (own !== null && id !== undefined && !this.named.has(id)) this.named.set(id, own);
    // what is in a store is not shown where it stands
    const outside = STORES.test(local) ? around.filter((one) => one !== this.shown) : around;
    const counted = own === null ? outside : [...outside.filter((one, i) => one === this.shown || i >= outside.length - MOST_AROUND), own]; // prettier-ignore
    if (isShape) for (const one of counted) one.shapes += shapesOf(local, attributes);
    const target = (attributes.get('href') ?? attributes.get('xlink:href') ?? '').trim();
    const named = local === 'use' && target.startsWith('#') ? [target.slice(1)] : [];
    for (const value of attributes.values()) if (value.includes('url(')) for (const [, id = ''] of value.slice(0, 4_000).matchAll(REFERENCE)) named.push(id); // prettier-ignore
    for (const one of counted) if (one.uses.length < MOST_DRAWN) one.uses.push(...named);
    if (local === 'path') this.pathLetters += (attributes.get('d') ?? '').length;
    this.elements++;
    if (isOutermost) this.view = viewOf(attributes);
    else this.write(`<${CAPITALS.get(local) ?? local}${this.attributesOf(local, attributes)}${target === '' ? '' : this.linkTo(local, target)}>`); // prettier-ignore
    this.open.push({ name: local, counted });
    if (selfClosing) this.closed();
  }

  /** @returns whether it was the outermost */
  closed(): boolean {
    if (this.skipped > 0) {
      this.skipped--;
      return false;
    }
    const last = this.open.pop();
    if (last !== undefined && this.open.length > 0) this.write(`</${CAPITALS.get(last.name) ?? last.name}>`);
    return this.open.length === 0;
  }

  text(text: string): void {
    const { name, counted } = this.open.at(-1) ?? { name: '', counted: [] };
    if (this.skipped > 0) return;
    if (TEXTS.test(name)) {
      for (const one of counted) one.shapes += text.replace(/\s+/gu, '').length;
      this.write(escaped(text));
    }
    if (name !== 'style') return;
    this.styleLetters += text.length;
    if (this.styleLetters <= MOST_STYLE) this.write(escaped(text.replace(FACES, '').replace(DROPPED_STYLES, '').replace(VARIABLE, (_, instead?: string) => instead ?? 'black'))); // prettier-ignore
  }

  /** @returns null when it shows too little to be letters */
  finish(): Drawing | null {
    while (this.open.length > 0) if (this.closed()) break;
    const drawn = this.drawnBy(this.shown, new Map(), 0);
    if (drawn < LEAST_SHAPES && this.pathLetters < LONGEST_PATH) return null;
    const isTooMuch = drawn > MOST_DRAWN;
    return {
      content: isTooMuch ? '' : this.parts.join(''),
      view: this.view,
      font: this.font,
      isCut: this.isCut || isTooMuch,
    };
  }

  private isFull(): boolean {
    const isFull = this.elements >= MOST_ELEMENTS || this.letters >= MOST_LETTERS || this.open.length >= DEEPEST;
    this.isCut ||= isFull;
    return isFull;
  }

  private write(part: string): void {
    this.letters += part.length;
    this.parts.push(part);
  }

  private attributesOf(name: string, attributes: ReadonlyMap<string, string>): string {
    let written = '';
    for (const [key, value] of attributes) {
      if (!/^[a-z][a-z\d-]*$/u.test(key) || DROPPED.test(key)) continue;
      if (LAYERS.test(key) && !this.hasLayer()) continue;
      written += ` ${CAPITALS.get(key) ?? key}="${escaped(this.valueOf(key, value))}"`;
    }
    if (name === 'pattern') this.hasLayer();
    return written;
  }

  private valueOf(key: string, value: string): string {
    const known = value.includes('var(') ? value.replace(VARIABLE, (_, instead?: string) => instead ?? 'black') : value;
    if (key !== 'style') return known;
    const style = known.replace(DROPPED_STYLES, '');
    if (!LAYER_STYLES.test(style)) return style;
    LAYER_STYLES.lastIndex = 0;
    return this.hasLayer() ? style : style.replace(LAYER_STYLES, '');
  }

  private hasLayer(): boolean {
    this.isCut ||= this.layers > MOST_LAYERS;
    return this.layers++ <= MOST_LAYERS;
  }

  /** A link to something in the same drawing, or a picture that stands in it. */
  private linkTo(name: string, target: string): string {
    if (name !== 'image') return target.startsWith('#') ? ` xlink:href="${escaped(target)}"` : '';
    const file = /^data:image\/(?:png|jpe?g|gif)[;,]/iu.test(target.slice(0, 40)) ? decodeDataUri(target) : null;
    const size = file === null ? null : dimensionsOf(file.bytes);
    if (size === null || this.pixels + size.width * size.height > MOST_PIXELS) return '';
    this.pixels += size.width * size.height;
    return ` xlink:href="${escaped(target)}"`;
  }

  /** Shapes with those that are drawn again by name. A circle draws nothing. */
  private drawnBy(drawn: Named, known: Map<Named, number>, depth: number): number {
    const before = known.get(drawn);
    if (before !== undefined) return before;
    if (depth > DEEPEST) return MOST_DRAWN + 1;
    known.set(drawn, 0);
    let sum = drawn.shapes;
    for (const id of drawn.uses) {
      const named = this.named.get(id);
      if (named !== undefined) sum += this.drawnBy(named, known, depth + 1);
      if (sum > MOST_DRAWN) break;
    }
    known.set(drawn, sum);
    return sum;
  }
}

/** Shapes of an element: a path may have many. */
function shapesOf(name: string, attributes: ReadonlyMap<string, string>): number {
  if (name !== 'path') return 1;
  const path = attributes.get('d') ?? '';
  let count = 0;
  for (let at = 0; at < path.length; at++) {
    const code = path.charCodeAt(at) | 0x20;
    if (code === 0x6d) count++;
  }
  return count;
}

const NUMBER = /^\s*\+?(\d{1,7}(?:\.\d*)?|\.\d+)\s*(?:px)?\s*$/u;

function viewOf(attributes: ReadonlyMap<string, string>): Drawing['view'] {
  const box = (attributes.get('viewbox') ?? '').trim().split(/[\s,]+/u).map(Number); // prettier-ignore
  const [x, y, width, height] = box;
  if (box.length === 4 && x !== undefined && y !== undefined && width !== undefined && height !== undefined) {
    if ([x, y, width, height].every(Number.isFinite) && width > 0 && height > 0) return [x, y, width, height];
  }
  const sides = ['width', 'height'].map((key) => Number(NUMBER.exec(attributes.get(key) ?? '')?.[1] ?? 0));
  const [across = 0, down = 0] = sides;
  return across > 0 && down > 0 ? [0, 0, across, down] : null;
}

const HAS_DRAWING = /<(?:[\w-]{1,40}:)?svg[\s>]/iu;

/**
 * @param source HTML or XML
 * @returns drawings that could show letters
 */
export function drawingsIn(source: string, xml: boolean, afterChunk: () => void): readonly Drawing[] {
  if (!HAS_DRAWING.test(source)) return [];
  const { fonts, isCut } = fontsIn(source);
  if (fonts.length === 0) return drawingsWith(null, source, xml, afterChunk);
  // which text is in which of them is for a browser to know: each is tried
  const drawings = fonts.flatMap((font) => drawingsWith(font, source, xml, afterChunk));
  return isCut ? drawings.map((drawing) => ({ ...drawing, isCut })) : drawings;
}

function drawingsWith(font: Buffer | null, source: string, xml: boolean, afterChunk: () => void): readonly Drawing[] {
  const drawings: Drawing[] = [];
  let writer: Writer | null = null;
  let count = 0;
  const end = (): void => {
    const drawing = writer?.finish() ?? null;
    writer = null;
    if (drawing !== null) drawings.push(drawing);
  };
  tokenizeHtml(
    source,
    xml,
    {
      open: (name, attributes, selfClosing) => {
        if (writer === null && localName(name) === 'svg' && count < MOST_DRAWINGS && !selfClosing) {
          writer = new Writer(font);
          count++;
        }
        writer?.opened(name, attributes, selfClosing);
      },
      close: () => {
        if (writer?.closed() === true) end();
      },
      text: (text) => writer?.text(text),
      comment: () => undefined,
      other: () => undefined,
    },
    afterChunk,
  );
  end();
  return drawings;
}
