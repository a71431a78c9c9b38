/**
 * Documents that take a number apart by cells and lines, and by runs that nobody sees. Each takes a number as six digits, a hyphen and
 * four; with another number it is a document of the same shape that nobody has to stop.
 */
import {
  bare,
  docxOf,
  each,
  htmlOf,
  odsOf,
  odtOf,
  p,
  r,
  rtfOf,
  sheetOf,
  table,
  textOf,
  twelve,
} from './small-documents.ts';

type EvasiveFile = readonly [name: string, make: (number: string) => Buffer];

const LABEL = 'Personnummer';
const digits = (number: string): readonly string[] => Array.from(bare(number));
const word = (...rows: readonly (readonly string[])[]): Buffer => docxOf(table(...rows.map((row) => row.map(r))));
const named = (...rows: readonly (readonly string[])[]): Buffer =>
  docxOf(p(r(LABEL)) + table(...rows.map((row) => row.map(r))));

/** A row of RTF with a cell for each text. */
const rtfRow = (cells: readonly string[]): string =>
  `\\trowd${cells.map((_, at) => `\\cellx${(at + 1) * 400}`).join('')}\\pard\\intbl ${cells.map((cell) => `${cell}\\cell `).join('')}\\row\\pard `;
const nestedRow = (cells: readonly string[]): string =>
  `\\trowd\\cellx9000${cells.map((cell) => `\\pard\\intbl\\itap2 ${cell}\\nestcell{\\nonesttables\\par}`).join('')}{\\*\\nesttableprops\\trowd${cells.map((_, at) => `\\cellx${at + 1}`).join('')}\\nestrow}{\\nonesttables\\par}\\pard\\intbl\\itap1\\cell\\row\\pard x\\par`;

const repeated = (number: string): readonly string[] => bare(number).match(/(.)\1*/gu) ?? [];
const odsCell = (text: string, attributes = ''): string =>
  `<table:table-cell${attributes}><text:p>${text}</text:p></table:table-cell>`;
const odsRow = (cells: string, attributes = ''): string => `<table:table-row${attributes}>${cells}</table:table-row>`;
const labelRow = odsRow(odsCell(LABEL));
const style = (properties: string): string =>
  `<style:style style:name="T"><style:text-properties ${properties}/></style:style>`;
const decoyed = (number: string, properties: string): Buffer =>
  odtOf(
    `<text:p>${each(number, (c) => `${c}<text:span text:style-name="T">7</text:span>`)}</text:p>`,
    style(properties),
  );

