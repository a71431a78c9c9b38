import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { extractOne } from '../../testing/extract-one.ts';
import { docx } from '../../testing/hostile-files.ts';
import { findNumber } from '../../testing/marker-matrix.ts';
import { lockDoc, lockPpt, lockXls, obfuscateXls } from '../../testing/legacy-locker.ts';
import { compoundOf, encryptionHeader, lockAgile, lockStandard } from '../../testing/ooxml-locker.ts';
import type { AgileLock } from '../../testing/ooxml-locker.ts';
import { tenorNumber } from '../../testing/test-numbers.ts';
import type { Format } from '../format.ts';
import { compoundFormat, odfFormat } from './office.ts';

const NUMBER = tenorNumber(900);
const PASSWORD = 'Sommar2026';
const folder = join(import.meta.dirname, '../../../test-fixtures/documents/office');
const fixture = (name: string): Buffer => readFileSync(join(folder, name));

const document = docx(
  `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${`<w:p><w:r><w:t>Fyllning så att paketet blir flera segment långt</w:t></w:r></w:p>`.repeat(90)}<w:p><w:r><w:t>Hemligt ${NUMBER}</w:t></w:r></w:p></w:body></w:document>`,
);
const agile = (lock: Partial<AgileLock>): Buffer =>
  lockAgile(document, { password: PASSWORD, bits: 256, hash: 'SHA512', rounds: 1000, ...lock });

const read = (bytes: Buffer, passwords: readonly string[], format: Format = compoundFormat) =>
  extractOne(format, bytes, 'last', {}, passwords);

/** Files that can be opened, each with what it must be called. */
const LOCKED: readonly (readonly [name: string, bytes: Buffer, format: Format, algorithm: string, bits: number])[] = [
  ['OOXML agile, AES-256', agile({}), compoundFormat, 'AES-256', 256],
  ['OOXML agile, AES-128 with SHA-1', agile({ bits: 128, hash: 'SHA1' }), compoundFormat, 'AES-128', 128],
  ['OOXML standard, AES-128', lockStandard(document, PASSWORD, 128), compoundFormat, 'AES-128', 128],
  ['OOXML standard, AES-256', lockStandard(document, PASSWORD, 256), compoundFormat, 'AES-256', 256],
  ['ODT written by LibreOffice', fixture('locked.odt'), odfFormat, 'AES-256', 256],
  ['ODS written by LibreOffice', fixture('locked.ods'), odfFormat, 'AES-256', 256],
];

describe.each(LOCKED)('%s', (_name, bytes, format, algorithm, bits) => {
  it('names its strength and stays closed without its password', async () => {
    const { texts, uninspected, signals } = await read(bytes, ['fel', 'också fel'], format);
    expect(findNumber(texts, NUMBER)).toBeNull();
    expect(uninspected).toMatchObject([{ reason: 'encrypted', encryption: { algorithm, bits } }]);
    expect(signals).toEqual([]);
  });

  it('is read with its password from the same mail, and says so', async () => {
    const { texts, uninspected, signals } = await read(bytes, ['fel', PASSWORD], format);
    expect(findNumber(texts, NUMBER)).not.toBeNull();
    expect(uninspected).toEqual([]);
    expect(signals.map((signal) => signal.kind)).toEqual(['opened-with-password']);
  });
});

describe('a document locked with the word that Excel tries by itself', () => {
  it('is read like an open one', async () => {
    const { texts, uninspected, signals } = await read(agile({ password: 'VelvetSweatshop' }), []);
    expect(findNumber(texts, NUMBER)).not.toBeNull();
    expect([uninspected, signals]).toEqual([[], []]);
  });
});

