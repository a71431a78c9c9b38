/** Lists, forms, tables and page headers as offices write them, with no number of a person in them: none is stopped for what it shows. */
import { describe, expect, it } from 'vitest';
import { inspectAsShipped } from '../testing/inspect-as-shipped.ts';
import { mailWith } from '../testing/hostile-files.ts';
import {
  docxOf,
  htmlOf,
  odsOf,
  odtOf,
  p,
  r,
  rtfOf,
  sheetOf,
  slideOf,
  table,
  textOf,
} from '../testing/small-documents.ts';

const counted = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, at) => from + at);
const QUESTIONS = counted(1, 12);
const ANSWERS = '195204198733';

/** Lists of Word: where each begins and how many items it has. */
function wordLists(heading: string, lists: readonly (readonly [start: number, items: number])[], item: string): Buffer {
  const numbered = (list: number): string => `<w:numPr><w:ilvl w:val="0"/><w:numId w:val="${list}"/></w:numPr>`;
  return docxOf(
    p(r(heading)) + lists.map(([, items], at) => p(r(item), numbered(at + 1)).repeat(items)).join(p(r('Vidare'))),
    {
      numbering:
        lists
          .map(
            ([start], at) =>
              `<w:abstractNum w:abstractNumId="${at}"><w:lvl w:ilvl="0"><w:start w:val="${start}"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>`,
          )
          .join('') +
        lists.map((_, at) => `<w:num w:numId="${at + 1}"><w:abstractNumId w:val="${at}"/></w:num>`).join(''),
    },
  );
}

const formList = (chosen: string): string =>
  `<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="${chosen}"/>${counted(0, 9)
    .map((entry) => `<w:listEntry w:val="${entry}"/>`)
    .join(
      '',
    )}</w:ddList></w:ffData></w:fldChar></w:r><w:r><w:instrText> FORMDROPDOWN </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`;
const caption = (number: number): string =>
  p(
    `${r('Figur ')}<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> SEQ Figur \\* ARABIC </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>${r(String(number))}<w:r><w:fldChar w:fldCharType="end"/></w:r>${r(' Utsikt')}`,
  );
const header = (value: string): Buffer =>
  sheetOf([['x']], `<headerFooter><oddHeader>${value}</oddHeader></headerFooter>`);
const odsNumbers = (...numbers: readonly number[]): string =>
  `<table:table-row>${numbers.map((n) => `<table:table-cell table:number-columns-repeated="2"><text:p>${n}</text:p></table:table-cell>`).join('')}</table:table-row>`;

