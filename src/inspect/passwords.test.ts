/** A password opens what it belongs to wherever it stands in the same mail, and the content is inspected. */
import { describe, expect, it } from 'vitest';
import { loadSettings, readRules } from '../config/config.ts';
import { systemClock } from '../core/clock.ts';
import { compileDetectors } from '../detect/detect.ts';
import { DEFAULT_LIMITS } from '../extract/extract.ts';
import { REPOSITORY } from '../testing/gateway.ts';
import { docx, mailWith, type Attachment } from '../testing/hostile-files.ts';
import { lockAgile } from '../testing/ooxml-locker.ts';
import { writeZip } from '../testing/zip-writer.ts';
import { inspectMessage } from './inspect.ts';

const { detectors: data } = readRules(loadSettings({ env: {}, cwd: REPOSITORY }), systemClock);
const detectors = compileDetectors(data);
const inspect = (mail: Buffer, limits = DEFAULT_LIMITS) =>
  inspectMessage(mail, {
    detectors,
    secureWords: [],
    sender: 'anna@kommun.example',
    recipients: ['b@example.org'],
    receivedAt: '2026-11-23T09:00:00.000Z',
    reveal: false,
    limits,
    ocr: { budgetMs: 0, pages: 0 },
    personSalt: 'test',
    now: () => performance.now(),
  });

/** Skatteverket's published test number. */
const NUMBER = '811218-9876';
const letter = docx(
  `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>Personnummer ${NUMBER}</w:t></w:r></w:p></w:body></w:document>`,
);
const locked = (password: string, name = 'a.docx'): Attachment => ({
  name,
  bytes: lockAgile(letter, { password, bits: 256, hash: 'SHA512', rounds: 50 }),
});
const text = (name: string, words: string): Attachment => ({ name, bytes: Buffer.from(words) });
const zip = (...files: readonly Attachment[]): Attachment => ({
  name: 'a.zip',
  bytes: writeZip(files.map(({ name, bytes }) => ({ name, data: bytes }))),
});

const PLACES: Readonly<Record<string, () => Buffer>> = {
  'in a text file behind it': () => mailWith([locked('Hund1234'), text('b.txt', 'Hund1234')]),
  'as the name of a file behind it': () => mailWith([locked('Hund1234'), text('Hund1234.txt', 'Hej')]),
  'in its own name, between underscores': () => mailWith([locked('Hund1234', 'beslut_Hund1234_v2.docx')]),
  'in its own name, behind a hyphen': () => mailWith([locked('Hund1234', 'beslut-Hund1234.docx')]),
  'beside it in an archive': () => mailWith([zip(locked('Hund1234'), text('las mig.txt', 'Hund1234'))]),
  'in another locked file that opens': () => {
    const note = docx(
      '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>Katt5678</w:t></w:r></w:p></w:body></w:document>',
    );
    const first = lockAgile(note, { password: 'Hund1234', bits: 256, hash: 'SHA512', rounds: 50 });
    return mailWith([locked('Katt5678'), { name: 'b.docx', bytes: first }], 'Se Hund1234');
  },
  'spelled with blanks': () => mailWith([locked('Hund1234')], 'Lösenordet är H u n d 1 2 3 4'),
  'spelled with hyphens': () => mailWith([locked('Hund1234')], 'Lösenordet är H-u-n-d-1-2-3-4.'),
  'as a word and a year with its mark': () => mailWith([locked('Sommar 2024!')], 'Lösenordet är: Sommar 2024!'),
  'as a phrase': () => mailWith([locked('Blå katt 12')], 'Lösenordet är Blå katt 12.'),
  'in two halves': () => mailWith([locked('Hund1234')], 'Lösenordet är Hund + 1234'),
  'as a code of figures': () => mailWith([locked('4711')], 'Hej, koden är 4711. Mvh Anna'),
  'as a plain word that opens it': () => mailWith([locked('hund')], 'Filen öppnas med hund'),
  'as the only word of the mail': () => mailWith([locked('hund')], 'hund'),
  'behind sixty words that look like passwords': () =>
    mailWith([locked('Hund1234')], `${Array.from({ length: 60 }, (_, i) => `AB${i}c`).join(' ')} Hund1234`),
  'at the end of a long text': () => mailWith([locked('Hund1234')], `${'en två tre '.repeat(5000)} Hund1234`),
};

describe('a password', () => {
  it.each(Object.entries(PLACES))('%s opens the file, and what is in it is inspected', async (_place, make) => {
    const { findings, uninspected } = await inspect(make());
    expect(findings.map(({ category }) => category)).toEqual(
      expect.arrayContaining(['national-id', 'password-in-clear']),
    );
    expect(uninspected).toEqual([]);
  });

  it('that stands nowhere leaves the file closed, and it is listed once', async () => {
    const mail = mailWith([zip(locked('Hund1234'), text('b.txt', 'Hej')), text('c.txt', 'Katt5678')]);
    const { findings, uninspected } = await inspect(mail);
    expect(findings.filter(({ confidence }) => confidence !== 'low')).toEqual([]);
    expect(uninspected).toMatchObject([{ path: ['a.zip', 'a.docx'], reason: 'encrypted', detail: 'AES-256' }]);
  });

  it('that stands nowhere costs no more than a share of the time: what follows is read', async () => {
    const slow = lockAgile(letter, { password: 'Hund1234', bits: 256, hash: 'SHA512', rounds: 20_000 });
    const words = Array.from({ length: 220 }, (_, i) => `AB${i}cd`).join(' ');
    const names = ['a.docx', 'b.docx', 'c.docx'];
    const files = names.map((name) => ({ name, bytes: slow }));
    const mail = mailWith([...files, text('d.txt', `Personnummer ${NUMBER}`)], words);
    const { findings, uninspected } = await inspect(mail, { ...DEFAULT_LIMITS, timeMs: 10_000 });
    expect(findings.some(({ category }) => category === 'national-id')).toBe(true);
    expect(uninspected.map(({ reason }) => reason)).toEqual(['encrypted', 'encrypted', 'encrypted']);
  });

  it('spelled out is one given in clear, with or without a file', async () => {
    const { findings } = await inspect(mailWith([], 'Lösenordet är H u n d 1 2 3 4'));
    expect(findings.filter(({ confidence }) => confidence !== 'low')).toMatchObject([
      { category: 'password-in-clear' },
    ]);
  });

  it.each(['Lösenord: - - - - - - -', 'Lösenordet är a b c d e f g', 'Password: * * * * * * * *'])(
    '%s is none',
    async (body) => {
      const { findings } = await inspect(mailWith([], body));
      expect(findings.filter(({ confidence }) => confidence !== 'low')).toEqual([]);
    },
  );
});