/** Files of the binary formats, each with a number that stands in it. */
const places = { doc: fixture('places.doc'), xls: fixture('places.xls'), ppt: gunzipSync(fixture('places.ppt.gz')) };
/** Key, verifier and array of the password; LibreOffice 7.4 opens a workbook made of them. */
const XOR_KNOWN = {
  key: 0x263c,
  verifier: 0xcf42,
  array: [...Buffer.from('b7a4a8a5ae2a070b0708c3ece14ee1ec', 'hex')],
};
const BINARY: readonly (readonly [name: string, bytes: Buffer, algorithm: string, bits: number, number: string])[] = [
  ['DOC written by LibreOffice', fixture('locked.doc'), 'RC4-40', 40, NUMBER],
  ['XLS written by LibreOffice', fixture('locked.xls'), 'RC4-40', 40, NUMBER],
  ['DOC, CryptoAPI, 128 bits', lockDoc(places.doc, PASSWORD), 'RC4-128', 128, '13815312192'],
  ['DOC, CryptoAPI, 40 bits', lockDoc(places.doc, PASSWORD, 40), 'RC4-40', 40, '13815312192'],
  ['XLS, CryptoAPI, 128 bits', lockXls(places.xls, PASSWORD), 'RC4-128', 128, '17826931809'],
  ['XLS, CryptoAPI, 40 bits', lockXls(places.xls, PASSWORD, 40), 'RC4-40', 40, '17826931809'],
  ['XLS, XOR', obfuscateXls(places.xls, XOR_KNOWN), 'XOR obfuscation', 16, '17826931809'],
  ['PPT, CryptoAPI, 128 bits', lockPpt(places.ppt, PASSWORD), 'RC4-128', 128, '24838814677'],
];

describe.each(BINARY)('%s', (_name, bytes, algorithm, bits, number) => {
  it('names its strength and stays closed without its password', async () => {
    const { texts, uninspected, signals } = await read(bytes, ['fel', 'Sommar2027']);
    expect(findNumber(texts, number)).toBeNull();
    expect(uninspected).toMatchObject([{ reason: 'encrypted', encryption: { algorithm, bits } }]);
    expect(signals).toMatchObject([{ kind: 'weak-encryption', detail: algorithm }]);
  });

  it('is read with its password from the same mail, and says so', async () => {
    const { texts, uninspected, signals } = await read(bytes, ['fel', PASSWORD]);
    expect(findNumber(texts, number)).not.toBeNull();
    // pictures of a presentation are locked piece by piece and stay closed
    expect(uninspected.map(({ detail }) => detail)).toEqual(
      number === '24838814677' ? [`${algorithm}, pictures or properties`] : [],
    );
    expect(signals.map((signal) => signal.kind)).toEqual(['weak-encryption', 'opened-with-password']);
  });
});

describe('a workbook that Excel opens without asking', () => {
  it('is read like an open one, and nothing is said of its encryption', async () => {
    const { texts, uninspected, signals } = await read(lockXls(places.xls, 'VelvetSweatshop'), []);
    expect(findNumber(texts, '17826931809')).not.toBeNull();
    expect([uninspected, signals]).toEqual([[], []]);
  });
});

describe('a locked document made to hurt', () => {
  it('cut or changed anywhere never throws and is never silent', async () => {
    for (const whole of [lockDoc(places.doc, PASSWORD), lockXls(places.xls, PASSWORD)]) {
      for (let at = 600; at < whole.length; at += 997) {
        const bytes = Buffer.from(at % 2 === 0 ? whole.subarray(0, at) : whole);
        if (at % 2 === 1) bytes.fill(0xff, at, Math.min(bytes.length, at + 40));
        const { texts, uninspected } = await read(bytes, [PASSWORD]);
        expect([at, uninspected.length > 0 || texts.length > 0]).toEqual([at, true]);
      }
    }
  });
});