const ORDINARY: Readonly<Record<string, readonly [name: string, bytes: Buffer]>> = {
  'books whose titles speak of illness': [
    'titlar.xlsx',
    sheetOf([
      ['Titel', 'Författare'],
      ['Jag har cancer', 'Pia Lind'],
      ['Depressionen', 'Eva Sand'],
    ]),
  ],
  'films and who made them': [
    'film.csv',
    Buffer.from('Film;Regi;År\nMin pappa är döv;Eva Sand;2019\nAutisten;Bo Lund;2020\n'),
  ],
  'a numbered list behind a label': [
    'lista.docx',
    wordLists('Personnummer och adress ska anges så här', [[1, 12]], 'Fyll i fältet'),
  ],
  'lists that go on at twelve and at twenty': [
    'lista.docx',
    wordLists('Personnummer anges alltid', [[1, 11], [12, 8], [20, 3]], 'Ta med bröd'), // prettier-ignore
  ],
  'paragraphs of a law that begin anew': [
    'lag.docx',
    wordLists('Personnummer får behandlas', [[1, 3], [2, 2], [8, 1], [12, 4], [1, 2], [9, 2]], 'Bestämmelser om hur uppgifter får behandlas i en kommun finns i andra lagar, och de gäller före denna.'), // prettier-ignore
  ],
  'captions that a field counts': [
    'bilder.docx',
    docxOf(p(r('Personnummer maskeras')) + counted(1, 12).map(caption).join('')),
  ],
  'an inquiry with chosen answers': [
    'enkät.docx',
    docxOf(
      p(r('Personnummer ska inte lämnas')) +
        QUESTIONS.map((n) => p(r(`Fråga ${n}: `) + formList(ANSWERS.charAt(n - 1)))).join(''),
    ),
  ],
  'an inquiry on a page': [
    'enkät.html',
    htmlOf(
      QUESTIONS.map(
        (n) =>
          `<p>Fråga ${n} <select>${counted(0, 9)
            .map((o) => `<option${String(o) === ANSWERS.charAt(n - 1) ? ' selected' : ''}>${o}</option>`)
            .join('')}</select></p>`,
      ).join(''),
    ),
  ],
  'an inquiry in plain text': [
    'enkät.txt',
    textOf(`Personnummer:\n\n${QUESTIONS.map((n) => `Fråga ${n}: ${ANSWERS.charAt(n - 1)}`).join('\n')}\n`),
  ],
  'steps of an instruction in plain text': [
    'rutin.txt',
    textOf(
      `Sök på personnummer\n${counted(1, 12)
        .map((n) => `${n}. Tryck på knappen`)
        .join('\n')}\n`,
    ),
  ],
  'lists of a page that go on': [
    'sida.html',
    htmlOf(
      '<p>Personnummer</p><ol><li>Bröd<li>Mjölk</ol><p>Vidare</p><ol start="3"><li>Ost</ol><p>Vidare</p><ol start="4"><li>Ägg<li>Te</ol>',
    ),
  ],
  'lists of ODF that go on': [
    'lista.odt',
    odtOf(
      `<text:p>Personnummer</text:p>${[1, 3, 12].map((start) => `<text:list><text:list-item text:start-value="${start}"><text:p>Bröd</text:p></text:list-item><text:list-item><text:p>Te</text:p></text:list-item></text:list>`).join('')}`,
    ),
  ],
  'lists of RTF as Word writes them': [
    'lista.rtf',
    rtfOf(
      `Personnummer\\par ${counted(1, 12)
        .map((n) => `{\\pntext\\f0 ${n}.\\tab}{\\*\\pn\\pnlvlbody\\pnf0\\pnindent0\\pnstart1\\pndec}Ta med bröd\\par `)
        .join('')}`,
    ),
  ],
  'lists of slides that go on': [
    'bilder.pptx',
    slideOf(
      ...[1, 4, 9].map((start) =>
        `<a:p><a:pPr><a:buAutoNum type="arabicPeriod" startAt="${start}"/></a:pPr><a:r><a:t>Punkt</a:t></a:r></a:p>`.repeat(
          3,
        ),
      ),
    ),
  ],
  'days in one cell and amounts in the next': [
    'bokat.html',
    htmlOf(
      `<table><tr><td>Startdatum<br>${['20260114', '20260215', '20260216', '20260413', '20260501', '20260504'].join('<br>')}</td><td>Antal<br>${['1234', '5678', '2345', '1108', '3326', '6653'].join('<br>')}</td></tr><tr><td>2026-05-15<br>20260203</td><td>9684<br>3225</td></tr></table>`,
    ),
  ],
  'notes of a log, as letters': [
    'logg.jsonl',
    textOf(
      counted(1, 200)
        .map((n) => `{"id":${n},"body":"${Buffer.from(`Parken vid torget, nummer ${n}`).toString('base64')}"}\n`)
        .join(''),
    ),
  ],
  'days and sums of an account': [
    'konto.csv',
    textOf('datum;belopp;saldo\n240118;-9876;12500\n811218;-9876;12500\n240120;4500;500\n'),
  ],
  'accounts with what is left behind the hyphen': [
    'konto.csv',
    textOf('konto;rest\n811218-;9876\n811228-;9874\n640823-;3234\n'),
  ],
  'a sum beside a bank giro': ['faktura.docx', docxOf(table([r('Hyra'), r('590'), r('927-1958')]))],
  'what a fair was visited by': ['tabell.docx', docxOf(table([r('Mässan 811218'), r('9876 besökare')]))],
  'days and departures on two lines': ['tid.txt', textOf('Avgång 811218\n9876 resenärer\n')],
  'a number crossed out, and a case': [
    'brev.txt',
    textOf('Personnummer: 811218-XXXX (Anna)\n9876 ärenden är kvar\n\nPersonnummer: 811218 (Anna)\nÄrende 9876\n'),
  ],
  'a Danish letter': ['brev.txt', textOf('Kære Anna\n\nCPR-nr: 121265 Anna Hansen\n8000 Aarhus C\n')],
  'a page header with day and page': ['bok.xlsx', header('&amp;LBudget 2027&amp;CSida &amp;P&amp;R2026-11-23')],
  'a page header with day and number': ['bok.xlsx', header('&amp;L811218&amp;R9876')],
  'results of a match': ['resultat.ods', odsOf(odsNumbers(8, 1, 2, 1, 8, 9) + odsNumbers(1, 9, 8, 1, 2, 1))],
};

describe('an ordinary document', () => {
  it.each(Object.entries(ORDINARY))('%s is not stopped', async (_what, [name, bytes]) => {
    const { findings, uninspected } = await inspectAsShipped(mailWith([{ name, bytes }]));
    expect(findings.filter(({ confidence }) => confidence !== 'low')).toEqual([]);
    expect(uninspected).toEqual([]);
  });
});
