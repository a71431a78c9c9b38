/**
 * Our checkers against independent validators, number by number. Every disagreement must have one of the named reasons.
 * The validators are not needed to build or run Brevvakt; where a package is not installed its comparison says so.
 */
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { luhnDigit, norwegianChecks } from '../../../testing/id-arbitraries.ts';
import { readToday, type Today } from './calendar.ts';
import { checkNorwegian } from './fodselsnummer.ts';
import { checkHetu } from './hetu.ts';
import { checkSwedish } from './samordningsnummer.ts';

const NUMBERS = 40_000;
/** The validators look at the clock, so ours must have the same day. */
const today: Today = readToday(new Date().toISOString());
const load = createRequire(import.meta.url);

/** A package's exports, or null where it is not installed. */
function installed(name: string): unknown {
  try {
    return load(name);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND') return null;
    throw error;
  }
}

type Predicate = (text: string) => unknown;
const isFunction = (value: unknown): value is Predicate => typeof value === 'function';

/** A function among a package's exports by its path ('FinnishSSN.validate'). */
function exported(module: unknown, path: string): Predicate {
  let owner: unknown = null;
  let value: unknown = module;
  for (const name of path.split('.')) {
    owner = value;
    value = Object(value)[name];
  }
  if (!isFunction(value)) throw new TypeError(`no function ${path}`);
  return value.bind(owner);
}

function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}
const two = (n: number): string => String(n).padStart(2, '0');
const three = (n: number): string => String(n).padStart(3, '0');

/** Counts disagreements that no reason explains. */
function unexplained(
  make: () => string,
  ours: (text: string) => boolean,
  theirs: (text: string) => boolean,
  reasonFor: (text: string) => string | null,
): string[] {
  const left: string[] = [];
  for (let i = 0; i < NUMBERS; i++) {
    const text = make();
    if (ours(text) !== theirs(text) && reasonFor(text) === null) left.push(text);
  }
  return left;
}

const personnummerPackage = installed('personnummer');
const navikt = installed('@navikt/fnrvalidator');
const finnish = installed('finnish-ssn');
const named = (name: string, module: unknown): string =>
  module === null ? `${name} (package not installed: not compared)` : name;

describe('differential', () => {
  it.skipIf(personnummerPackage === null)(named('personnummer', personnummerPackage), () => {
    const roll = dice(11);
    const valid = exported(personnummerPackage, 'valid');
    const make = (): string => {
      const day = roll(2) === 0 ? roll(33) : 60 + roll(33);
      const nine = `${two(roll(100))}${two(roll(14))}${two(day)}${three(roll(1000))}`;
      return `${18 + roll(3)}${nine}${roll(3) === 0 ? roll(10) : luhnDigit(nine)}`;
    };
    const reasonFor = (text: string): string | null => {
      const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(4, 6)), Number(text.slice(6, 8))];
      if (year < 1890) return 'before our first year';
      if (year >= today.year) return 'in the future';
      if (day >= 60 && day <= 91 && month <= 12) return 'samordningsnummer with a day that no calendar has';
      return null;
    };
    const ours = (text: string): boolean => checkSwedish(text, '', today)?.strength === 'full';
    expect(unexplained(make, ours, (text) => valid(text) === true, reasonFor)).toEqual([]);
  });

  it.skipIf(navikt === null)(named('@navikt/fnrvalidator', navikt), () => {
    const roll = dice(12);
    const idnr = exported(navikt, 'idnr');
    const make = (): string => {
      const month = [0, 40, 65, 80][roll(4)] ?? 0;
      const nine = `${two((roll(2) === 0 ? 0 : 40) + roll(33))}${two(month + roll(14))}${two(roll(100))}${three(roll(1000))}`;
      const random = two(roll(100));
      return nine + (roll(3) === 0 ? random : (norwegianChecks(nine) ?? random));
    };
    const reasonFor = (text: string): string | null => {
      const month = Number(text.slice(2, 4));
      if (month >= 66 && month <= 77) return 'synthetic series month + 65, which they do not know';
      const isPlain = text < '32' && month <= 12;
      return isPlain ? 'individual number that no century in our window has' : null;
    };
    const ours = (text: string): boolean => checkNorwegian(text, today, 'on')?.strength === 'full' && text < '8';
    const theirs = (text: string): boolean => Object(idnr(text)).status === 'valid';
    expect(unexplained(make, ours, theirs, reasonFor)).toEqual([]);
  });

  it.skipIf(finnish === null)(named('finnish-ssn', finnish), () => {
    const roll = dice(13);
    const validate = exported(finnish, 'FinnishSSN.validate');
    const make = (): string => {
      const date = `${two(roll(33))}${two(roll(14))}${two(roll(100))}`;
      const serial = three(roll(1000));
      const check = '0123456789ABCDEFHJKLMNPRSTUVWXY'.charAt(roll(3) === 0 ? roll(31) : Number(date + serial) % 31);
      return date + '+-YXWVUABCDEF'.charAt(roll(13)) + serial + check;
    };
    const reasonFor = (text: string): string | null => {
      const yy = Number(text.slice(4, 6));
      if (text.charAt(6) === '+' && yy < 90) return 'before our first year';
      if (Number(text.slice(7, 10)) < 2) return 'serial 000 or 001, never issued';
      return /[A-F]/.test(text.charAt(6)) && 2000 + yy >= today.year ? 'in the future' : null;
    };
    const ours = (text: string): boolean => checkHetu(text, today)?.strength === 'full';
    expect(unexplained(make, ours, (text) => validate(text) === true, reasonFor)).toEqual([]);
  });
});
