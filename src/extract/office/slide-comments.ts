/**
 * What comments on slides are about: the shape, or the words of it, that a comment stands at, and the title of the slide. As for a comment in a
 * text (commented.ts), a reader sees whom it speaks of beside it. In: the XML of comments (ECMA-376 part 1, 19.4; [MS-PPTX] 2.1.27) and of
 * their slide. Out: the words for each comment in order. Linear, but for comments times shapes, of which both are few.
 */
import { aboutWords, MOST_COMMENTS } from './commented.ts';
import { attribute, attributes, scanXml } from './xml.ts';

interface Shape {
  readonly id: string;
  isTitle: boolean;
  x: number;
  y: number;
  width: number;
  height: number;
  text: string;
}

/** Where a comment stands. */
interface Anchor {
  shape: string;
  from: number;
  length: number;
  x: number;
  y: number;
}

const MOST_SHAPES = 500;
const LONGEST_TEXT = 2_000;
/** Positions of comments are told in 1/576 of an inch, shapes in 1/914400. */
const UNITS = 914_400 / 576;
const SHAPES = new Set(['sp', 'graphicFrame', 'pic', 'cxnSp']);

function shapesOf(xml: string, tick: () => void): readonly Shape[] {
  const shapes: Shape[] = [];
  let open: Shape | null = null;
  const start = (name: string, raw: string): void => {
    if (name === 'cNvPr' && open === null && shapes.length < MOST_SHAPES)
      open = { id: attribute(raw, 'id'), isTitle: false, x: 0, y: 0, width: 0, height: 0, text: '' };
    else if (open === null) return;
    else if (name === 'ph') open.isTitle = /^(?:ctrT|t)itle$/u.test(attribute(raw, 'type'));
    else if (name === 'off' && open.width === 0) {
      open.x = Number(attribute(raw, 'x')) || 0;
      open.y = Number(attribute(raw, 'y')) || 0;
    } else if (name === 'ext' && open.width === 0 && raw.includes('cx')) {
      open.width = Number(attribute(raw, 'cx')) || 0;
      open.height = Number(attribute(raw, 'cy')) || 0;
    }
  };
  const close = (name: string): void => {
    if (open === null) return;
    if (name === 'p' && open.text !== '') open.text += '\n';
    if (name === 'nvGrpSpPr') open = null;
    if (!SHAPES.has(name) || open === null) return;
    shapes.push(open);
    open = null;
  };
  const text = (value: string, inside: string): void => {
    if (inside === 't' && open !== null && open.text.length < LONGEST_TEXT) open.text += value;
  };
  scanXml(xml, { open: start, close, text }, tick);
  return shapes;
}

function anchorsOf(xml: string, tick: () => void): readonly Anchor[] {
  const anchors: Anchor[] = [];
  const open = (name: string, raw: string): void => {
    if (name === 'cm') {
      if (anchors.length < MOST_COMMENTS) anchors.push({ shape: '', from: 0, length: 0, x: -1, y: -1 });
      return;
    }
    const anchor = anchors[anchors.length - 1];
    if (anchor === undefined) return;
    const number = (key: string): number => Number(attributes(raw).find((each) => each.name === key)?.value ?? '') || 0;
    if (/^(?:sp|graphicFrame|pic)Mk$/u.test(name))
      anchor.shape = attributes(raw).find((a) => a.name === 'id')?.value ?? '';
    else if (name === 'txMk') [anchor.from, anchor.length] = [number('cp'), number('len')];
    else if (name === 'pos') [anchor.x, anchor.y] = [number('x') * UNITS, number('y') * UNITS];
  };
  scanXml(xml, { open, close: () => undefined, text: () => undefined }, tick);
  return anchors;
}

const isIn = ({ x, y, width, height }: Shape, anchor: Anchor): boolean =>
  anchor.x >= x && anchor.x <= x + width && anchor.y >= y && anchor.y <= y + height;

/** The words a comment stands at: those that it marks, all of its shape, of the smallest shape at its place. */
function ownWords(shapes: readonly Shape[], anchor: Anchor): string {
  if (anchor.shape !== '') {
    const text = shapes.find(({ id }) => id === anchor.shape)?.text ?? '';
    return anchor.length > 0 ? text.slice(anchor.from, anchor.from + anchor.length) : text;
  }
  const around = shapes.filter((shape) => shape.text !== '' && isIn(shape, anchor));
  return around.sort((a, b) => a.width * a.height - b.width * b.height)[0]?.text ?? '';
}

/** First name and surname: what tells whom a comment is about stands first. */
const FULL_NAME = /\p{Lu}\p{Ll}+[ -]\p{Lu}\p{Ll}/u;

/** @returns how a comment begins that stands at these words of a slide: 'Emma Lund - Grupp 2: ', or '' */
export function aboutOnSlide(own: string, title: string): string {
  const words = [own, title].map((text) => aboutWords(text.trim()).replace(/: $/u, '')).filter((text) => text !== '');
  const told = [...new Set(words)].sort((a, b) => Number(FULL_NAME.test(b)) - Number(FULL_NAME.test(a)));
  return told.length === 0 ? '' : `${told.join(' - ')}: `;
}

/**
 * @param comments XML of a part of comments @param slide XML of the slide they stand on
 * @returns how each comment begins, in their order: 'Emma Lund: ', or ''
 */
export function slideAbouts(comments: string, slide: string, tick: () => void): readonly string[] {
  const anchors = anchorsOf(comments, tick);
  if (anchors.length === 0) return [];
  const shapes = shapesOf(slide, tick);
  const title = shapes.find(({ isTitle }) => isTitle)?.text ?? '';
  return anchors.map((anchor) => aboutOnSlide(ownWords(shapes, anchor), title));
}

/** Who comments, by the id that comments name them with. @param lists XML of cmAuthorLst and authorLst */
export function commentersIn(lists: readonly string[], tick: () => void): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const open = (name: string, raw: string): void => {
    if (!/^(?:cmA|a)uthor$/u.test(name) || found.size >= MOST_COMMENTS) return;
    const all = attributes(raw);
    const value = (key: string): string => all.find((each) => each.name === key)?.value ?? '';
    found.set(value('id'), value('name'));
  };
  for (const xml of lists) scanXml(xml, { open, close: () => undefined, text: () => undefined }, tick);
  return found;
}
