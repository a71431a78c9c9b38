/**
 * Property sets of compound files ([MS-OLEPS]): SummaryInformation and DocumentSummaryInformation, in the code page that they
 * name. LibreOffice writes UTF-8 there, Office that of the machine.
 */
import iconv from 'iconv-lite';

/** Types of values that hold text ([MS-OLEPS] 2.15). */
const CODE_PAGE_TEXT = 0x1e;
const WIDE_TEXT = 0x1f;
const CODE_PAGE_PROPERTY = 1;
const DICTIONARY_PROPERTY = 0;
const VECTOR = 0x1000;
/** Vectors of values with a type of their own each: headings of a document's parts. */
const VARIANT = 0x0c;
const MOST_SECTIONS = 8;
const MOST_VALUES = 1_000;
const WIDE_CODE_PAGE = 1200;
const UTF8_CODE_PAGE = 65001;

/**
 * Texts of a property set stream, each once.
 * @param bytes the whole stream
 * @returns nothing for bytes of another kind; what stands before the first thing that cannot be followed otherwise
 */
export function propertyTexts(bytes: Buffer): readonly string[] {
  if (bytes.length < 48 || bytes.readUInt16LE(0) !== 0xfffe) return [];
  const texts = new Set<string>();
  const sections = Math.min(bytes.readUInt32LE(24), MOST_SECTIONS);
  for (let section = 0; section < sections; section++) {
    const entry = 28 + section * 20;
    if (entry + 20 > bytes.length) break;
    readSection(bytes.subarray(bytes.readUInt32LE(entry + 16)), (text) => {
      const tidy = text.replace(/\0/gu, '').trim();
      if (tidy !== '') texts.add(tidy);
    });
  }
  return [...texts];
}

type Take = (text: string) => void;

function readSection(section: Buffer, take: Take): void {
  if (section.length < 8) return;
  const count = Math.min(section.readUInt32LE(4), MOST_VALUES);
  const values: { readonly id: number; readonly at: number }[] = [];
  for (let i = 0; i < count && 16 + i * 8 <= section.length; i++) {
    const at = section.readUInt32LE(12 + i * 8);
    if (at + 8 <= section.length) values.push({ id: section.readUInt32LE(8 + i * 8), at });
  }
  const named = values.find(({ id }) => id === CODE_PAGE_PROPERTY);
  const codePage = named === undefined ? 1252 : section.readUInt16LE(named.at + 4);
  const decode = decoderOf(codePage);
  const names = namesIn(section, values.find(({ id }) => id === DICTIONARY_PROPERTY)?.at, codePage, decode);
  for (const { id, at } of values) {
    if (id === DICTIONARY_PROPERTY || id === CODE_PAGE_PROPERTY) continue;
    const name = names.get(id);
    readValue(section, at, decode, (text) => take(name === undefined ? text : `${name}: ${text}`));
  }
}

const LONGEST_NAME = 255;

/** What properties of somebody's own are called ([MS-OLEPS] 2.17). */
function namesIn(
  section: Buffer,
  at: number | undefined,
  codePage: number,
  decode: (bytes: Buffer) => string,
): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  if (at === undefined) return names;
  const isWide = codePage === WIDE_CODE_PAGE;
  let left = Math.min(section.readUInt32LE(at), MOST_VALUES);
  for (let next = at + 4; left > 0 && next + 8 <= section.length; left--) {
    const length = section.readUInt32LE(next + 4) * (isWide ? 2 : 1);
    if (length > 2 * LONGEST_NAME) break;
    const bytes = section.subarray(next + 8, next + 8 + length);
    // LibreOffice writes names in UTF-8, whatever code page the section names
    const plain = isWide ? decode(bytes) : bytes.toString('utf8');
    const name = (plain.includes('\ufffd') ? decode(bytes) : plain).replace(/\0/gu, '').trim();
    if (name !== '') names.set(section.readUInt32LE(next), name);
    next += 8 + (isWide ? Math.ceil(length / 4) * 4 : length);
  }
  return names;
}

function readValue(section: Buffer, at: number, decode: (bytes: Buffer) => string, take: Take): void {
  const type = section.readUInt16LE(at);
  const kind = type & ~VECTOR;
  if (kind !== CODE_PAGE_TEXT && kind !== WIDE_TEXT && kind !== VARIANT) return;
  const isVector = (type & VECTOR) !== 0;
  let left = isVector ? Math.min(section.readUInt32LE(at + 4), MOST_VALUES) : 1;
  for (let next = at + (isVector ? 8 : 4); left > 0 && next + 4 <= section.length; left--) {
    let own = kind;
    if (kind === VARIANT) {
      own = section.readUInt16LE(next);
      next += 4;
      if (own !== CODE_PAGE_TEXT && own !== WIDE_TEXT) {
        next += 4;
        continue;
      }
      if (next + 4 > section.length) return;
    }
    const length = section.readUInt32LE(next) * (own === WIDE_TEXT ? 2 : 1);
    const bytes = section.subarray(next + 4, next + 4 + length);
    take(own === WIDE_TEXT ? bytes.toString('utf16le') : decode(bytes));
    next += 4 + (isVector && kind === CODE_PAGE_TEXT ? length : Math.ceil(length / 4) * 4);
  }
}

function decoderOf(codePage: number): (bytes: Buffer) => string {
  if (codePage === UTF8_CODE_PAGE) return (bytes) => bytes.toString('utf8');
  if (codePage === WIDE_CODE_PAGE) return (bytes) => bytes.toString('utf16le');
  const name = `cp${codePage}`;
  return (bytes) => iconv.decode(bytes, iconv.encodingExists(name) ? name : 'win1252');
}
