/** A text's way through the automaton, as fast as the processor's memory lets it. */
import { CLASS_OF } from './alphabet.ts';
import { LOOKAHEAD, lookaheadOf, type Automaton } from './automaton.ts';

/** Units of a text that are looked at in one go. */
const CHUNK = 24_576;
/** A shorter piece is not worth dividing. */
const SHORTEST_DIVIDED = 2_000;
const LANES = 3;
/** Behind a text full stops are read, so that its last word ends; lanes of equal length and lookaheads read a little further. */
const PADDING = 16;
const FULL_STOP = 46;

/** The piece in a form that is read several times as fast as a string. Nothing is kept between texts. */
const units = new Uint16Array(CHUNK * 2);
const bytes = Buffer.from(units.buffer);

/** Classes as a lookahead shows them, by UTF-16 unit. */
const LOOKAHEAD_OF: Uint8Array = CLASS_OF.map(lookaheadOf);
const LOOKAHEAD_BITS = 6;

/** The symbols from an index of the piece on. */
function lookahead(from: number): number {
  let bits = 0;
  for (let place = LOOKAHEAD - 1; place >= 0; place--) {
    bits = (bits << LOOKAHEAD_BITS) | (LOOKAHEAD_OF[units[from + place] as number] as number);
  }
  return bits;
}

/** Events of one lane in order: where, and which. A position has at most one. */
class Lane {
  readonly at = new Int32Array(CHUNK);
  readonly event = new Int32Array(CHUNK);
  count = 0;
}
const first = new Lane();
const second = new Lane();
const third = new Lane();

/** Outputs in the order of the text, in parallel arrays that the next scan uses again. */
export interface Seen {
  readonly count: number;
  readonly output: Int32Array;
  /** index in the text behind the last symbol read */
  readonly end: Int32Array;
}

class SeenOutputs implements Seen {
  output: Int32Array = new Int32Array(4096);
  end: Int32Array = new Int32Array(4096);
  count = 0;

  push(output: number, end: number): void {
    if (this.count === this.output.length) {
      this.output = twiceAsLong(this.output);
      this.end = twiceAsLong(this.end);
    }
    this.output[this.count] = output;
    this.end[this.count++] = end;
  }
}

/** A copy with as much room again. */
export function twiceAsLong(array: Int32Array): Int32Array {
  const longer = new Int32Array(array.length * 2);
  longer.set(array);
  return longer;
}

const seen = new SeenOutputs();

/**
 * Runs a text through the automaton.
 * @param onSeen called for one stretch of the text after the other with the outputs that what follows does not rule out
 */
export function scan(automaton: Automaton, text: string, onSeen: (seen: Seen) => void): void {
  const { reach } = automaton;
  for (let from = 0; from < text.length; from += CHUNK) {
    const begin = Math.max(0, from - reach);
    const end = Math.min(text.length, from + CHUNK);
    const piece = begin === 0 && end === text.length ? text : text.slice(begin, end + LOOKAHEAD);
    bytes.write(piece, 0, 'utf16le');
    units.fill(FULL_STOP, piece.length, piece.length + PADDING);
    // the full stop behind the text ends its last word; what stands behind a chunk is told by the next one
    scanPiece(automaton, begin, from - begin, end === text.length ? end - begin + 1 : end - begin);
    onSeen(seen);
  }
}

/** Collects what is seen in [from, until) of the piece. @param begin where the piece begins in the text */
function scanPiece(automaton: Automaton, begin: number, from: number, until: number): void {
  const { reach } = automaton;
  seen.count = 0;
  if (until < SHORTEST_DIVIDED || until < reach * LANES) {
    readAlone(automaton, until);
    collect(automaton, first, 0, from, until, begin);
    return;
  }
  const stretch = Math.ceil((until + (LANES - 1) * reach) / LANES);
  const step = stretch - reach;
  readAbreast(automaton, stretch);
  collect(automaton, first, 0, from, until, begin);
  collect(automaton, second, step, stretch, until, begin);
  collect(automaton, third, 2 * step, step + stretch, until, begin);
}

/** Collects the outputs of a lane that began at `offset` of the piece, for what stands in [from, until) of it. */
function collect(
  { eventOutput, nextOutput, outputMask, outputNext }: Automaton,
  { at, event, count }: Lane,
  offset: number,
  from: number,
  until: number,
  begin: number,
): void {
  for (let i = 0; i < count; i++) {
    const index = offset + (at[i] as number);
    if (index < from || index >= until) continue;
    let ahead = -1;
    for (let output = eventOutput[event[i] as number] as number; output >= 0; output = nextOutput[output] as number) {
      const mask = outputMask[output] as number;
      if (mask !== 0) {
        if (ahead < 0) ahead = lookahead(index + 1);
        if ((ahead & mask) !== outputNext[output]) continue;
      }
      seen.push(output, begin + index + 1);
    }
  }
}

// The casts here say that an index is in range: `?? 0` would be asked for every letter of every mail.

function readAlone({ table, eventTarget, start }: Automaton, length: number): void {
  const classes = CLASS_OF;
  const { at, event } = first;
  let count = 0;
  let state = start;
  for (let i = 0; i < length; i++) {
    state = table[state + (classes[units[i] as number] as number)] as number;
    if (state < 0) {
      at[count] = i;
      event[count++] = ~state;
      state = eventTarget[~state] as number;
    }
  }
  first.count = count;
}

/**
 * Reads three stretches of the piece at the same time. Each step of the automaton waits for the memory of the one before it; three
 * that do not depend on each other wait together. A lane knows all that a lane from the beginning would know once it has read `reach`
 * units: it begins so far ahead, and what it reports there is left out.
 */
function readAbreast({ table, eventTarget, start, reach }: Automaton, stretch: number): void {
  const classes = CLASS_OF;
  const step = stretch - reach;
  let a = start;
  let b = start;
  let c = start;
  first.count = second.count = third.count = 0;
  for (let i = 0; i < stretch; i++) {
    a = table[a + (classes[units[i] as number] as number)] as number;
    b = table[b + (classes[units[i + step] as number] as number)] as number;
    c = table[c + (classes[units[i + 2 * step] as number] as number)] as number;
    if ((a | b | c) < 0) {
      if (a < 0) {
        note(first, i, ~a);
        a = eventTarget[~a] as number;
      }
      if (b < 0) {
        note(second, i, ~b);
        b = eventTarget[~b] as number;
      }
      if (c < 0) {
        note(third, i, ~c);
        c = eventTarget[~c] as number;
      }
    }
  }
}

function note(lane: Lane, at: number, event: number): void {
  lane.at[lane.count] = at;
  lane.event[lane.count++] = event;
}
