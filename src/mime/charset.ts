import { TextDecoder } from 'node:util';
import iconv from 'iconv-lite';

/** Names seen in mail that iconv-lite does not list, or lists as something narrower than what is really sent. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  // WHATWG: what calls itself Latin-1 or ASCII is cp1252 when it uses 0x80–0x9F
  ['iso-8859-1', 'windows-1252'],
  ['iso8859-1', 'windows-1252'],
  ['latin1', 'windows-1252'],
  ['ascii', 'windows-1252'],
  ['us-ascii', 'windows-1252'],
  ['ansi_x3.4-1968', 'windows-1252'],
  ['iso-8859-9', 'windows-1254'],
  ['unicode-1-1-utf-7', 'utf-7'],
  ['unicode-1-1-utf-8', 'utf-8'],
  ['utf8mb4', 'utf-8'],
  ['utf-8-sig', 'utf-8'],
  ['iso-10646-ucs-2', 'utf-16be'],
  ['unicode', 'utf-16'],
  ['ks_c_5601', 'cp949'],
  ['iso-8859-8-i', 'iso-8859-8'],
]);

const normalised = (charset: string): string => {
  const name = charset
    .trim()
    .replace(/^["']|["']$/g, '')
    .toLowerCase();
  return ALIASES.get(name) ?? name;
};

const iconvKnows = (name: string): boolean =>
  name !== '' && !/^(?:base64|hex|binary|internal)$/.test(name) && iconv.encodingExists(name);

/** Node's own decoder, for the stateful charsets that iconv-lite leaves out (ISO-2022-JP); null when it does not know the name. */
function builtIn(name: string): TextDecoder | null {
  try {
    return new TextDecoder(name);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/**
 * Tells whether a charset name can be decoded.
 * @param charset as declared in a header
 */
export function knownCharset(charset: string): boolean {
  const name = normalised(charset);
  return iconvKnows(name) || builtIn(name) !== null;
}

/** Nearly every mail; Node's own decoder takes a tenth of the time. The mark at the beginning is no text. */
const utf8 = (bytes: Buffer): string => {
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return bytes.toString('utf8', marked ? 3 : 0);
};

/**
 * Decodes bytes by a declared charset; an unknown name is read as cp1252, so that digits and ASCII words survive.
 * @param bytes any
 * @param charset as declared, any case, quotes allowed
 */
export function decodeCharset(bytes: Buffer, charset: string): string {
  const name = normalised(charset);
  if (name === 'utf-8' || name === 'utf8') return utf8(bytes);
  if (iconvKnows(name)) return iconv.decode(bytes, name);
  return builtIn(name)?.decode(bytes) ?? iconv.decode(bytes, 'windows-1252');
}
