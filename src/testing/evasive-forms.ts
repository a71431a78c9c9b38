/**
 * Forms whose chosen options, ticks and fields show a number that stands in no text, and page headers with half of it on either side. Each
 * takes a number as six digits, a hyphen and four; with another number it is a form of the same shape that nobody has to stop.
 */
import { PdfBuilder, pdfOf, textAt } from './pdf-builder.ts';
import { bare, docxOf, each, htmlOf, odsOf, odtOf, p, r, rtfOf, sheetOf, table, twelve } from './small-documents.ts';

type EvasiveFile = readonly [name: string, make: (number: string) => Buffer];

const LABEL = 'Personnummer';
const DIGITS = '0123456789';

const select = (chosen: string, options = DIGITS): string =>
  `<select>${each(options, (c) => `<option${c === chosen ? ' selected' : ''}>${c}</option>`)}</select>`;
const radio = (chosen: string, at: number): string =>
  each(DIGITS, (c) => `<input type="radio" name="r${at}" value="${c}"${c === chosen ? ' checked' : ''}>${c}`);
/** Buttons without a value of their own, the digit behind each, before it or in a label for it. */
const tick = (chosen: string, type: string, write: (input: string, digit: string) => string): string =>
  `<p>${each(`${DIGITS}-`, (c) => write(`<input id="${c}" type="${type}"${c === chosen ? ' checked' : ''}>`, c))}</p>`;
const ticks = (t: string, write: (input: string, digit: string) => string, type = 'radio'): string =>
  each(t, (c) => tick(c, type, write));
const tickedTable = (digits: string): string =>
  `<table>${each(DIGITS, (d) => `<tr><td>${d}</td>${each(digits, (c) => `<td><input type="checkbox"${c === d ? ' checked' : ''}></td>`)}</tr>`)}</table>`;
const behindLabel = (body: string): Buffer => htmlOf(`<p>${LABEL}</p>${body}`);

/** A content control with a list, showing one entry. */
const dropDown = (shown: string, chosen = shown): string =>
  `<w:sdt><w:sdtPr><w:dropDownList w:lastValue="${chosen}">${each(DIGITS, (c) => `<w:listItem w:displayText="${c}" w:value="${c}"/>`)}</w:dropDownList></w:sdtPr><w:sdtContent>${r(shown)}</w:sdtContent></w:sdt>`;
const field = (data: string, code: string): string =>
  `<w:r><w:fldChar w:fldCharType="begin"><w:ffData>${data}</w:ffData></w:fldChar></w:r><w:r><w:instrText> ${code} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`;
/** A legacy form field with a list; Word stores the index of what is chosen. */
const formList = (chosen: string): string =>
  field(
    `<w:ddList><w:result w:val="${DIGITS.indexOf(chosen)}"/>${each(DIGITS, (c) => `<w:listEntry w:val="${c}"/>`)}</w:ddList>`,
    'FORMDROPDOWN',
  );
const formText = (proposed: string): string =>
  field(`<w:textInput><w:default w:val="${proposed}"/></w:textInput>`, 'FORMTEXT');
const word = (content: string): Buffer => docxOf(p(r(LABEL)) + content);
const row = (cells: readonly string[]): string => table(cells);

const listBoxes = (digits: string): string =>
  `<office:forms><form:form>${each(digits, (c) => `<form:listbox>${each(DIGITS, (option) => `<form:option form:label="${option}"${option === c ? ' form:current-selected="true"' : ''}/>`)}</form:listbox>`)}</form:form></office:forms>`;
const comboBoxes = (digits: string): string =>
  `<office:forms><form:form>${each(digits, (c) => `<form:combobox form:current-value="${c}"/>`)}</form:form></office:forms>`;
const odfDropDown = (chosen: string): string =>
  `<text:drop-down>${each(DIGITS, (c) => `<text:label text:value="${c}"${c === chosen ? ' text:current-selected="true"' : ''}/>`)}</text:drop-down>`;

type Widget = (digit: string, at: number) => string;
const choice: Widget = (c) => `/FT /Ch /Ff 131072 /Opt [(0)(1)(2)(3)(4)(5)(6)(7)(8)(9)] /V (${c})`;
const button: Widget = (c) => `/FT /Btn /Ff 32768 /V /${c} /AS /${c} /AP << /N << /${c} << >> /Off << >> >> >>`;
const typed: Widget = (c) => `/FT /Tx /V (${c})`;
/** A page with a field for each character. @param name of the fields, before their number */
function pdfForm(characters: string, widget: Widget, page = '', name = 'f'): Buffer {
  const builder = new PdfBuilder();
  const fields = Array.from(characters, (c, at) =>
    builder.add(
      `<< /Type /Annot /Subtype /Widget ${widget(c, at)} /T (${name}${at}) /Rect [${50 + at * 20} 700 ${65 + at * 20} 715] >>`,
    ),
  );
  const list = fields.map((object) => `${object} 0 R`).join(' ');
  const extras = { page: `/Annots [${list}]`, catalogue: `/AcroForm << /Fields [${list}] >>` };
  return pdfOf([page === '' ? '' : textAt(60, 750, page)], extras, builder);
}

