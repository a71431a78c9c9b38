/** Tests of one element: its attributes, and its place among its siblings (Selectors Level 4). */
import type { Node } from './nodes.ts';
import { unescapeCss } from './style.ts';

/** 0 no, 1 perhaps, 2 yes. */
export type Match = 0 | 1 | 2;

/** What a test may need besides the element. */
export interface Look {
  /** siblings and children behind an element are known */
  readonly complete: boolean;
  /** counts a step; false when no more may be taken */
  readonly step: () => boolean;
}

/** Whether something holds for an element. */
export type Test = (node: Node, look: Look) => Match;

const ATTRIBUTE =
  /^\s*(?:[\w*-]*\|)?([\w\u0080-\uffff-]+)\s*(?:([~|^$*]?=)\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+))\s*([is])?\s*)?$/iu;

export const sure = (holds: boolean): Match => (holds ? 2 : 0);

/** `name`, `name=value`, `name^=value i`: what stands between square brackets; null when that is not understood. */
export function attributeTest(written: string): Test | null {
  const match = ATTRIBUTE.exec(written);
  if (match === null) return null;
  const [, name = '', operator, double, single, bare] = match;
  const key = name.toLowerCase();
  const wanted = unescapeCss(double ?? single ?? bare ?? '').toLowerCase();
  if (operator === undefined) return (node) => sure(node.attributes.has(key));
  return (node) => {
    const value = node.attributes.get(key)?.toLowerCase();
    if (value === undefined) return 0;
    if (operator === '=') return sure(value === wanted);
    if (operator === '~=') return sure(value.split(/\s+/u).includes(wanted));
    if (operator === '|=') return sure(value === wanted || value.startsWith(`${wanted}-`));
    if (wanted === '') return 0;
    if (operator === '^=') return sure(value.startsWith(wanted));
    return sure(operator === '$=' ? value.endsWith(wanted) : value.includes(wanted));
  };
}

/** An+B: odd, 3, 2n+1; null when it is not understood. */
export function nthTest(written: string): ((place: number) => boolean) | null {
  const text = written
    .toLowerCase()
    .replace(/\s+of\s[^]*$/u, '')
    .replace(/\s+/gu, '');
  if (text === 'odd') return (place) => place % 2 === 1;
  if (text === 'even') return (place) => place % 2 === 0;
  const match = /^(?:([+-]?\d{0,6})n)?([+-]?\d{1,6})?$/u.exec(text);
  if (match === null || text === '') return null;
  const [, steps, from] = match;
  const b = Number(from ?? 0);
  if (steps === undefined) return (place) => place === b;
  const a = steps === '' || steps === '+' ? 1 : steps === '-' ? -1 : Number(steps);
  return (place) => (a === 0 ? place === b : (place - b) % a === 0 && (place - b) / a >= 0);
}