describe('encryption that gives no protection today', () => {
  const flagged = (flags: number): Buffer => {
    const word = Buffer.alloc(4096);
    word.writeUInt16LE(0xa5ec, 0);
    word.writeUInt16LE(flags, 0x0a);
    return word;
  };
  const record = (type: number, body: Buffer): Buffer => {
    const head = Buffer.alloc(4);
    head.writeUInt16LE(type, 0);
    head.writeUInt16LE(body.length, 2);
    return Buffer.concat([head, body]);
  };
  const BOF = record(0x0809, Buffer.from('00060500000000000000000000000000', 'hex'));
  const cryptoApi = (bits: number): Buffer => {
    const header = encryptionHeader(0x6801, bits);
    const size = Buffer.alloc(4);
    size.writeUInt32LE(header.length);
    return Buffer.concat([Buffer.from('0200020004000000', 'hex'), size, header, Buffer.alloc(60)]);
  };
  const user = Buffer.alloc(32);
  user.writeUInt32LE(0xf3d1c4df, 12);
  const session = cryptoApi(128);
  const container = Buffer.concat([Buffer.from('0f00142f', 'hex'), Buffer.alloc(4), session]);

  it.each<readonly [string, Buffer, string, number]>([
    ['DOC, XOR', compoundOf({ WordDocument: flagged(0x8100) }), 'XOR obfuscation', 16],
    ['DOC, RC4 of CryptoAPI', compoundOf({ WordDocument: flagged(0x0300), '1Table': cryptoApi(128) }), 'RC4-128', 128],
    [
      'XLS, XOR',
      compoundOf({ Workbook: Buffer.concat([BOF, record(0x2f, Buffer.from('000012345678', 'hex'))]) }),
      'XOR obfuscation',
      16,
    ],
    [
      'XLS, RC4 of CryptoAPI with 56 bits',
      compoundOf({ Workbook: Buffer.concat([BOF, record(0x2f, Buffer.concat([Buffer.from([1, 0]), cryptoApi(56)]))]) }),
      'RC4-56',
      56,
    ],
    ['PPT', compoundOf({ 'Current User': user, 'PowerPoint Document': container }), 'RC4-128', 128],
  ])('is named: %s', async (_name, bytes, algorithm, bits) => {
    const { uninspected, signals } = await read(bytes, [PASSWORD]);
    expect(uninspected).toMatchObject([{ reason: 'encrypted', encryption: { algorithm, bits } }]);
    expect(signals).toMatchObject([{ kind: 'weak-encryption', detail: algorithm }]);
  });

  it('is named in an OOXML package too', async () => {
    const xml = '<encryption><keyData cipherAlgorithm="DES" keyBits="56" saltValue="AAAA"/></encryption>';
    const info = Buffer.concat([Buffer.from('0400040040000000', 'hex'), Buffer.from(xml)]);
    const bytes = compoundOf({ EncryptionInfo: info, EncryptedPackage: Buffer.alloc(64) });
    const { uninspected, signals } = await read(bytes, [PASSWORD]);
    expect(uninspected).toMatchObject([{ reason: 'encrypted', encryption: { algorithm: 'DES-56', bits: 56 } }]);
    expect(signals.map((signal) => signal.kind)).toEqual(['weak-encryption']);
  });
});

describe('an encrypted package made to hurt', () => {
  const infoOf = (xml: string): Buffer =>
    compoundOf({
      EncryptionInfo: Buffer.concat([Buffer.from('0400040040000000', 'hex'), Buffer.from(xml)]),
      EncryptedPackage: Buffer.alloc(64, 7),
    });

  it('with a thousand million rounds is not tried, and is listed', async () => {
    const shape = 'keyBits="256" blockSize="16" cipherAlgorithm="AES" hashAlgorithm="SHA512" saltValue="AAAA"';
    const xml = `<encryption><keyData ${shape}/><p:encryptedKey spinCount="1000000000" ${shape}/></encryption>`;
    expect((await read(infoOf(xml), [PASSWORD])).uninspected).toMatchObject([{ reason: 'encrypted' }]);
  });

  it.each(['', '<', '<keyData keyBits="-1" blockSize="9e99"/>', '<keyData keyBits="256" cipherAlgorithm="AES"/>'])(
    'whose description is %j is listed as encrypted',
    async (xml) => {
      expect((await read(infoOf(xml), [PASSWORD])).uninspected.map((each) => each.reason)).toEqual(['encrypted']);
    },
  );

  it('cut anywhere never throws and is never silent', async () => {
    const whole = agile({});
    for (let length = 512; length < whole.length; length += 1536) {
      const { texts, uninspected } = await read(whole.subarray(0, length), [PASSWORD]);
      expect([length, uninspected.length > 0 || findNumber(texts, NUMBER) !== null]).toEqual([length, true]);
    }
  });
});
