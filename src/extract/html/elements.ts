/** What the elements and attributes of HTML mean for its text. */
import type { Zone } from '../../core/category.ts';

/** Elements that begin and end a line. */
export const BLOCKS = new Set(
  'address annotation annotation-xml article aside blockquote body center comment dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li main menu nav ol optgroup option p pre search section select summary table tbody tfoot thead title ul textarea button caption xmp listing plaintext'.split(
    ' ',
  ),
);
/** Elements without content and end tag. */
export const VOID = new Set(
  'area base basefont bgsound br col embed frame hr img input isindex keygen link meta param source track wbr'.split(
    ' ',
  ),
);
/** Text directly in these belongs to no cell. */
export const OUTSIDE_CELLS: ReadonlySet<string> = new Set(['table', 'tbody', 'thead', 'tfoot', 'tr']);

export const endsLine = (name: string): boolean =>
  name === 'br' || name === 'tr' || name === 'td' || name === 'th' || BLOCKS.has(name);
export const isPicture = (name: string): boolean => name === 'img' || name === 'image';

/** Elements whose text no mail client shows, or shows above the line (ruby). */
export const NEVER_SHOWN = new Set('rt rp rtc template noscript noembed noframes title head datalist'.split(' '));
const IN_PARAGRAPH = ['p'];
/** What an opening tag closes when it stands on top (HTML §13.1.2.4, optional end tags). */
export const CLOSES: ReadonlyMap<string, readonly string[]> = new Map([
  ['p', IN_PARAGRAPH],
  ['li', ['li']],
  ['dt', ['dt', 'dd']],
  ['dd', ['dt', 'dd']],
  ['option', ['option']],
  ['td', ['td', 'th']],
  ['th', ['td', 'th']],
  ['tr', ['td', 'th', 'tr']],
  ...'div ul ol table h1 h2 h3 h4 pre blockquote section article form hr'
    .split(' ')
    .map((block): [string, string[]] => [block, IN_PARAGRAPH]),
]);

/** Attributes a reader could be shown, and the zone they belong to. */
export const SHOWN_ATTRIBUTES: ReadonlyMap<string, Zone> = new Map([
  ['alt', 'alt-text'],
  ['title', 'alt-text'],
  ['aria-label', 'alt-text'],
  ['aria-description', 'alt-text'],
  ['aria-valuetext', 'alt-text'],
  ['summary', 'alt-text'],
  ['label', 'alt-text'],
  ['abbr', 'alt-text'],
  ['standby', 'alt-text'],
  ['value', 'form'],
  ['placeholder', 'form'],
  ['content', 'metadata'],
]);
/** Attributes that hold addresses. */
export const LINK_ATTRIBUTES = new Set(
  'href src action background cite formaction poster data longdesc srcset xlink:href ping icon'.split(' '),
);
/** Attributes that only arrange things. */
export const TECHNICAL_ATTRIBUTES =
  /^(?:class|style|id|name|type|width|height|border|align|valign|bgcolor|color|face|size|cellpadding|cellspacing|colspan|rowspan|rel|target|lang|xml:lang|dir|role|charset|http-equiv|media|xmlns.*|nowrap|link|vlink|alink|text|start|method|hspace|vspace|tabindex|clear|scope|for|maxlength|loading|decoding|crossorigin|integrity|aria-hidden|hidden|checked|selected|disabled|readonly|v:ext|o:.*|gradientshapeok|coordsize|path|fill.*|stroke.*|d|points|viewbox|x|y|x1|x2|y1|y2|cx|cy|r|rx|ry|transform|sizes)$/;

/** Marks of quoted replies in the HTML of mail clients. */
export const QUOTE_MARKS =
  /(?:^|\s)(?:gmail_quote|gmail_attr|gmail_extra|moz-cite-prefix|yahoo_quoted|OLK_SRC_BODY_SECTION|protonmail_quote|zmail_extra|tutanota_quote|WordSection_quote|mail-quote|qtdSeparateBR)(?=\s|$|_)/i;
/** From these on everything is the original message, to the end of the document. */
export const QUOTE_STARTS =
  /^(?:divRplyFwdMsg|x_divRplyFwdMsg|appendonsend|stopSpelling|mail-editor-reference-message-container|OLK_SRC_BODY_SECTION)$/i;

/** Text of a drawing, and how it may be drawn so that nobody sees it (SVG 2 §13.2). */
const DRAWN_TEXT = /^(?:text|tspan|textpath|tref)$/;
const CLEAR = /^\s*(?:none|transparent|0*(?:\.0\d*)?%?|hidden|collapse)\s*$/i;
const PAINT = ['fill-opacity', 'opacity', 'display', 'visibility', 'font-size'];

/** Whether text of a drawing is drawn without any colour. */
export const isClear = (name: string, attributes: ReadonlyMap<string, string>): boolean =>
  DRAWN_TEXT.test(name) &&
  (PAINT.some((key) => CLEAR.test(attributes.get(key) ?? 'x')) ||
    (/^\s*(?:none|transparent)\s*$/i.test(attributes.get('fill') ?? '') && !attributes.has('stroke')));

/** Attributes that tell elements of one kind apart without changing how they look. */
const OWN = /^(?:id|name|href|title|data-.*|aria-.*|d?x|transform|rotate|textlength|startoffset)$/;

/** How an element is written, for telling those alike: its name and attributes. */
export function kindOf(name: string, attributes: ReadonlyMap<string, string>): string {
  let kind = name;
  for (const [key, value] of attributes) if (!OWN.test(key)) kind += `\0${key}=${value.slice(0, 200)}`;
  return kind;
}