/** By what is done. */
export const EVASIVE_CELLS: Readonly<Record<string, EvasiveFile>> = {
  'a cell of RTF for each character': ['a.rtf', (t) => rtfOf(`${rtfRow(Array.from(t))}x\\par`)],
  'a cell of RTF for each digit': ['a.rtf', (t) => rtfOf(`${rtfRow(Array.from(twelve(t)))}x\\par`)],
  'a cell of RTF for each digit behind a label': ['a.rtf', (t) => rtfOf(`${LABEL}\\par ${rtfRow(digits(t))}x\\par`)],
  'a cell of RTF for each digit behind a cell': ['a.rtf', (t) => rtfOf(`${rtfRow([LABEL, ...digits(t)])}x\\par`)],
  'cells of RTF without their mark': [
    'a.rtf',
    (t) => rtfOf(`${LABEL}\\par \\trowd ${digits(t).join('\\cell ')}\\cell\\row x`),
  ],
  'cells of RTF in groups': [
    'a.rtf',
    (t) => rtfOf(`${LABEL}\\par\\trowd\\pard\\intbl ${each(t, (c) => `{\\b ${c}}{\\cell}`)}{\\row}\\pard x\\par`),
  ],
  'a nested cell of RTF for each character': ['a.rtf', (t) => rtfOf(nestedRow(Array.from(t)))],
  'a nested cell of RTF for each digit': ['a.rtf', (t) => rtfOf(`${LABEL}\\par ${nestedRow(digits(t))}`)],
  'a row of RTF for each digit': [
    'a.rtf',
    (t) =>
      rtfOf(
        `${LABEL}\\par ${digits(t)
          .map((c) => rtfRow([c]))
          .join('')}x\\par`,
      ),
  ],
  'two cells of RTF': ['a.rtf', (t) => rtfOf(`${rtfRow([t.slice(0, 7), t.slice(7)])}x\\par`)],
  'white digits between those of RTF': [
    'a.rtf',
    (t) => rtfOf(`{\\colortbl;\\red255\\green255\\blue255;}${each(t, (c) => `${c}{\\cf1 7}`)}`),
  ],
  'tiny digits between those of RTF': ['a.rtf', (t) => rtfOf(each(t, (c) => `${c}{\\fs2 7}`))],
  'tiny digits in the same group of RTF': ['a.rtf', (t) => rtfOf(each(t, (c) => `\\fs24 ${c}\\fs2 7`))],
  'two lines of RTF, cut in the last four': ['a.rtf', (t) => rtfOf(`${t.slice(0, 9)}\\par ${t.slice(9)}\\par`)],
  'white digits between those of ODF': ['a.odt', (t) => decoyed(t, 'fo:color="#ffffff" xmlns:fo="x"')],
  'tiny digits between those of ODF': ['a.odt', (t) => decoyed(t, 'fo:font-size="1pt" xmlns:fo="x"')],
  'cells of a sheet that are repeated': [
    'a.ods',
    (t) =>
      odsOf(
        labelRow +
          odsRow(
            repeated(t)
              .map((run) => odsCell(run.charAt(0), ` table:number-columns-repeated="${run.length}"`))
              .join(''),
          ),
      ),
  ],
  'rows of a sheet that are repeated': [
    'a.ods',
    (t) =>
      odsOf(
        labelRow +
          repeated(t)
            .map((run) => odsRow(odsCell(run.charAt(0)), ` table:number-rows-repeated="${run.length}"`))
            .join(''),
      ),
  ],
  'a row for each digit, in words': ['a.docx', (t) => named(...digits(t).map((c, at) => [`Siffra ${at + 1}`, c]))],
  'a row for each digit, words behind': ['a.docx', (t) => named(...digits(t).map((c) => [c, 'mjölk']))],
  'two cells, cut in the last four': ['a.docx', (t) => word([t.slice(0, 9), t.slice(9)])],
  'two cells, cut in the day': ['a.docx', (t) => word([t.slice(0, 4), t.slice(4)])],
  'two cells, cut behind the hyphen': ['a.docx', (t) => word([t.slice(0, 7), t.slice(7)])],
  'three cells': ['a.docx', (t) => word([t.slice(0, 2), t.slice(2, 4), t.slice(4)])],
  'two cells, the second with the hyphen': ['a.docx', (t) => word([t.slice(0, 6), t.slice(6)])],
  'two cells beside a name, the second with the hyphen': ['a.docx', (t) => word(['Anna', t.slice(0, 6), t.slice(6)])],
  'two cells of a sheet, the second with the hyphen': ['a.xlsx', (t) => sheetOf([[`19${t.slice(0, 6)}`, t.slice(6)]])],
  'merged cells between halves': [
    'a.ods',
    (t) =>
      odsOf(
        odsRow(
          `${odsCell(t.slice(0, 6), ' table:number-columns-spanned="3"')}<table:covered-table-cell table:number-columns-repeated="2"/>${odsCell(t.slice(6))}`,
        ),
      ),
  ],
  'a date cell before the rest': [
    'a.ods',
    (t) =>
      odsOf(
        odsRow(
          odsCell(t.slice(0, 6), ' office:value-type="date" office:date-value="1981-12-18"') + odsCell(t.slice(6)),
        ),
      ),
  ],
  'blanks before the hyphen': ['a.txt', (t) => textOf(`${t.slice(0, 6)}     ${t.slice(6)}\n`)],
  'a comma before the hyphen': ['a.txt', (t) => textOf(`${t.slice(0, 6)},${t.slice(6)}\n`)],
  'a semicolon behind the hyphen': ['a.txt', (t) => textOf(`${t.slice(0, 7)};${t.slice(7)}\n`)],
  'a bar before the hyphen, behind a label': ['a.txt', (t) => textOf(`${LABEL}: ${t.slice(0, 6)} | ${t.slice(6)}\n`)],
  'four cells, the last with the hyphen': ['a.docx', (t) => word([...(t.slice(0, 6).match(/../gu) ?? []), t.slice(6)])],
  'two paragraphs, cut in the last four': ['a.docx', (t) => docxOf(p(r(t.slice(0, 9))) + p(r(t.slice(9))))],
  'halves beside words in two cells': ['a.docx', (t) => word([`Anna 19${t.slice(0, 6)}`, `${t.slice(7)} skola`])],
  'halves beside words in two cells of HTML': [
    'a.html',
    (t) => htmlOf(`<table><tr><td>Anna ${t.slice(0, 6)}</td><td>${t.slice(7)} skola</td></tr></table>`),
  ],
  'halves beside words in two cells behind a label': [
    'a.html',
    (t) => htmlOf(`<table><tr><td>${LABEL} ${t.slice(0, 6)} Anna</td><td>${t.slice(7)} skola</td></tr></table>`),
  ],
  'halves beside words in two lines behind a label': [
    'a.txt',
    (t) => textOf(`${LABEL}: ${t.slice(0, 6)} (Anna)\n${t.slice(7)} skola\n`),
  ],
  'a row of a sheet for each digit, in words': [
    'a.xlsx',
    (t) => sheetOf([[LABEL], ...digits(t).map((c, at) => [`Siffra ${at + 1}`, c])]),
  ],
  'cells of a sheet with marks between': ['a.xlsx', (t) => sheetOf([[LABEL], digits(t).flatMap((c) => [c, 'x'])])],
  'a record for each digit': [
    'a.csv',
    (t) =>
      textOf(
        `${LABEL}\n${digits(t)
          .map((c, at) => `siffra ${at + 1};${c}`)
          .join('\n')}\n`,
      ),
  ],
  'two fields, cut in the last four': ['a.csv', (t) => textOf(`namn;a;b\nAnna;${t.slice(0, 9)};${t.slice(9)}\n`)],
  'a line for each digit, in words': [
    'a.html',
    (t) =>
      htmlOf(
        `<p>${LABEL}</p>${digits(t)
          .map((c, at) => `<p>Siffra ${at + 1}: ${c}</p>`)
          .join('')}`,
      ),
  ],
  'terms and their digits': [
    'a.html',
    (t) =>
      htmlOf(
        `<p>${LABEL}</p><dl>${digits(t)
          .map((c, at) => `<dt>Siffra ${at + 1}<dd>${c}`)
          .join('')}</dl>`,
      ),
  ],
  'a row of HTML for each digit, in words': [
    'a.html',
    (t) =>
      htmlOf(
        `<p>${LABEL}</p><table>${digits(t)
          .map((c, at) => `<tr><td>Siffra ${at + 1}<td>${c}`)
          .join('')}</table>`,
      ),
  ],
  'a bullet for each digit': [
    'a.txt',
    (t) =>
      textOf(
        `${LABEL}\n${digits(t)
          .map((c) => `- ${c}`)
          .join('\n')}\n`,
      ),
  ],
  'a line for each digit of a text, in words': [
    'a.txt',
    (t) =>
      textOf(
        `${LABEL}\n${digits(t)
          .map((c, at) => `Siffra ${at + 1}: ${c}`)
          .join('\n')}\n`,
      ),
  ],
  'a line of LaTeX that goes on': ['a.tex', (t) => textOf(`\\begin{document}${t.slice(0, 6)}%\n${t.slice(6)}\\end{document}\n`)], // prettier-ignore
  'a line of settings that goes on': ['a.ini', (t) => textOf(`[a]\np=${t.slice(0, 6)}\\\n${t.slice(6)}\n`)],
  'a line of YAML that goes on': ['a.yaml', (t) => textOf(`a: "${t.slice(0, 6)}\\\n  ${t.slice(6)}"\n`)],
  'two cues of a transcript': [
    'a.vtt',
    (t) =>
      textOf(
        `WEBVTT\n\n1\n00:01.000 --> 00:02.000\n<v Anna>Numret är ${t.slice(0, 6)}</v>\n\n2\n00:02.000 --> 00:04.000\n<v Anna>${t.slice(6)}, sa hon</v>\n`,
      ),
  ],
  'two subtitles': [
    'a.srt',
    (t) =>
      textOf(
        `1\n00:00:01,000 --> 00:00:02,000\nNumret är ${t.slice(0, 6)}\n\n2\n00:00:02,000 --> 00:00:04,000\n${t.slice(6)}, sa hon\n`,
      ),
  ],
  'halves of Markdown that are written apart': ['a.md', (t) => textOf(`Nr **${t.slice(0, 6)}**-*${t.slice(7)}*\n`)],
  'type in a subtitle': [
    'a.ass',
    (t) => textOf(`[Events]\nDialogue: 0,0:00:01.00,0:00:03.00,Default,,0,0,0,,${t.slice(0, 6)}{\\b1\\c&H0000FF&}${t.slice(6)}\n`), // prettier-ignore
  ],
  'a column of a dumped table': [
    'a.sql',
    (t) => textOf(`COPY person (id, personnummer, namn) FROM stdin;\n1\t${bare(t)}\tAnna\n\\.\n`),
  ],
  'an object of JSON': [
    'a.json',
    (t) => textOf(`{"personnummer": {"fodelsedatum": "19${t.slice(0, 6)}", "kontrollnummer": "${t.slice(7)}"}}`),
  ],
  'a list of JSON': ['a.json', (t) => textOf(`{"pnr": ["${t.slice(0, 6)}", "${t.slice(7)}"]}`)],
  'fields of JSON far apart': [
    'a.json',
    (t) => textOf(`{"birthDate": "19${t.slice(0, 2)}-${t.slice(2, 4)}-${t.slice(4, 6)}", "name": "Anna", "lastFour": "${t.slice(7)}"}`), // prettier-ignore
  ],
  'wide letters of the registry': [
    'a.reg',
    (t) => textOf(`Windows Registry Editor Version 5.00\n\n[HKEY_CURRENT_USER\\X]\n"a"=hex(1):${Array.from(t, (c) => `${c.charCodeAt(0).toString(16)},00`).join(',').replace(/^(.{30},00,)/u, '$1\\\n  ')},00,00\n`), // prettier-ignore
  ],
  'a character reference in XML that does not say so': [
    'a.mm',
    (t) => textOf(`<map version="1.0.1"><node TEXT="å ${t.replace('-', '&#45;')} b"/></map>\n`),
  ],
  'two lines, cut in the last four': ['a.txt', (t) => textOf(`Hej ${t.slice(0, 9)}\n${t.slice(9)} ok\n`)],
};
