/** Destinations of RTF 1.9.1: control words that say what the text of their group is for. */
import iconv from 'iconv-lite';
import type { Zone } from '../../core/category.ts';

/** What happens to the text of a group. */
export type Destination =
  | { readonly kind: 'text' }
  /** paragraphs of their own */
  | { readonly kind: 'story'; readonly zone: Zone; readonly locator: string; readonly counted?: boolean }
  /** told as one line */
  | { readonly kind: 'line'; readonly zone: Zone; readonly locator: string }
  /** hexadecimal bytes */
  | { readonly kind: 'bytes'; readonly what: 'picture' | 'object' | 'store' }
  /** tables of the document: told only when something in them has the shape of an identifier */
  | { readonly kind: 'quiet' }
  | { readonly kind: 'fonts' };

const story = (zone: Zone, locator: string, counted = false): Destination => ({
  kind: 'story',
  zone,
  locator,
  counted,
});
const line = (zone: Zone, locator = ''): Destination => ({ kind: 'line', zone, locator });
const QUIET: Destination = { kind: 'quiet' };

/** By control word. */
export const DESTINATIONS: ReadonlyMap<string, Destination> = new Map<string, Destination>([
  ['header', story('header', 'header')],
  ['headerl', story('header', 'header')],
  ['headerr', story('header', 'header')],
  ['headerf', story('header', 'header')],
  ['footer', story('footer', 'footer')],
  ['footerl', story('footer', 'footer')],
  ['footerr', story('footer', 'footer')],
  ['footerf', story('footer', 'footer')],
  ['footnote', story('footnote', 'footnote', true)],
  ['annotation', story('comment', 'comment')],
  ['atnauthor', line('comment', 'author of a comment')],
  ['atnid', line('comment', 'author of a comment')],
  ['shptxt', story('textbox', '')],
  ['dptxbxtext', story('textbox', '')],
  ['do', { kind: 'text' }],
  ['fldinst', line('field')],
  ['fldrslt', { kind: 'text' }],
  ['shp', { kind: 'text' }],
  ['shpinst', { kind: 'text' }],
  ['shprslt', { kind: 'text' }],
  ['sp', { kind: 'text' }],
  ['sn', QUIET],
  ['sv', line('alt-text')],
  ['bkmkstart', line('bookmark')],
  ['bkmkend', QUIET],
  ['ffname', line('form')],
  ['ffdeftext', line('form')],
  ['ffstattext', line('form')],
  ['ffhelptext', line('form')],
  ['ffl', line('form')],
  ['formfield', line('form')],
  ['title', line('metadata')],
  ['subject', line('metadata')],
  ['author', line('metadata')],
  ['manager', line('metadata')],
  ['company', line('metadata')],
  ['operator', line('metadata')],
  ['category', line('metadata')],
  ['keywords', line('metadata')],
  ['comment', line('metadata')],
  ['doccomm', line('metadata')],
  ['hlinkbase', line('link')],
  ['propname', line('metadata')],
  ['staticval', line('metadata')],
  ['docvar', line('metadata')],
  ['info', line('metadata')],
  ['generator', QUIET],
  ['pict', { kind: 'bytes', what: 'picture' }],
  ['objdata', { kind: 'bytes', what: 'object' }],
  ['datastore', { kind: 'bytes', what: 'store' }],
  ['themedata', QUIET],
  ['colorschememapping', QUIET],
  ['blipuid', QUIET],
  ['picprop', { kind: 'text' }],
  ['shppict', { kind: 'text' }],
  ['nonshppict', { kind: 'text' }],
  ['object', { kind: 'text' }],
  ['objclass', QUIET],
  ['result', { kind: 'text' }],
  ['fonttbl', { kind: 'fonts' }],
  ['colortbl', QUIET],
  ['stylesheet', { kind: 'quiet' }],
  ['listtable', QUIET],
  ['listoverridetable', QUIET],
  ['rsidtbl', QUIET],
  ['latentstyles', QUIET],
  ['xmlnstbl', QUIET],
  ['mmathPr', QUIET],
  ['nesttableprops', { kind: 'text' }],
  ['nonesttables', line('hidden')],
  ['revtbl', line('metadata', 'author of changes')],
  ['pn', QUIET],
  ['pgptbl', QUIET],
  ['falt', QUIET],
  ['panose', QUIET],
  ['filetbl', line('link')],
  ['template', line('metadata')],
  ['listtext', { kind: 'text' }],
  ['pntext', { kind: 'text' }],
  ['upr', { kind: 'text' }],
  ['ud', line('body')],
  ['xe', line('field')],
  ['txe', line('field')],
  ['rxe', line('field')],
  ['tc', line('field')],
  ['tcn', line('field')],
  ['mmconnectstr', line('metadata')],
  ['mmquery', line('metadata')],
  ['mmdatasource', line('metadata')],
  ['mmheadersource', line('metadata')],
  ['mmmailsubject', line('metadata')],
  ['mmaddfieldname', line('metadata')],
  ['xmlname', QUIET],
  ['xmlattrname', QUIET],
  ['xmlattrvalue', line('metadata')],
  ['datafield', { kind: 'bytes', what: 'store' }],
]);

/** Code page of a font's \fcharset. */
export function codePageOfCharset(charset: number): string {
  return CHARSETS.get(charset) ?? '';
}

const CHARSETS: ReadonlyMap<number, string> = new Map([
  [0, 'win1252'],
  [77, 'macroman'],
  [161, 'win1253'],
  [162, 'win1254'],
  [163, 'win1258'],
  [177, 'win1255'],
  [178, 'win1256'],
  [186, 'win1257'],
  [204, 'win1251'],
  [222, 'cp874'],
  [238, 'win1250'],
]);

/** What tells digits from others between them that nobody sees: size, colour, width, height on the line. */
export const LOOKS: ReadonlySet<string> = new Set(
  'fs cf cb highlight chcbpat chshdng charscalex up dn super sub nosupersub expnd expndtw'.split(' '),
);

/** Semicolons and blanks at the end of a table entry are punctuation; an expression would look at every run of them. */
export function withoutTail(text: string): string {
  let end = text.length;
  while (end > 0 && /[;\s]/u.test(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}

/** Encoding of a code page by its number, Western European for one that is not known. */
export const codePage = (number: number): string =>
  number === 65001 ? 'utf8' : iconv.encodingExists(`cp${number}`) ? `cp${number}` : 'win1252';