const header = (value: string): Buffer =>
  sheetOf([['x']], `<headerFooter><oddHeader>${value}</oddHeader></headerFooter>`);
const region = (place: string, text: string): string =>
  `<style:region-${place}><text:p>${text}</text:p></style:region-${place}>`;
const odsHeader = (left: string, center: string, right: string): Buffer =>
  odsOf(
    '<table:table-row><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row>',
    `<style:master-page style:name="Default"><style:header>${region('left', left)}${region('center', center)}${region('right', right)}</style:header></style:master-page>`,
  );

/** By what is done. */
export const EVASIVE_FORMS: Readonly<Record<string, EvasiveFile>> = {
  'buttons ticked before their digits': ['a.html', (t) => behindLabel(ticks(t, (input, d) => `${input}${d} `))],
  'buttons ticked inside labels': [
    'a.html',
    (t) => htmlOf(ticks(t, (input, d) => `<label>${input}<span>${d}</span></label>`)),
  ],
  'buttons ticked behind their digits': [
    'a.html',
    (t) => htmlOf(ticks(t, (input, d) => `<label>${d}${input}</label>`)),
  ],
  'boxes ticked with labels for them': [
    'a.html',
    (t) => htmlOf(ticks(t, (input, d) => `${input}<label for="${d}">${d}</label>`, 'checkbox')),
  ],
  'boxes ticked in a row each': [
    'a.html',
    (t) => htmlOf(ticks(t, (input, d) => `${d === '0' ? 'Siffra: ' : ''}${input}${d}`, 'checkbox')),
  ],
  'boxes ticked in a table': ['a.html', (t) => htmlOf(tickedTable(bare(t)))],
  'options whose labels are shown': [
    'a.html',
    (t) =>
      htmlOf(
        each(
          t,
          (c) =>
            `<select>${each(`${DIGITS}-`, (d) => `<option label="${d}"${d === c ? ' selected' : ''}>val</option>`)}</select>`,
        ),
      ),
  ],
  'options chosen behind a label': ['a.html', (t) => behindLabel(each(bare(t), (c) => select(c)))],
  'options chosen of a digit each': ['a.html', (t) => htmlOf(each(twelve(t), (c) => select(c)))],
  'options chosen, with a hyphen': ['a.html', (t) => htmlOf(each(t, (c) => select(c, `${DIGITS}-`)))],
  'options chosen and a hyphen': ['a.html', (t) => htmlOf(each(t, (c) => (c === '-' ? ' - ' : select(c))))],
  'options chosen in words': [
    'a.html',
    (t) => behindLabel(each(bare(t), (c, at) => `<label>Siffra ${at + 1}: ${select(c)}</label>`)),
  ],
  'options chosen in cells': [
    'a.html',
    (t) => behindLabel(`<table><tr>${each(bare(t), (c) => `<td>${select(c)}</td>`)}</tr></table>`),
  ],
  'options chosen with other values': [
    'a.html',
    (t) => behindLabel(each(bare(t), (c) => select(c).replace(/<option/gu, '<option value="v"'))),
  ],
  'options chosen of a half each': [
    'a.html',
    (t) =>
      htmlOf(
        `${LABEL}: <select><option>800101<option selected>${t.slice(0, 6)}</select>-<select><option selected>${t.slice(7)}</select>`,
      ),
  ],
  'options of year, month and day, and a field': [
    'a.html',
    (t) =>
      htmlOf(
        `${LABEL}: ${(t.slice(0, 6).match(/../gu) ?? []).map((two) => `<select><option>01<option selected>${two}</select>`).join('')}-<input value="${t.slice(7)}">`,
      ),
  ],
  'ticked buttons': ['a.html', (t) => behindLabel(each(bare(t), radio))],
  'fields in words': ['a.html', (t) => behindLabel(each(bare(t), (c, at) => `Siffra ${at + 1} <input value="${c}">`))],
  'content controls, a paragraph each': ['a.docx', (t) => word(each(bare(t), (c) => p(dropDown(c))))],
  'content controls in words': [
    'a.docx',
    (t) => word(each(bare(t), (c, at) => p(r(`Siffra ${at + 1}: `) + dropDown(c)))),
  ],
  'content controls whose choice is kept beside': ['a.docx', (t) => word(p(each(bare(t), (c) => dropDown('*', c))))],
  'form fields with a list': ['a.docx', (t) => word(p(each(bare(t), formList)))],
  'form fields with a list and a hyphen': [
    'a.docx',
    (t) => docxOf(p(each(t, (c) => (c === '-' ? r(c) : formList(c))))),
  ],
  'form fields with a list, a paragraph each': ['a.docx', (t) => word(each(bare(t), (c) => p(formList(c))))],
  'form fields with a list, a cell each': ['a.docx', (t) => word(row(Array.from(bare(t), formList)))],
  'form fields with a proposed digit': ['a.docx', (t) => word(p(each(bare(t), formText)))],
  'form fields of RTF with a list': [
    'a.rtf',
    (t) =>
      rtfOf(
        `${LABEL}\\par ${each(bare(t), (c) => `{\\field{\\*\\fldinst{ FORMDROPDOWN }{\\*\\formfield{\\fftype2\\ffres${c}${each(DIGITS, (option) => `{\\*\\ffl ${option}}`)}}}}{\\fldrslt }}`)}\\par`,
      ),
  ],
  'list boxes of ODF': ['a.odt', (t) => odtOf(`${listBoxes(twelve(t))}<text:p>x</text:p>`)],
  'combo boxes of ODF': ['a.odt', (t) => odtOf(`${comboBoxes(twelve(t))}<text:p>x</text:p>`)],
  'choices in a text of ODF': [
    'a.odt',
    (t) => odtOf(`<text:p>${LABEL}</text:p><text:p>${each(bare(t), odfDropDown)}</text:p>`),
  ],
  'list boxes on a sheet of ODF': ['a.ods', (t) => odsOf(listBoxes(twelve(t)))],
  'choices of a PDF form': ['a.pdf', (t) => pdfForm(twelve(t), choice)],
  'choices of a PDF form behind a label': ['a.pdf', (t) => pdfForm(bare(t), choice, LABEL)],
  'choices of a PDF form that are named': ['a.pdf', (t) => pdfForm(bare(t), choice, '', 'Personnummer siffra ')],
  'buttons of a PDF form': ['a.pdf', (t) => pdfForm(bare(t), button, LABEL)],
  'fields of a PDF form': ['a.pdf', (t) => pdfForm(bare(t), typed, LABEL)],
  'fields of a PDF form with a hyphen': ['a.pdf', (t) => pdfForm(t, typed)],
  'halves of a page header': ['a.xlsx', (t) => header(`&amp;L${t.slice(0, 7)}&amp;R${t.slice(7)}`)],
  'halves of a page header without a hyphen': [
    'a.xlsx',
    (t) => header(`&amp;L${twelve(t).slice(0, 8)}&amp;R${t.slice(7)}`),
  ],
  'a page header cut before the hyphen': ['a.xlsx', (t) => header(`&amp;L${t.slice(0, 6)}&amp;C${t.slice(6)}`)],
  'a page header with a hyphen of its own': [
    'a.xlsx',
    (t) => header(`&amp;L${t.slice(0, 6)}&amp;C-&amp;R${t.slice(7)}`),
  ],
  'a page header whose end stands first': ['a.xlsx', (t) => header(`&amp;R${t.slice(7)}&amp;L${t.slice(0, 7)}`)],
  'a page header cut in the day': ['a.xlsx', (t) => header(`&amp;L${t.slice(0, 4)}&amp;R${t.slice(4)}`)],
  'a page header cut in the last four': ['a.xlsx', (t) => header(`&amp;L${t.slice(0, 9)}&amp;R${t.slice(9)}`)],
  'a page header with fonts and sizes': [
    'a.xlsx',
    (t) => header(`&amp;L&amp;"Arial"&amp;10 Anna ${t.slice(0, 7)}&amp;R&amp;8 ${t.slice(7)}`),
  ],
  'halves of a page header of ODF': ['a.ods', (t) => odsHeader(t.slice(0, 7), '', t.slice(7))],
  'a page header of ODF cut in the day': ['a.ods', (t) => odsHeader(t.slice(0, 4), '', t.slice(4))],
  'a page header of ODF cut in the last four': ['a.ods', (t) => odsHeader('', t.slice(0, 9), t.slice(9))],
};
