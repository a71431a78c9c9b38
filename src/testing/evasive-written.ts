/**
 * Files written as letters (base64) in other files, as name and content. Each takes a number as six digits, a hyphen and four; with
 * another number it is a file of the same shape that nobody has to stop.
 */
import { deflateSync } from 'node:zlib';
import { pdfOf, textAt } from './pdf-builder.ts';
import { writeZip } from './zip-writer.ts';

type EvasiveFile = readonly [name: string, make: (number: string) => Buffer];

const docx = (text: string): Buffer =>
  writeZip([
    { name: '[Content_Types].xml', data: '<Types/>' },
    {
      name: 'word/document.xml',
      data: `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>${text}</w:t></w:r></w:p></w:body></w:document>`,
    },
  ]);
const pdf = (text: string): Buffer => pdfOf([textAt(72, 700, text)]);
const table = (text: string): string => `namn;personnummer\nÅsa;${text}\n`;

const letters = (file: Buffer | string): string => Buffer.from(file).toString('base64');
const lines = (file: Buffer | string): readonly string[] => letters(file).match(/.{1,76}/gu) ?? [];
const text = (name: string, make: (number: string) => string): EvasiveFile => [name, (t) => Buffer.from(make(t))];
const json = (make: (number: string) => unknown, indent = 0): EvasiveFile =>
  text('a.json', (t) => JSON.stringify(make(t), null, indent));

/** By where the letters stand. */
export const EVASIVE_WRITTEN: Readonly<Record<string, EvasiveFile>> = {
  'an attached file of an invoice': text(
    'faktura.xml',
    (t) => `<Invoice xmlns:cbc="urn:y"><cbc:EmbeddedDocumentBinaryObject mimeCode="application/pdf">${letters(pdf(t))}</cbc:EmbeddedDocumentBinaryObject></Invoice>`, // prettier-ignore
  ),
  'a table attached to an invoice': text(
    'faktura.xml',
    (t) => `<Invoice xmlns:cbc="urn:y"><cbc:EmbeddedDocumentBinaryObject mimeCode="text/csv">${letters(table(t))}</cbc:EmbeddedDocumentBinaryObject></Invoice>`, // prettier-ignore
  ),
  'lines in an element': text(
    'a.xml',
    (t) => `<doc xmlns="urn:x"><fil>\n  ${lines(docx(t)).join('\n  ')}\n</fil></doc>`,
  ),
  'escaped line ends in an attribute': text('a.xml', (t) => `<r xmlns="urn:x" f="${lines(docx(t)).join('&#10;')}"/>`),
  'a field of JSON': json((t) => ({ contentType: 'application/pdf', data: letters(pdf(t)) })),
  'escaped line ends in JSON': json((t) => ({ data: `\n${lines(docx(t)).join('\r\n')}` })),
  'a list of lines in JSON': json((t) => ({ data: lines(docx(t)) }), 2),
  'the second of two files in JSON': json((t) => [letters(docx('Hej')), letters(pdf(t))]),
  'escaped letters in JSON': text('a.json', (t) =>
    JSON.stringify({ data: letters(docx(t)) })
      .replaceAll('/', '\\/')
      .replaceAll('+', '\\u002b'),
  ),
  'the alphabet of URLs': json((t) => ({ data: docx(t).toString('base64url') })),
  'a data: URI in JSON': json((t) => ({ f: `data:application/pdf;base64,${letters(pdf(t))}` })),
  'a data: URI in Markdown': text('a.md', (t) => `Hej\n\n[x](data:application/zip;base64,${letters(docx(t))})\n`),
  'a table in UTF-16': json((t) => ({ f: letters(Buffer.from(`\ufeff${table(t)}`, 'utf16le')) })),
  'a table in the charset of Windows': json((t) => ({ f: letters(Buffer.from(table(t), 'latin1')) })),
  'a compressed file': json((t) => ({ f: letters(deflateSync(docx(t))) })),
  'a file in a file in JSON': json((t) => ({ f: letters(JSON.stringify({ g: letters(docx(t)) })) })),
  'a mail in JSON': json((t) => ({ raw: letters(`From: a@b.se\nTo: c@d.se\nSubject: x\n\n<p>${t}</p>\n`) })),
  'a text among many short ones': text(
    'a.jsonl',
    (t) =>
    ['Parken är öppen idag', `Anna\u2060 ${t.slice(0, 6)}\u2060${t.slice(6)} ringde`, 'Skolan har stängt'].map((note) => `{"n":"${letters(note)}"}\n`).join(''), // prettier-ignore
  ),
  'a statement of SQL': text('a.sql', (t) => `insert into f values ('${letters(pdf(t))}');\n`),
  'a script of a page': text('a.html', (t) => `<p>Hej</p><script>var f = "${letters(pdf(t))}";</script>`),
  'a remark of a page': text('a.html', (t) => `<p>Hej</p><!-- ${letters(pdf(t))} -->`),
  'strings of a program': text('a.js', (t) => `f = ${lines(docx(t)).map((l) => `"${l}"`).join(' +\n  ')};\n`), // prettier-ignore
  'a cell of a table': text('a.csv', (t) => `namn;fil\nAnna;"${lines(docx(t)).join('\n')}"\n`),
  'a line of YAML': text('a.yaml', (t) => `f: |\n  ${lines(docx(t)).join('\n  ')}\nname: Hej\n`),
  'a field of a form': text('a.txt', (t) => `SAMLResponse=${encodeURIComponent(letters(`<a:N>${t}</a:N>`))}&RelayState=x\n`), // prettier-ignore
};
