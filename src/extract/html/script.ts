import type { EmbeddedFile } from '../format.ts';

/** Calls by which a script puts text into the page, or makes text out of numbers and encodings. */
const WRITES =
  /\bdocument\s*\.\s*write(?:ln)?\b|\.\s*(?:inner|outer)(?:HTML|Text)\b|\[\s*["'](?:inner|outer)(?:HTML|Text)["']\s*\]|\binsertAdjacent(?:HTML|Text)\b|\.\s*textContent\b|\bcreateTextNode\b|\bfromC(?:har|odePoint)(?:Code)?\b|\batob\s*\(|\bunescape\s*\(|\bdecodeURI(?:Component)?\s*\(|\beval\s*\(|\bnew\s+Function\b|\.\s*(?:append|prepend|replaceWith|setHTML)\s*\(|\.\s*srcdoc\b/;

/**
 * Tells whether a script writes text that only running it would show.
 * @param script source of a script element, event handler or javascript: link
 */
export function writesText(script: string): boolean {
  return WRITES.test(script);
}

/**
 * Decodes a data: URI (RFC 2397).
 * @param uri beginning with 'data:'
 * @returns null when it holds nothing
 */
export function decodeDataUri(uri: string): EmbeddedFile | null {
  const comma = uri.indexOf(',');
  if (comma < 0) return null;
  const head = uri.slice(5, Math.min(comma, 300)).toLowerCase();
  const body = uri.slice(comma + 1);
  const type = head.split(';')[0]?.trim() ?? '';
  const bytes = /;\s*base64\s*$/.test(head)
    ? Buffer.from(percentBytes(body).toString('latin1'), 'base64')
    : percentBytes(body);
  if (bytes.length === 0) return null;
  return { name: null, declaredType: type === '' ? 'text/plain' : type, bytes, internal: true };
}

/** More files than this inside one piece of style are not taken out. */
const MOST_PICTURES = 50;

/** Files in data: URIs inside CSS. */
export function stylePictures(css: string): readonly EmbeddedFile[] {
  const files: EmbeddedFile[] = [];
  if (!/data:/i.test(css)) return files;
  for (const match of css.matchAll(/url\(\s*(?:"(data:[^"]*)"|'(data:[^']*)'|(data:[^)]*))/gi)) {
    const file = decodeDataUri((match[1] ?? match[2] ?? match[3] ?? '').trim());
    if (file !== null) files.push(file);
    if (files.length >= MOST_PICTURES) break;
  }
  return files;
}

function percentBytes(text: string): Buffer {
  if (!text.includes('%')) return Buffer.from(text, 'utf8');
  const source = Buffer.from(text, 'utf8');
  const out = Buffer.alloc(source.length);
  let size = 0;
  for (let i = 0; i < source.length; i++) {
    const hex = source[i] === 0x25 ? source.toString('latin1', i + 1, i + 3) : '';
    if (/^[0-9a-fA-F]{2}$/.test(hex)) {
      out[size++] = parseInt(hex, 16);
      i += 2;
    } else out[size++] = source[i] ?? 0;
  }
  return out.subarray(0, size);
}

/** A link as written, and its percent-decoding when that differs. */
export function link(value: string): string {
  if (!value.includes('%')) return value;
  try {
    const decoded = decodeURIComponent(value.replace(/\+/g, ' '));
    return decoded === value ? value : `${value} ${decoded}`;
  } catch (error) {
    if (error instanceof URIError) return value;
    throw error;
  }
}

/** Tags removed in one pass; a '<' without '>' stays. */
export function stripTags(html: string): string {
  const kept: string[] = [];
  let at = 0;
  for (;;) {
    const open = html.indexOf('<', at);
    if (open < 0) break;
    const close = html.indexOf('>', open);
    if (close < 0) break;
    kept.push(html.slice(at, open));
    at = close + 1;
  }
  kept.push(html.slice(at));
  return kept.join('');
}
