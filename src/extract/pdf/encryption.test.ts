import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { placesOf, readDocument } from '../../testing/read-document.ts';
import { rc4 } from './encryption.ts';
import { pdfFormat } from './pdf.ts';

/** Written by qpdf from one file whose page, ActualText and XFA form hold these numbers. */
const PLACES: Readonly<Record<string, string>> = {
  '19780805-2398': 'body page 1',
  '19820103-2391': 'alt-text replacement text',
  '12905299938': 'form XFA',
};
const folder = join(import.meta.dirname, '../../../test-fixtures/documents/pdf');
const read = (name: string, passwords: readonly string[]) =>
  readDocument(pdfFormat, name, readFileSync(join(folder, name)), { passwords });

describe('an encrypted PDF', () => {
  const user = [
    { file: 'user-rc4-40.pdf', algorithm: 'RC4-40', bits: 40, password: 'hemligt1', weak: true },
    { file: 'user-rc4-128.pdf', algorithm: 'RC4-128', bits: 128, password: 'hemligt1', weak: true },
    { file: 'user-aes-128.pdf', algorithm: 'AES-128', bits: 128, password: 'hemligt1', weak: false },
    { file: 'user-aes-256.pdf', algorithm: 'AES-256', bits: 256, password: 'lösenord', weak: false },
  ];
  for (const { file, algorithm, bits, password, weak } of user) {
    it(`${file} names its strength and stays closed without its password`, async () => {
      const { texts, uninspected, signals } = await read(file, ['fel', 'också fel']);
      expect(texts).toEqual([]);
      expect(uninspected).toMatchObject([{ reason: 'encrypted', detail: algorithm, encryption: { algorithm, bits } }]);
      expect(signals.map((s) => s.kind)).toEqual(weak ? ['weak-encryption'] : []);
    });

    for (const [kind, word] of [
      ['user', password],
      ['owner', 'agare'],
    ] as const) {
      it(`${file} is read with its ${kind} password from the same mail`, async () => {
        const { texts, uninspected, signals } = await read(file, ['fel', word]);
        expect(uninspected).toEqual([]);
        expect(signals.map((s) => s.kind)).toContain('opened-with-password');
        for (const [number, place] of Object.entries(PLACES)) expect(placesOf(texts, number)).toEqual([place]);
      });
    }
  }

  for (const file of ['owner-rc4-40.pdf', 'owner-rc4-128.pdf', 'owner-aes-256.pdf']) {
    it(`${file} needs no password to be read, so it is read like any other`, async () => {
      const { texts, uninspected, signals } = await read(file, []);
      expect(uninspected).toEqual([]);
      expect(signals).toEqual([]);
      for (const [number, place] of Object.entries(PLACES)) expect(placesOf(texts, number)).toEqual([place]);
    });
  }
});

describe('rc4()', () => {
  it('gives the key stream of RFC 6229 for the key 0102030405', () => {
    expect(rc4(Buffer.from('0102030405', 'hex'), Buffer.alloc(16)).toString('hex')).toBe(
      'b2396305f03dc027ccc3524a0a1118a8',
    );
  });
});

describe('a PDF of a real program', () => {
  it('gives the text of a LibreOffice export with subset fonts, table cells in their rows', async () => {
    const { texts, uninspected } = await read('libreoffice.pdf', []);
    expect(uninspected).toEqual([]);
    expect(placesOf(texts, '19780805-2398')).toHaveLength(1);
    expect(texts[0]?.text).toMatch(/Namn\s+Personnummer\nÅke\s+19820103-2391/u);
  });

  it('is read from object streams of a linearised file', async () => {
    const { texts } = await read('object-streams.pdf', []);
    for (const [number, place] of Object.entries(PLACES)) expect(placesOf(texts, number)).toEqual([place]);
  });
});
