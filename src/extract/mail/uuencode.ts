/** Files that old programs write into plain text: uuencode, xxencode-free, and yEnc. */
import type { EmbeddedFile } from '../format.ts';

/** Where an encoded block stands in the text, and what it holds. */
export interface EncodedBlock {
  /** first and last line, inclusive */
  readonly from: number;
  readonly to: number;
  readonly file: EmbeddedFile;
}

/** As liberal as the programs that decode it: any blanks, any mode, no name at all. */
const UU_BEGIN = /^begin(?:-base64)?[ \t]{1,4}[0-7]{3,6}(?:[ \t]{1,4}(\S.{0,250}))?$/i;
const YENC_BEGIN = /^=ybegin (?=.{0,400}size=)/;

/** @returns the bytes of a line and how many of its last ones, zeros, were blanks that got lost on the way */
function uuLine(line: string): { readonly bytes: Buffer; readonly lost: number } {
  const length = (line.charCodeAt(0) - 32) & 63;
  const out: number[] = [];
  // blanks are zeros, and those at the end of a line get lost on the way
  for (let i = 1; out.length < length; i += 4) {
    const [a, b, c, d] = [0, 1, 2, 3].map((k) => ((line.charCodeAt(i + k) || 32) - 32) & 63);
    const group = ((a ?? 0) << 18) | ((b ?? 0) << 12) | ((c ?? 0) << 6) | (d ?? 0);
    out.push((group >> 16) & 255, (group >> 8) & 255, group & 255);
  }
  const bytes = Buffer.from(out.slice(0, length));
  return { bytes, lost: length - bytes.length };
}

function uuBlock(lines: readonly string[], from: number, name: string | null): EncodedBlock | null {
  const base64 = /^begin-base64/i.test(lines[from] ?? '');
  const chunks: Buffer[] = [];
  const padded: Buffer[] = [];
  let at = from + 1;
  for (; at < lines.length; at++) {
    const line = (lines[at] ?? '').trimEnd();
    if (line === 'end' || line === '====') break;
    if (base64) {
      if (!/^[A-Za-z0-9+/=]{0,400}$/.test(line)) break;
      chunks.push(Buffer.from(line, 'base64'));
    } else {
      if (line.length > 100 || /[^\u0020-\u0060]/.test(line)) break;
      if (line === '' || line === '`') continue;
      const decoded = uuLine(line);
      chunks.push(decoded.bytes);
      padded.push(decoded.bytes, Buffer.alloc(decoded.lost));
    }
  }
  const plain = Buffer.concat(chunks);
  // text has no zeros: of its lines other letters were lost
  const bytes = !base64 && plain.includes(0) ? Buffer.concat(padded) : plain;
  if (bytes.length === 0) return null;
  return { from, to: Math.min(at, lines.length - 1), file: { name: name?.trim() ?? null, declaredType: null, bytes } };
}

function yencBlock(lines: readonly string[], from: number): EncodedBlock | null {
  const out: number[] = [];
  const name = / name=(.{1,250})$/.exec((lines[from] ?? '').slice(0, 600))?.[1] ?? null;
  let at = from + 1;
  for (; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (line.startsWith('=yend')) break;
    if (line.startsWith('=ypart ')) continue;
    for (let i = 0; i < line.length; i++) {
      let c = line.charCodeAt(i);
      if (c === 0x3d) c = line.charCodeAt(++i) - 64;
      out.push((c - 42 + 512) & 255);
    }
  }
  if (out.length === 0) return null;
  return { from, to: Math.min(at, lines.length - 1), file: { name, declaredType: null, bytes: Buffer.from(out) } };
}

/** In front of the lines of a block in a reply, or set in. */
const QUOTED_BEGIN = /^([> \t|]{1,20})begin(?:-base64)?[ \t]{1,4}[0-7]{3,6}(?:[ \t]{1,4}(\S.{0,250}))?$/i;

/** A block whose lines all begin with the marks of a reply, or with blanks. */
function quotedBlock(lines: readonly string[], from: number): EncodedBlock | null {
  const [, marks = '', name = null] = QUOTED_BEGIN.exec((lines[from] ?? '').trimEnd()) ?? [];
  if (marks === '') return null;
  const bare: string[] = [''];
  for (let at = from + 1; at < lines.length; at++) {
    const line = lines[at] ?? '';
    const text = line.startsWith(marks) ? line.slice(marks.length) : line.replace(/^[> \t|]{1,20}/, '');
    if (text.trimEnd() === 'end' || text.length > 100 || /[^\u0020-\u0060]/.test(text)) break;
    bare.push(text);
  }
  const block = uuBlock(bare, 0, name);
  return block === null ? null : { ...block, from, to: from + bare.length - 1 };
}

/** Whether a text may hold such a block at all. */
const BEGINS = /(?:^|[\r\n])[> \t|]{0,20}begin(?:-base64)?[ \t]{1,4}[0-7]{3}/i;
export const mayHoldBlocks = (text: string): boolean => BEGINS.test(text) || /(?:^|[\r\n])=ybegin /.test(text);

/** Files that stand uuencoded in text that another reader laid out, as in a pre element of HTML. */
export const encodedFiles = (text: string): readonly EmbeddedFile[] =>
  BEGINS.test(text) ? encodedBlocks(text.split('\n')).map(({ file }) => file) : [];

/**
 * Finds uuencoded and yEnc blocks. Total; a block without its end runs as far as its lines look encoded.
 * @param lines of the text as latin1 code units, without line ends
 */
export function encodedBlocks(lines: readonly string[]): readonly EncodedBlock[] {
  const blocks: EncodedBlock[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (line.length > 600) continue;
    let block: EncodedBlock | null = null;
    if (/^begin/i.test(line)) {
      const match = UU_BEGIN.exec(line.trimEnd());
      if (match !== null) block = uuBlock(lines, at, match[1] ?? null);
    } else if (line.startsWith('=ybegin ') && YENC_BEGIN.test(line)) block = yencBlock(lines, at);
    else if (/^[> \t|]{1,20}begin/i.test(line)) block = quotedBlock(lines, at);
    if (block === null) continue;
    blocks.push(block);
    at = block.to;
  }
  return blocks;
}
