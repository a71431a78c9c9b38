/** What is hidden from programs is found or said to be unreadable; the same mail with another number in it passes. */
import { describe, expect, it } from 'vitest';
import { EVASIVE_BOXES } from '../testing/evasive-boxes.ts';
import { EVASIVE_CELLS } from '../testing/evasive-cells.ts';
import { EVASIVE_CHARSETS } from '../testing/evasive-charsets.ts';
import { EVASIVE_CODES } from '../testing/evasive-codes.ts';
import { EVASIVE_DECOYS } from '../testing/evasive-decoys.ts';
import { EVASIVE_DOCUMENTS } from '../testing/evasive-documents.ts';
import { EVASIVE_ENCODINGS } from '../testing/evasive-encodings.ts';
import { EVASIVE_FIELDS } from '../testing/evasive-fields.ts';
import { EVASIVE_FORMS } from '../testing/evasive-forms.ts';
import { EVASIVE_HALVES } from '../testing/evasive-halves.ts';
import { EVASIVE_LISTS } from '../testing/evasive-lists.ts';
import { EVASIVE_NORWEGIAN } from '../testing/evasive-norwegian.ts';
import { EVASIVE_OFFICE } from '../testing/evasive-office.ts';
import { EVASIVE_ORDER } from '../testing/evasive-order.ts';
import { EVASIVE_PDF } from '../testing/evasive-pdf.ts';
import { EVASIVE_PROGRAMS } from '../testing/evasive-programs.ts';
import { EVASIVE_SHEETS } from '../testing/evasive-sheets.ts';
import { EVASIVE_SIGNS } from '../testing/evasive-signs.ts';
import { EVASIVE_WORDS } from '../testing/evasive-words.ts';
import { EVASIVE_FILES } from '../testing/evasive-files.ts';
import { EVASIVE_FORMULAS } from '../testing/evasive-formulas.ts';
import { EVASIVE_HEADERS } from '../testing/evasive-headers.ts';
import { EVASIVE_HTML } from '../testing/evasive-html.ts';
import { EVASIVE_PICTURES } from '../testing/evasive-pictures.ts';
import { EVASIVE_POLYGLOTS } from '../testing/evasive-polyglots.ts';
import { EVASIVE_SLIDES } from '../testing/evasive-slides.ts';
import { EVASIVE_STYLE } from '../testing/evasive-style.ts';
import { EVASIVE_STYLE_SHEETS } from '../testing/evasive-style-sheets.ts';
import { EVASIVE_MIME } from '../testing/evasive-mime.ts';
import { EVASIVE_WRITTEN } from '../testing/evasive-written.ts';
import { EVASIVE_MAILS } from '../testing/evasive-mails.ts';
import { mailWith } from '../testing/hostile-files.ts';
import { inspectAsShipped } from '../testing/inspect-as-shipped.ts';

/** Skatteverket's published test number; and one with a thirteenth month and more, that is nobody's. */
const SECRET = '811218-9876';
const HARMLESS = '815218-9873';

/** The same for Norway: a synthetic one of Tenor's series, and one with a fourteenth month. */
const NORWEGIAN = new Map([
  [SECRET, '15845912065'],
  [HARMLESS, '15145912062'],
]);

/** Text beyond latin1 or with Swedish letters is UTF-8; otherwise each character is a byte. Bare CR is kept. */
const bytesOf = (mail: string): Buffer =>
  Buffer.from(mail.replace(/\r?\n/gu, '\r\n'), /[^\0-\xff]|[åäöÅÄÖ]/u.test(mail) ? 'utf8' : 'latin1');

type Case = readonly [how: string, mail: (number: string) => Buffer];
const mails = (cases: Readonly<Record<string, (number: string) => string>>): readonly Case[] =>
  Object.entries(cases).map(([how, make]) => [how, (number) => bytesOf(make(number))]);
const documents = (cases: typeof EVASIVE_DOCUMENTS): readonly Case[] =>
  Object.entries(cases).map(([how, [name, make]]) => [how, (number) => mailWith([{ name, bytes: make(number) }])]);

const norwegian = (cases: typeof EVASIVE_NORWEGIAN): readonly Case[] =>
  mails(cases).map(([how, make]) => [how, (number) => make(NORWEGIAN.get(number) ?? '')]);

