/**
 * Encrypted files wait until the rest of their mail was read: the password may stand in an attachment behind them, in the comment of
 * the archive itself, or in a file that another one held.
 */
import type { Extraction } from './format.ts';

/** What one reading of an encrypted file gave, without the bytes of what was in it. */
export interface FirstReading {
  readonly seen: ReadonlySet<string>;
  readonly closed: Extraction['uninspected'];
  /** passwords that were tried in vain */
  readonly tried: ReadonlySet<string>;
}

const isClosed = ({ reason, encryption }: Extraction['uninspected'][number]): boolean =>
  reason === 'encrypted' && encryption !== undefined;

/** Equal for what need not be taken twice. Files are told by their names, sizes and places in the list of equal ones. */
function keysOf({ texts, embedded, uninspected, signals }: Extraction): readonly (readonly string[])[] {
  const used = new Map<string, number>();
  const file = ({ name, bytes }: Extraction['embedded'][number]): string => {
    const key = `file ${name ?? ''} ${bytes.length}`;
    const count = used.get(key) ?? 0;
    used.set(key, count + 1);
    return `${key} ${count}`;
  };
  return [
    texts.map(({ where, path, text }) => `text ${where} ${path.join('/')} ${text}`),
    embedded.map(file),
    uninspected.map((one) => `uninspected ${one.path.join('/')} ${one.reason} ${one.detail}`),
    signals.map((one) => `signal ${one.kind} ${one.zone} ${one.locator} ${one.detail}`),
  ];
}

/** @returns null when nothing in the file is closed. @param tried the passwords that its reader asked for */
export function heldBack(extraction: Extraction, tried: readonly string[]): FirstReading | null {
  if (!extraction.uninspected.some(isClosed)) return null;
  return {
    seen: new Set(keysOf(extraction).flat()),
    closed: extraction.uninspected.filter(isClosed),
    tried: new Set(tried),
  };
}

/** What of a first reading can be taken at once: all but what is closed. */
export const openPart = (extraction: Extraction): Extraction => ({
  ...extraction,
  uninspected: extraction.uninspected.filter((one) => !isClosed(one)),
});

/**
 * Another reading without what only seems closed: files that the first one opened with a password that was not tried again.
 */
export function withoutOpened(first: FirstReading, second: Extraction): Extraction {
  const closed = new Set(first.closed.map(({ path }) => path.join('/')));
  const opened = (path: readonly string[]): boolean =>
    !closed.has(path.join('/')) && [...first.seen].some((key) => key.startsWith(`file ${path.at(-1) ?? ''} `));
  return { ...second, uninspected: second.uninspected.filter((one) => !(isClosed(one) && opened(one.path))) };
}

/** What another reading, with more passwords, adds to the first one; what is still closed comes along. */
export function added(first: FirstReading, second: Extraction): Extraction {
  const [texts, embedded, uninspected, signals] = keysOf(second);
  const isNew = (keys: readonly string[] | undefined, at: number): boolean => !first.seen.has(keys?.[at] ?? '');
  return {
    texts: second.texts.filter((_one, at) => isNew(texts, at)),
    embedded: second.embedded.filter((_one, at) => isNew(embedded, at)),
    uninspected: second.uninspected.filter((one, at) => isClosed(one) || isNew(uninspected, at)),
    signals: second.signals.filter((_one, at) => isNew(signals, at)),
  };
}
