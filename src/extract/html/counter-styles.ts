/** How a counter's number is written: `@counter-style` and `symbols()` (CSS Counter Styles Level 3), as far as they write digits. */
import { splitOutside } from './declarations.ts';
import { unescapeCss } from './style.ts';

/** A way of writing numbers. */
export interface CounterStyle {
  readonly system: string;
  readonly symbols: readonly string[];
  /** weights of additive symbols, or the first value of fixed ones */
  readonly weights: readonly number[];
  readonly prefix: string;
  readonly suffix: string;
  readonly pad: readonly [length: number, symbol: string];
  readonly negative: string;
}

const MOST_SYMBOLS = 200;
/** Longer numbers than this are of no identifier. */
const LONGEST = 60;
const STRING = /"((?:[^"\\\n]|\\[^])*)"|'((?:[^'\\\n]|\\[^])*)'|(?<![\w-])([A-Za-z_][\w-]*)/gu;

const stringsOf = (value: string): readonly string[] =>
  [...value.slice(0, 4_000).matchAll(STRING)]
    .slice(0, MOST_SYMBOLS)
    .map(([, double, single, name]) => unescapeCss(double ?? single ?? name ?? ''));

const DECIMAL: CounterStyle = {
  system: 'numeric',
  symbols: Array.from('0123456789'),
  weights: [],
  prefix: '',
  suffix: '. ',
  pad: [0, '0'],
  negative: '-',
};

/** A `symbols()` function. */
export function symbolsFunction(inside: string): CounterStyle {
  const system = /^\s*(cyclic|numeric|alphabetic|symbolic|fixed)\b/iu.exec(inside)?.[1]?.toLowerCase() ?? 'symbolic';
  const symbols = stringsOf(inside.replace(/^\s*(?:cyclic|numeric|alphabetic|symbolic|fixed)\b/iu, ''));
  return { ...DECIMAL, system, symbols, weights: [1], suffix: ' ' };
}

/** An `@counter-style` rule. @param block its descriptors */
export function counterStyle(block: string): CounterStyle {
  const all = new Map<string, string>();
  for (const piece of splitOutside(block.slice(0, 20_000), ';')) {
    const colon = piece.indexOf(':');
    if (colon > 0) all.set(piece.slice(0, colon).trim().toLowerCase(), piece.slice(colon + 1).trim());
  }
  const [system = 'symbolic', first = '1'] = (all.get('system') ?? 'symbolic').toLowerCase().split(/\s+/u);
  const additive = splitOutside(all.get('additive-symbols') ?? '', ',').slice(0, MOST_SYMBOLS);
  const isAdditive = system === 'additive';
  const [, length = '0', padding = '0'] = /^(\d{1,2})\s*(.{0,40})$/u.exec(all.get('pad') ?? '') ?? [];
  const extended = system === 'extends';
  return {
    system: extended ? 'numeric' : system,
    symbols: extended ? DECIMAL.symbols : isAdditive ? additive.map((one) => stringsOf(one)[0] ?? '') : stringsOf(all.get('symbols') ?? ''), // prettier-ignore
    weights: isAdditive
      ? additive.map((one) => Number(/(?<!["'\w])\d{1,9}/u.exec(one)?.[0] ?? 0))
      : [Number(first) || 1],
    prefix: stringsOf(all.get('prefix') ?? '')[0] ?? '',
    suffix: stringsOf(all.get('suffix') ?? '". "')[0] ?? '',
    pad: [Number(length), stringsOf(padding)[0] ?? padding],
    negative: stringsOf(all.get('negative') ?? '"-"')[0] ?? '-',
  };
}

const mod = (value: number, by: number): number => ((value % by) + by) % by;

function positional(value: number, symbols: readonly string[], bijective: boolean): string | null {
  const base = symbols.length;
  if (base < (bijective ? 1 : 2) || (bijective && value < 1)) return null;
  let left = value;
  let out = '';
  do {
    const digit = bijective ? mod(left - 1, base) : left % base;
    out = (symbols[digit] ?? '') + out;
    left = bijective ? (left - 1 - digit) / base : Math.floor(left / base);
  } while (left > 0 && out.length < LONGEST);
  return out;
}

function additiveText(value: number, { symbols, weights }: CounterStyle): string | null {
  let left = value;
  let out = '';
  for (const [at, symbol] of symbols.entries()) {
    const weight = weights[at] ?? 0;
    if (weight === 0) {
      if (value === 0) return symbol;
      continue;
    }
    for (; left >= weight && out.length < LONGEST; left -= weight) out += symbol;
  }
  return left === 0 && out !== '' ? out : null;
}

function bare(value: number, style: CounterStyle): string | null {
  const { system, symbols, weights } = style;
  if (symbols.length === 0) return null;
  if (system === 'cyclic') return symbols[mod(value - 1, symbols.length)] ?? null;
  if (system === 'fixed') return symbols[value - (weights[0] ?? 1)] ?? null;
  if (system === 'numeric') return positional(value, symbols, false);
  if (system === 'alphabetic') return positional(value, symbols, true);
  if (system === 'additive') return additiveText(value, style);
  const times = Math.ceil(value / symbols.length);
  return value < 1 || times > LONGEST ? null : (symbols[(value - 1) % symbols.length] ?? '').repeat(times);
}

/** The number as a style writes it, decimal where the style cannot. */
export function written(value: number, style: CounterStyle): string {
  const text = bare(Math.abs(value), style) ?? String(Math.abs(value));
  const [length, symbol] = style.pad;
  const missing = Math.max(0, Math.min(LONGEST, length) - Array.from(text).length);
  return (value < 0 ? style.negative : '') + symbol.repeat(missing) + text;
}

/** The mark of a list item. */
export const markWritten = (value: number, style: CounterStyle): string =>
  `${style.prefix}${written(value, style)}${style.suffix}`;
