/**
 * Documents whose lists and fields show a number that stands in no text. Each takes a number as six digits, a hyphen and four; with
 * another number it is a document of the same shape that nobody has to stop.
 */
import { bare, docxOf, each, htmlOf, odtOf, p, r, rtfOf, slideOf, textOf, twelve } from './small-documents.ts';

type EvasiveFile = readonly [name: string, make: (number: string) => Buffer];

const LABEL = 'Personnummer';
const halves = (number: string): readonly string[] => [number.slice(0, 6), number.slice(7)];
const digits = (number: string): readonly string[] => Array.from(bare(number));
const pairs = (number: string): readonly string[] => twelve(number).match(/../gu) ?? [];

const listed = (list: number): string => `<w:numPr><w:ilvl w:val="0"/><w:numId w:val="${list}"/></w:numPr>`;
const level = (inside: string): string => `<w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/>${inside}</w:lvl>`;
const kind = (id: number, inside: string): string =>
  `<w:abstractNum w:abstractNumId="${id}">${level(inside)}</w:abstractNum>`;
const list = (id: number, of: number, inside = ''): string =>
  `<w:num w:numId="${id}"><w:abstractNumId w:val="${of}"/>${inside}</w:num>`;
const items = (count: number, text: string): string =>
  Array.from({ length: count }, (_, at) => p(text === '' ? '' : r(text), listed(at + 1))).join('');
/** A list of its own kind for each start. */
const started = (label: string, starts: readonly string[], text = 'x'): Buffer =>
  docxOf(p(r(label)) + items(starts.length, text), {
    numbering:
      starts.map((start, at) => kind(at, `<w:start w:val="${start}"/><w:lvlText w:val="%1."/>`)).join('') +
      starts.map((_, at) => list(at + 1, at)).join(''),
  });
/** Lists of one kind that each begin again. */
const overridden = (starts: readonly string[], text: string, how: (start: string) => string): Buffer =>
  docxOf(p(r(LABEL)) + items(starts.length, text), {
    numbering:
      kind(0, '<w:start w:val="1"/><w:lvlText w:val="%1."/>') +
      starts.map((start, at) => list(at + 1, 0, `<w:lvlOverride w:ilvl="0">${how(start)}</w:lvlOverride>`)).join(''),
  });
const restart = (start: string): string => `<w:startOverride w:val="${start}"/>`;
/** One list with a level as given before a paragraph. */
const formatted = (inside: string, text: string): Buffer =>
  docxOf(items(1, text), { numbering: kind(0, inside) + list(1, 0) });

const mark = (type: string): string => `<w:r><w:fldChar w:fldCharType="${type}"/></w:r>`;
const field = (code: string, result = ''): string =>
  `${mark('begin')}<w:r><w:instrText> ${code} </w:instrText></w:r>${result === '' ? '' : mark('separate') + result}${mark('end')}`;
const seq = (number: string): string => field(`SEQ a \\* ARABIC \\r${number}`);

const odtItem = (start: string): string =>
  `<text:list><text:list-item text:start-value="${start}"><text:p>x</text:p></text:list-item></text:list>`;
const odtLabel = `<text:p>${LABEL}</text:p>`;
const odtList = (style: string): string =>
  `<text:list text:style-name="${style}"><text:list-item><text:p>x</text:p></text:list-item></text:list>`;
const odtStyle = (name: string, attributes: string): string =>
  `<text:list-style style:name="${name}"><text:list-level-style-number text:level="1" ${attributes}/></text:list-style>`;

const rtfLists = (starts: readonly string[]): Buffer =>
  rtfOf(
    `{\\*\\listtable${starts.map((start, at) => `{\\list{\\listlevel\\levelnfc0\\levelstartat${start}{\\leveltext\\'02\\'00.;}}\\listid${at + 1}}`).join('')}}` +
      `{\\*\\listoverridetable${starts.map((_, at) => `{\\listoverride\\listid${at + 1}\\listoverridecount0\\ls${at + 1}}`).join('')}}` +
      `${LABEL}\\par ${starts.map((_, at) => `\\pard\\ls${at + 1} x\\par `).join('')}`,
  );
