/** Where style and markup put elements among their neighbours: one number for each way of saying it, so that all ways can be tried. */
import { splitOutside } from './declarations.ts';
import { arithmetic } from './arithmetic.ts';

/** By what says it ('order', 'left', 'column' …); what is not said counts as 0. */
export type Places = ReadonlyMap<string, number>;

/** Names of lines and areas of grids, with their places in the order in which templates name them. */
export type GridNames = ReadonlyMap<string, number>;

/** Ways beyond these of one element are not looked at: a sheet may set hundreds of custom properties. */
const MOST_WAYS = 12;
const MOST_DECLARATIONS = 100;
const MAY_PLACE = /order|ordinal|grid-|left|right|top|inset|margin|padding|transla|matrix|offset|table-|--/iu;
const NO_NAMES: GridNames = new Map();

/** Letters per unit, about: what is placed are digits. */
const UNITS: Readonly<Record<string, number>> = { px: 1 / 16, pt: 1 / 12, em: 1, rem: 1, ch: 0.5, ex: 0.5 };
const AMOUNT = /^([-+]?(?:\d{1,9}(?:\.\d{0,9})?|\.\d{1,9}))([a-z%]{0,4})/iu;

/** A length or number; null when it is none, or not known. */
function amount(written: string): number | null {
  const value = written.trim();
  const inside = /^calc\(([^]{1,200})\)/iu.exec(value)?.[1];
  if (inside === undefined) {
    const [, number, unit = ''] = AMOUNT.exec(value) ?? [];
    return number === undefined ? null : Number(number) * (UNITS[unit.toLowerCase()] ?? 1);
  }
  const terms = inside.replace(
    /(\d+(?:\.\d+)?|\.\d+)([a-z]{2,3}|%)/giu,
    (_all, number: string, unit: string) => `(${Number(number)}*${UNITS[unit.toLowerCase()] ?? 1})`,
  );
  return arithmetic(terms);
}

/** What sets one number. */
const SINGLE: ReadonlyMap<string, readonly [way: string, sign: 1 | -1]> = new Map([
  ['order', ['order', 1]],
  ['flex-order', ['order', 1]],
  ['box-ordinal-group', ['order', 1]],
  ['left', ['left', 1]],
  ['inset-inline-start', ['left', 1]],
  ['right', ['right', -1]],
  ['inset-inline-end', ['right', -1]],
  ['top', ['top', 1]],
  ['inset-block-start', ['top', 1]],
  ['bottom', ['bottom', -1]],
  ['margin-left', ['margin', 1]],
  ['margin-inline-start', ['margin', 1]],
  ['margin-top', ['above', 1]],
  ['padding-left', ['padding', 1]],
  ['padding-inline-start', ['padding', 1]],
  ['padding-top', ['above', 1]],
  ['text-indent', ['padding', 1]],
  ['offset-distance', ['offset', 1]],
]);
/** What sets four in one: the side on the left is the last, or else the second. */
const SHORT: ReadonlyMap<string, string> = new Map([
  ['inset', 'left'],
  ['margin', 'margin'],
  ['padding', 'padding'],
]);
const MOVES = /(translate|matrix)(x|y|3d)?\(([^()]{1,100}(?:\([^()]{1,100}\)[^()]{0,100})?)\)/giu;

class Collector {
  readonly ways = new Map<string, number>();

  set(way: string, value: number | null | undefined): void {
    if (value === null || value === undefined || !Number.isFinite(value)) return;
    // what a reset says of every element
    if (value === 0 && /^(?:margin|padding|above)$/u.test(way)) return;
    if (this.ways.size < MOST_WAYS || this.ways.has(way)) this.ways.set(way, value);
  }

  declaration(name: string, value: string, names: GridNames): void {
    if (name.startsWith('--')) {
      if (/^\s*[-+]?[\d.]{1,9}[a-z%]{0,3}\s*(?:!|$)/iu.test(value)) this.set(name, amount(value));
      return;
    }
    const [way, sign] = SINGLE.get(name) ?? [];
    if (way !== undefined && sign !== undefined) {
      const said = amount(value);
      this.set(way, said === null ? null : said * sign);
    } else if (SHORT.has(name)) {
      const sides = value.trim().split(/\s+/u);
      if (sides.length > 1) this.set(SHORT.get(name) ?? '', amount(sides[3] ?? sides[1] ?? ''));
      if (name === 'inset') this.set('top', amount(sides[0] ?? ''));
    } else if (name.startsWith('grid-')) this.grid(name, value, names);
    else if (name === 'transform' || name === 'translate') this.moves(name, value);
    else if (name === 'display' && /table-(?:header|footer)-group/iu.test(value))
      this.set('part', /header/iu.test(value) ? -1 : 1);
  }

  /** Of a `transform`, or what stands in a `translate`. */
  moves(name: string, value: string): void {
    if (name === 'translate') {
      const [x = '', y = ''] = value.trim().split(/\s+(?![^(]*\))/u);
      this.set('x', amount(x));
      this.set('y', amount(y));
      return;
    }
    for (const [, kind = '', axis = '', inside = ''] of value.slice(0, 1_000).matchAll(MOVES)) {
      const numbers = inside.split(inside.includes(',') ? ',' : /\s+/u).map(amount);
      const [x, y] = /^m/iu.test(kind) ? [numbers[4], numbers[5]] : [numbers[0], numbers[1]];
      if (/y/iu.test(axis)) this.set('y', x);
      else {
        this.set('x', x);
        this.set('y', y);
      }
    }
  }

