/**
 * The exact-match register: numbers, names and addresses that must never leave, stored as keyed hashes only.
 * Whoever imports them and whoever looks them up normalise and hash in the same way: here.
 */
import { createHmac } from 'node:crypto';
import type { DetectorData } from '../core/detector-data.ts';
import type { Span } from '../core/text.ts';
import { canonicalForm } from './terms/alphabet.ts';

/** Most words of a registered name or address. */
const MOST_WORDS = 4;
/** A hostile text of capitals only costs this many hashes. */
const MOST_LOOKUPS = 200_000;

/** The form a value is hashed in: letters folded, everything but letters and digits gone. */
export function registerForm(value: string): string {
  return canonicalForm(value).replace(/[^\p{L}\p{N}]/gu, '');
}

/** Hash of a value under the register's key, base64. @param key secret bytes */
export function registerHash(key: Uint8Array, value: string): string {
  return createHmac('sha256', key).update(registerForm(value)).digest('base64');
}

/** Looks for registered values in a text. */
export interface Register {
  find(text: string): readonly Span[];
}

// Words that begin with a capital or hold a digit: what names, addresses and numbers are made of.
const WORD = /[\p{L}\p{N}][\p{L}\p{N}'’]{0,40}/gu;

/** Compiles the register; null when none is loaded. */
export function compileRegister(register: DetectorData['register']): Register | null {
  if (register === null) return null;
  const key = Buffer.from(register.keyBase64, 'base64');
  const hashes = new Set(register.hashes);
  return { find: (text) => find(text, key, hashes) };
}

function find(text: string, key: Uint8Array, hashes: ReadonlySet<string>): readonly Span[] {
  const words = [...text.matchAll(WORD)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
  const out: Span[] = [];
  const tried = new Map<string, boolean>();
  for (let i = 0; i < words.length; i++) {
    const first = words[i];
    if (first === undefined || !/[\p{Lu}\p{N}]/u.test(text.charAt(first.start))) continue;
    for (let n = 0; n < MOST_WORDS; n++) {
      const last = words[i + n];
      if (last === undefined || last.end - first.start > 80) break;
      const value = registerForm(text.slice(first.start, last.end));
      if (value.length < 4) continue;
      let known = tried.get(value);
      if (known === undefined) {
        if (tried.size >= MOST_LOOKUPS) return out;
        known = hashes.has(registerHash(key, value));
        tried.set(value, known);
      }
      if (!known) continue;
      out.push({ start: first.start, end: last.end });
      if (out.length >= 100) return out;
    }
  }
  return out;
}
