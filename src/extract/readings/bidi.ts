/**
 * The order in which a line with marks of direction stands on the screen (UAX #9, the Unicode bidirectional algorithm, without its rules
 * for brackets): embeddings, overrides and isolates in each other.
 */

/** Kinds of characters, as far as they differ here: L, R and EN, AN are strong letters and digits, ES, ET and CS stand in numbers. */
type Kind = 'L' | 'R' | 'EN' | 'AN' | 'ES' | 'ET' | 'CS' | 'ON';

/** Marks that open or close something. */
export const DIRECTION_MARKS = /[\u202a-\u202e\u2066-\u2069]/u;

const DEEPEST = 125;
/** How far it is looked for the first letter that says the direction of what follows. */
const REACH = 50;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u200f\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const ARABIC_DIGIT = /[\u0660-\u0669\u066b\u066c]/u;

function kindOf(character: string): Kind {
  if (/[\d\u00b2\u00b3\u00b9\u06f0-\u06f9\u2070-\u2089\uff10-\uff19]/u.test(character)) return 'EN';
  if (/[+\u207a\u207b\u2212-]/u.test(character)) return 'ES';
  if (/[,./:\u00a0\u060c]/u.test(character)) return 'CS';
  if (/[#$%\u00a2-\u00a5\u00b0\u00b1\u20a0-\u20cf]/u.test(character)) return 'ET';
  if (ARABIC_DIGIT.test(character)) return 'AN';
  if (RIGHT_TO_LEFT.test(character)) return 'R';
  return /[\p{L}\u200e]/u.test(character) ? 'L' : 'ON';
}

/** What is open: how deep, and what it makes of its characters. */
interface Status {
  readonly level: number;
  readonly override: Kind | null;
  readonly isIsolate: boolean;
}

/** Characters that are ordered together. */
interface Sequence {
  readonly level: number;
  readonly at: number[];
}

/** Characters with their levels, those that are marks left out. */
interface Levels {
  readonly characters: string[];
  readonly kinds: Kind[];
  readonly levels: number[];
  readonly sequences: Sequence[];
}

const isolates = (mark: string): boolean => /[\u2066-\u2068]/u.test(mark);

/** Whether what follows begins with a letter that is read from the right. */
function beginsRight(line: readonly string[], from: number): boolean {
  let depth = 0;
  for (let at = from; at < Math.min(line.length, from + REACH); at++) {
    const c = line[at] ?? '';
    if (isolates(c)) depth++;
    else if (c === '\u2069' && --depth < 0) return false;
    else if (depth === 0) {
      const kind = kindOf(c);
      if (kind === 'L') return false;
      if (kind === 'R') return true;
    }
  }
  return false;
}

/** X1 to X8: how deep each character is. */
function explicit(line: readonly string[]): Levels {
  const result: Levels = { characters: [], kinds: [], levels: [], sequences: [] };
  const stack: Status[] = [{ level: 0, override: null, isIsolate: false }];
  const open: (Sequence | null)[] = [null];
  /** isolates and embeddings that are too deep to be opened */
  let tooDeep = 0;
  const top = (): Status => stack.at(-1) ?? { level: 0, override: null, isIsolate: false };
  const take = (character: string): void => {
    const { level, override } = top();
    let sequence = open.at(-1) ?? null;
    if (sequence?.level !== level) {
      sequence = { level, at: [] };
      open[open.length - 1] = sequence;
      result.sequences.push(sequence);
    }
    sequence.at.push(result.characters.length);
    result.kinds.push(override ?? (character === '' ? 'ON' : kindOf(character)));
    result.characters.push(character);
    result.levels.push(level);
  };
  for (const [at, c] of line.entries()) {
    if (!DIRECTION_MARKS.test(c)) {
      take(c);
      continue;
    }
    if (c === '\u2069') {
      if (tooDeep > 0) tooDeep--;
      else if (stack.some(({ isIsolate }) => isIsolate)) {
        while (!top().isIsolate) stack.pop();
        stack.pop();
        open.pop();
      }
      take('');
      continue;
    }
    if (c === '\u202c') {
      if (tooDeep > 0) tooDeep--;
      else if (stack.length > 1 && !top().isIsolate) stack.pop();
      continue;
    }
    const isIsolate = isolates(c);
    const right = /[\u202b\u202e\u2067]/u.test(c) || (c === '\u2068' && beginsRight(line, at + 1));
    if (isIsolate) take('');
    const { level } = top();
    const next = right ? (level + 1) | 1 : (level + 2) & ~1;
    if (next > DEEPEST || tooDeep > 0) {
      tooDeep++;
      continue;
    }
    const override = c === '\u202e' ? 'R' : c === '\u202d' ? 'L' : null;
    stack.push({ level: next, override, isIsolate });
    if (isIsolate) open.push(null);
  }
  return result;
}

/** W1 to I2: what the characters of one sequence become by those around them. */
function resolve({ level, at }: Sequence, { kinds, levels }: Levels, before: number, behind: number): void {
  const own = at.map((index) => kinds[index] ?? 'ON');
  const start: Kind = Math.max(before, level) % 2 === 1 ? 'R' : 'L';
  const end: Kind = Math.max(behind, level) % 2 === 1 ? 'R' : 'L';
  let strong = start;
  for (const [i, kind] of own.entries()) {
    const next = own[i + 1];
    const last = own[i - 1];
    if ((kind === 'ES' || kind === 'CS') && last === 'EN' && next === 'EN') own[i] = 'EN';
    else if (kind === 'CS' && last === 'AN' && next === 'AN') own[i] = 'AN';
    else if (kind === 'ET' && last === 'EN') own[i] = 'EN';
  }
  for (let i = own.length - 2; i >= 0; i--) if (own[i] === 'ET' && own[i + 1] === 'EN') own[i] = 'EN';
  for (const [i, kind] of own.entries()) {
    if (kind === 'L' || kind === 'R') strong = kind;
    else if (kind === 'ES' || kind === 'ET' || kind === 'CS') own[i] = 'ON';
    else if (kind === 'EN' && strong === 'L') own[i] = 'L';
  }
  const embedding: Kind = level % 2 === 1 ? 'R' : 'L';
  const asStrong = (kind: Kind | undefined): Kind | undefined => (kind === 'EN' || kind === 'AN' ? 'R' : kind);
  for (let i = 0; i < own.length; i++) {
    if (own[i] !== 'ON') continue;
    let to = i;
    while (own[to] === 'ON') to++;
    const left = i === 0 ? start : asStrong(own[i - 1]);
    const right = to >= own.length ? end : asStrong(own[to]);
    own.fill(left === right && left !== undefined ? left : embedding, i, to);
    i = to - 1;
  }
  for (const [i, index] of at.entries()) {
    const kind = own[i];
    if (level % 2 === 0) levels[index] = level + (kind === 'R' ? 1 : kind === 'L' ? 0 : 2);
    else levels[index] = level + (kind === 'R' ? 0 : 1);
  }
}

/** L2: what is deeper stands the other way round inside what is less deep. */
function ordered({ characters, levels }: Levels): string {
  const open: { level: number; parts: string[] }[] = [{ level: 0, parts: [] }];
  const close = (): void => {
    const done = open.pop();
    if (done === undefined) return;
    // each level turns all that is deeper
    open.at(-1)?.parts.push((done.level % 2 === 1 ? done.parts.reverse() : done.parts).join(''));
  };
  for (const [i, character] of characters.entries()) {
    const level = levels[i] ?? 0;
    while ((open.at(-1)?.level ?? 0) > level) close();
    for (let next = (open.at(-1)?.level ?? 0) + 1; next <= level; next++) open.push({ level: next, parts: [] });
    open.at(-1)?.parts.push(character);
  }
  while (open.length > 1) close();
  return open[0]?.parts.join('') ?? '';
}

/** A line as it stands on the screen from the left, without its marks; as it is when it has none. */
export function onScreen(line: string): string {
  if (!DIRECTION_MARKS.test(line)) return line;
  const found = explicit(Array.from(line));
  const depths = [...found.levels];
  for (const sequence of found.sequences) {
    const first = sequence.at[0] ?? 0;
    const last = sequence.at.at(-1) ?? 0;
    resolve(sequence, found, depths[first - 1] ?? 0, depths[last + 1] ?? 0);
  }
  return ordered(found);
}

/** The same where it differs from the order of the letters. */
export function turnedLine(line: string): string {
  const shown = onScreen(line);
  return shown === line.replace(/[\u202a-\u202e\u2066-\u2069]/gu, '') ? line : shown;
}