  private grid(name: string, value: string, names: GridNames): void {
    const way = /^grid-(column|row|area)(?:-start)?$/u.exec(name)?.[1];
    if (way === undefined) return;
    const line = (written: string): number | null => amount(written) ?? names.get(written.trim()) ?? null;
    const [first = '', second] = value.replace(/!\s*important\s*$/iu, '').split('/');
    if (way !== 'area') this.set(way, line(first));
    else if (second === undefined) this.set('column', line(first));
    else {
      this.set('row', line(first));
      this.set('column', line(second));
    }
  }
}

/** Where declarations put their element; null when they do not say. */
export function placesOf(style: string, names: GridNames = NO_NAMES): Places | null {
  if (!MAY_PLACE.test(style)) return null;
  const collector = new Collector();
  for (const piece of splitOutside(style, ';').slice(0, MOST_DECLARATIONS)) {
    const colon = piece.indexOf(':');
    if (colon < 0) continue;
    const written = piece.slice(0, colon).trim();
    const name = written.startsWith('--') ? written : written.toLowerCase().replace(/^-(?:webkit|moz|ms)-/u, '');
    collector.declaration(name, piece.slice(colon + 1), names);
  }
  return collector.ways.size === 0 ? null : collector.ways;
}

/** Places that attributes give, as in SVG; null when they give none. */
export function placesOfAttributes(attributes: ReadonlyMap<string, string>): Places | null {
  const x = attributes.get('x');
  const transform = attributes.get('transform');
  if (x === undefined && transform === undefined) return null;
  const collector = new Collector();
  if (transform !== undefined) collector.moves('transform', transform);
  const value = Number.parseFloat(x ?? '');
  if (Number.isFinite(value)) collector.set('left', value);
  return collector.ways.size === 0 ? null : collector.ways;
}

/**
 * Elements that are shown elsewhere than they stand: the head and foot of a table, its caption on top of it or below, the legend of a
 * group of fields, the summary of details.
 */
const PARTS: ReadonlyMap<string, Places> = new Map([
  ['thead', new Map([['part', -1]])],
  ['tfoot', new Map([['part', 1]])],
  ['caption', new Map([['part', -2], ['below', 2]])],
  ['legend', new Map([['part', -2]])],
  ['summary', new Map([['part', -2]])],
]); // prettier-ignore

/** What stands in a table outside its cells is shown in front of it (HTML §13.2.6.1). */
export const IN_FRONT: Places = new Map([['part', -3]]);

export const placesOfName = (name: string): Places | null => PARTS.get(name) ?? null;

/** What the first says, and what only the others say. */
export function mergedPlaces(all: readonly (Places | null)[]): Places | null {
  const said = all.filter((one) => one !== null);
  const [first] = said;
  if (first === undefined || said.length === 1) return first ?? null;
  const ways = new Map(first);
  for (const others of said.slice(1))
    for (const [way, value] of others) if (ways.size < 2 * MOST_WAYS && !ways.has(way)) ways.set(way, value);
  return ways;
}

/** The same said by rules: it may win over what an element says itself. */
export function asRules(places: Places | null): Places | null {
  if (places === null) return null;
  return new Map([...places, ...[...places].map(([way, value]): [string, number] => [`!${way}`, value])]);
}

const TEMPLATE = /(?<![\w-])grid(?:-template(?:-areas|-columns|-rows)?)?\s*:\s*([^;{}]{1,3000})/giu;
const MOST_NAMES = 500;

/** Names in the templates of a document's grids, in sheets and in attributes. */
export function gridNames(html: string): GridNames {
  if (!/grid/iu.test(html)) return NO_NAMES;
  const names = new Map<string, number>();
  for (const [, template = ''] of html.matchAll(TEMPLATE))
    for (const [name] of template.matchAll(/(?<![\w&#.-])[a-z_][\w-]*(?![\w(;-])/giu))
      if (names.size < MOST_NAMES && !names.has(name)) names.set(name, names.size + 1);
  return names;
}

/** Pieces in the orders in which they may be shown. @param places of each */
export function orders(places: readonly (Places | null)[]): readonly (readonly number[])[] {
  const ways = new Set<string>();
  for (const one of places) if (one !== null) for (const way of one.keys()) ways.add(way.replace(/^!/u, ''));
  const found: number[][] = [];
  const sorted = (by: readonly number[]): void => {
    found.push([...by.keys()].sort((a, b) => (by[a] ?? 0) - (by[b] ?? 0) || a - b));
  };
  for (const way of ways) {
    const own = places.map((one) => one?.get(way) ?? 0);
    sorted(own);
    if (places.some((one) => one?.has(`!${way}`) === true))
      sorted(places.map((one) => one?.get(`!${way}`) ?? one?.get(way) ?? 0));
    if (!/^(?:left|x|margin)$/u.test(way)) continue;
    // moved from where the element stands anyway, each a letter behind the one before; margins push what follows as well
    for (const wide of [1, 0.5]) sorted(own.map((value, at) => value + at * wide));
    let at = 0;
    sorted(own.map((value) => (at += value + 1)));
  }
  return found;
}