const bullet = (start: string): string =>
  `<a:p><a:pPr><a:buAutoNum type="arabicPeriod" startAt="${start}"/></a:pPr><a:r><a:t>x</a:t></a:r></a:p>`;
const slideLabel = `<a:p><a:r><a:t>${LABEL}</a:t></a:r></a:p>`;

/** By what is done. */
export const EVASIVE_LISTS: Readonly<Record<string, EvasiveFile>> = {
  'lists of Word that begin at a digit each': ['a.docx', (t) => started('', Array.from(twelve(t)))],
  'lists of Word behind a label': ['a.docx', (t) => started(LABEL, digits(t))],
  'lists of Word that begin at a half each': ['a.docx', (t) => started(LABEL, halves(t))],
  'lists of Word that begin at two digits each': ['a.docx', (t) => started(LABEL, pairs(t))],
  'lists of Word with words': ['a.docx', (t) => started(LABEL, digits(t), 'Ta med bröd och mjölk')],
  'lists of Word that begin again': ['a.docx', (t) => overridden(digits(t), 'x', restart)],
  'lists of Word without text': ['a.docx', (t) => overridden(digits(t), '', restart)],
  'lists of Word with a level of their own': [
    'a.docx',
    (t) => overridden(digits(t), 'x', (start) => `<w:lvl w:ilvl="0"><w:start w:val="${start}"/></w:lvl>`),
  ],
  'lists of Word that styles bring': [
    'a.docx',
    (t) =>
      docxOf(p(r(LABEL)) + digits(t).map((_, at) => p(r('x'), `<w:pStyle w:val="S${at}"/>`)).join(''), {
        numbering: digits(t).map((start, at) => kind(at, `<w:start w:val="${start}"/>`) + list(at + 1, at)).join(''),
        styles: digits(t).map((_, at) => `<w:style w:styleId="S${at}"><w:pPr>${listed(at + 1)}</w:pPr></w:style>`).join(''),
      }), // prettier-ignore
  ],
  'the first digits in the number of a list': [
    'a.docx',
    (t) => formatted(`<w:suff w:val="nothing"/><w:start w:val="${t.slice(0, 3)}"/><w:lvlText w:val="%1"/>`, t.slice(3)),
  ],
  'the first digits in the mark of a list': [
    'a.docx',
    (t) => formatted(`<w:suff w:val="nothing"/><w:lvlText w:val="${t.slice(0, 3)}"/>`, t.slice(3)),
  ],
  'a format of a list that lacks its first digit': [
    'a.docx',
    (t) => formatted(`<w:start w:val="${t.charAt(0)}"/><w:lvlText w:val="%1${t.slice(1)}"/>`, 'x'),
  ],
  'page numbers that sections begin with': [
    'a.docx',
    (t) =>
      docxOf(
        halves(t)
          .map((start) => p(r('x'), `<w:sectPr><w:pgNumType w:start="${start}"/></w:sectPr>`))
          .join(''),
      ),
  ],
  'fields that count, with a hyphen': ['a.docx', (t) => docxOf(p(each(t, (c) => (c === '-' ? r(c) : seq(c)))))],
  'fields that count behind a label': ['a.docx', (t) => docxOf(p(r(LABEL)) + p(each(bare(t), seq)))],
  'fields that count, a paragraph each': ['a.docx', (t) => docxOf(p(r(LABEL)) + each(bare(t), (c) => p(seq(c))))],
  'fields that count in words': [
    'a.docx',
    (t) => docxOf(p(r(LABEL)) + each(bare(t), (c) => p(r('Figur ') + seq(c) + r(' visar')))),
  ],
  'fields that count, with results, in words': [
    'a.docx',
    (t) => docxOf(p(r(LABEL)) + each(bare(t), (c) => p(r('Figur ') + field(`SEQ a \\r${c}`, r(c)) + r(' visar')))),
  ],
  'fields that count in an attribute': [
    'a.docx',
    (t) => docxOf(p(r(LABEL)) + p(each(bare(t), (c) => `<w:fldSimple w:instr=" SEQ a \\r${c}"/>`))),
  ],
  'fields of list numbers': [
    'a.docx',
    (t) => docxOf(p(r(LABEL)) + p(each(bare(t), (c) => field(`LISTNUM a \\l 1 \\s ${c}`)))),
  ],
  'fields with an empty result': [
    'a.docx',
    (t) => docxOf(p(each(t, (c) => field(`QUOTE "${c}"`, '<w:r><w:t></w:t></w:r>')))),
  ],
  'a field that lays text out': ['a.docx', (t) => docxOf(p(field(`EQ \\o(${t.slice(0, 6)},)`) + r(t.slice(6))))],
  'lists of ODF that begin at a digit each': ['a.odt', (t) => odtOf(each(twelve(t), odtItem))],
  'lists of ODF behind a label': ['a.odt', (t) => odtOf(odtLabel + each(bare(t), odtItem))],
  'lists of ODF that begin at a half each': ['a.odt', (t) => odtOf(odtLabel + halves(t).map(odtItem).join(''))],
  'numbered paragraphs of ODF': [
    'a.odt',
    (t) =>
      odtOf(
        odtLabel +
          each(
            bare(t),
            (c) => `<text:numbered-paragraph text:start-value="${c}"><text:p>x</text:p></text:numbered-paragraph>`,
          ),
      ),
  ],
  'lists of ODF whose styles begin at a digit each': [
    'a.odt',
    (t) =>
      odtOf(
        odtLabel + each(bare(t), (_c, at) => odtList(`L${at}`)),
        each(bare(t), (c, at) => odtStyle(`L${at}`, `text:start-value="${c}"`)),
      ),
  ],
  'a list of ODF whose format begins the number': [
    'a.odt',
    (t) => odtOf(odtList('L'), odtStyle('L', `style:num-prefix="${t.slice(0, 7)}" text:start-value="${t.slice(7)}"`)),
  ],
  'lists of HTML that begin at a digit each': [
    'a.html',
    (t) => htmlOf(each(twelve(t), (c) => `<ol start="${c}"><li>x</li></ol>`)),
  ],
  'lists of HTML behind a label': [
    'a.html',
    (t) => htmlOf(`<p>${LABEL}</p>${each(bare(t), (c) => `<ol start="${c}"><li>x</li></ol>`)}`),
  ],
  'items of HTML with values': [
    'a.html',
    (t) => htmlOf(`<p>${LABEL}</p><ol>${each(bare(t), (c) => `<li value="${c}">Köp bröd och mjölk</li>`)}</ol>`),
  ],
  'paragraphs of RTF that are numbered': [
    'a.rtf',
    (t) =>
      rtfOf(
        `${LABEL}\\par ${each(bare(t), (c) => `{\\pard{\\*\\pn\\pnlvlbody\\pndec\\pnstart${c}{\\pntxta .}}x\\par}`)}`,
      ),
  ],
  'lists of RTF that begin at a digit each': ['a.rtf', (t) => rtfLists(digits(t))],
  'lists of RTF that begin at a half each': ['a.rtf', (t) => rtfLists(halves(t))],
  'lists of RTF with their numbers as text': [
    'a.rtf',
    (t) => rtfOf(`${LABEL}\\par ${each(bare(t), (c) => `{\\listtext ${c}.\\tab}mjölk\\par `)}`),
  ],
  'fields of RTF that count': [
    'a.rtf',
    (t) => rtfOf(`${each(t, (c) => (c === '-' ? c : `{\\field{\\*\\fldinst SEQ a \\\\r ${c}}}`))}\\par`),
  ],
  'fields of RTF that quote': [
    'a.rtf',
    (t) => rtfOf(`${each(t, (c) => `{\\field{\\*\\fldinst QUOTE "${c}"}{\\fldrslt }}`)}\\par`),
  ],
  'lists of a slide that begin at a digit each': ['a.pptx', (t) => slideOf(each(twelve(t), bullet))],
  'lists of a slide that begin at a half each': ['a.pptx', (t) => slideOf(slideLabel + halves(t).map(bullet).join(''))],
  'lists of slides in boxes': ['a.pptx', (t) => slideOf(slideLabel, ...digits(t).map(bullet))],
  'a numbered list in plain text': [
    'a.txt',
    (t) => textOf(`${LABEL}\n${each(bare(t), (c) => `${c}. mjölk och bröd\n`)}`),
  ],
};
