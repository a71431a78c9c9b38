import { randomInt } from 'node:crypto';
import { messageId, type MessageId } from '../core/brand.ts';
import type { Clock } from '../core/clock.ts';

/** Crockford's base 32: no I, L, O, U, so that a reference survives the telephone. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const EPOCH_MS = Date.UTC(2024, 0, 1);
/** 30 bits of two-second steps reach to the year 2092. */
const STEP_MS = 2000;
const HALF = 2 ** 30;
const ID = /^[0-9A-HJKMNP-TV-Z]{12}$/;

function encode(value: number): string {
  let text = '';
  for (let i = 0, rest = value; i < 6; i++, rest = Math.floor(rest / 32)) text = ALPHABET.charAt(rest % 32) + text;
  return text;
}

/**
 * Makes a source of queue ids: six characters of time (two-second steps), six of randomness; ids of one process never repeat.
 * Between nodes a repetition needs the same two seconds and 1 in 2^30; the store's primary key then refuses the second one.
 */
export function queueIds(clock: Clock): () => MessageId {
  let step = -1;
  let given = new Set<number>();
  return () => {
    const now = Math.max(0, Math.floor((clock.now() - EPOCH_MS) / STEP_MS)) % HALF;
    if (now !== step) {
      step = now;
      given = new Set();
    }
    let random = randomInt(HALF);
    while (given.has(random)) random = randomInt(HALF);
    given.add(random);
    return messageId(encode(step) + encode(random));
  };
}

/**
 * Reads a reference as a person typed it: case, blanks and hyphens do not matter, O is 0, I and L are 1 (Crockford). Brackets
 * and punctuation around it were pasted along from a subject, a reply or a log.
 * @returns null when it cannot be a reference of ours
 */
export function parseReference(text: string): MessageId | null {
  const bare = text.trim().replace(/^[[(<"']+|[\])>"'.,;:]+$/g, '');
  const canonical = bare.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
  return ID.test(canonical) ? messageId(canonical) : null;
}