describe.each([
  ['HTML', mails(EVASIVE_HTML)],
  ['style', mails(EVASIVE_STYLE)],
  ['a style sheet', mails(EVASIVE_STYLE_SHEETS)],
  ['order', mails(EVASIVE_ORDER)],
  ['decoys', mails(EVASIVE_DECOYS)],
  ['a box', mails(EVASIVE_BOXES)],
  ['a mail', mails(EVASIVE_MAILS)],
  ['a header', mails(EVASIVE_HEADERS)],
  ['a charset', Object.entries(EVASIVE_CHARSETS)],
  ['MIME', mails(EVASIVE_MIME)],
  ['a text', mails(EVASIVE_ENCODINGS)],
  ['Norwegian text', norwegian(EVASIVE_NORWEGIAN)],
  ['a code', mails(EVASIVE_CODES)],
  ['signs', mails(EVASIVE_SIGNS)],
  ['words', mails(EVASIVE_WORDS)],
  ['halves', mails(EVASIVE_HALVES)],
  ['a document', documents(EVASIVE_DOCUMENTS)],
  ['an Office document', documents(EVASIVE_OFFICE)],
  ['a workbook', documents(EVASIVE_SHEETS)],
  ['a slide', documents(EVASIVE_SLIDES)],
  ['cells and lines', documents(EVASIVE_CELLS)],
  ['a form', documents(EVASIVE_FORMS)],
  ['a field', documents(EVASIVE_FIELDS)],
  ['a list', documents(EVASIVE_LISTS)],
  ['another file', documents(EVASIVE_FILES)],
  ['a file written as letters', documents(EVASIVE_WRITTEN)],
  ['a file of two kinds', documents(EVASIVE_POLYGLOTS)],
  ['a picture', documents(EVASIVE_PICTURES)],
  ['a PDF', documents(EVASIVE_PDF)],
  ['a formula', documents(EVASIVE_FORMULAS)],
  ['a program', documents(EVASIVE_PROGRAMS)],
])('%s that hides a number', (_kind, cases) => {
  it.each(cases)('by %s is not let through', async (_how, make) => {
    const { findings, uninspected } = await inspectAsShipped(make(SECRET));
    const seen = findings.some(({ category, confidence }) => category === 'national-id' && confidence !== 'low');
    expect(seen || uninspected.some(({ reason }) => reason === 'ambiguous')).toBe(true);
  });

  it.each(cases)('by %s is let through when there is none', async (_how, make) => {
    const { findings, uninspected } = await inspectAsShipped(make(HARMLESS));
    expect(findings.filter(({ confidence }) => confidence !== 'low')).toEqual([]);
    expect(uninspected).toEqual([]);
  });
});

describe('a recipient whom no header field names', () => {
  const mail = bytesOf('From: anna@kommun.example\nSubject: Hej\n\nHej\n');

  it.each(['811218-9876@example.org', 'anna.811218-9876@example.org', '198112189876@example.org'])(
    '%s is a number in a mailbox',
    async (recipient) => {
      const { findings } = await inspectAsShipped(mail, ['b@example.org', recipient]);
      expect(findings).toMatchObject([{ category: 'national-id', where: 'header', locator: 'recipient' }]);
    },
  );

  it.each(['815218-9873@example.org', '46701234567@sms.example', 'anna.svensson2@example.org'])(
    '%s is none',
    async (recipient) => {
      expect((await inspectAsShipped(mail, [recipient])).findings).toEqual([]);
    },
  );
});

describe('a column of numbers whose cells cut them off', () => {
  const mailOf = (numbers: readonly string[]): Buffer => {
    const rows = numbers.map(
      (number) => `<tr><td style="width:90px;overflow:hidden">${number}</td><td>12 st</td></tr>`,
    );
    return bytesOf(
      `From: anna.berg@kommun.example\nTo: bo@partner.example\nSubject: Lista\nMIME-Version: 1.0\n` +
        `Content-Type: text/html; charset=utf-8\n\n<table>${rows.join('\n')}</table>`,
    );
  };
  const two = (n: number): string => String(n).padStart(2, '0');
  /** Of these one in ten has the check digit of a person by chance. */
  const moments = Array.from({ length: 60 }, (_, i) => `2026${two(1 + (i % 12))}${two(1 + (i % 28))}-${two(i % 24)}${two((i * 7) % 60)}${two((i * 11) % 60)}`); // prettier-ignore

  it('is one of moments', async () => {
    const { findings, uninspected } = await inspectAsShipped(mailOf(moments));
    expect(findings.filter(({ confidence }) => confidence !== 'low')).toEqual([]);
    expect(uninspected).toEqual([]);
  });

  it('is one of people', async () => {
    const people = ['811218-9876', '640823-3234', '670919-9530'].map((number) => `${number}123`);
    const { findings } = await inspectAsShipped(mailOf(people));
    expect(findings.filter(({ confidence }) => confidence !== 'low')).toHaveLength(people.length);
  });
});
