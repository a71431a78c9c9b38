/** Files that only a password opens are named as such, in their binary form and as base64 in a text. */
import { describe, expect, it } from 'vitest';
import { readDeep } from '../testing/read-document.ts';

/** Beginnings as the programs write them; the rest is noise, as theirs is. */
const NOISE = Buffer.from(Array.from({ length: 96 }, (_, i) => (i * 151 + 7) % 256));
const begun = (...head: (string | Buffer)[]): Buffer =>
  Buffer.concat([...head.map((piece) => (typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece)), NOISE]);

const FILES: readonly (readonly [program: string, bytes: Buffer, detail: string])[] = [
  ['openssl enc', begun('Salted__'), 'OpenSSL'],
  ['age', begun('age-encryption.org/v1\n-> scrypt '), 'ChaCha20'],
  ['AES Crypt', begun('AES\x02\0'), 'AES-256'],
  ['KeePass', begun(Buffer.from('03d9a29a67fb4bb5', 'hex')), 'AES-256'],
  ['GnuPG with a password', begun(Buffer.from('8c0d04090302', 'hex')), 'PGP AES-256'],
  ['GnuPG with a password, new packets', begun(Buffer.from('c30d04030302', 'hex')), 'PGP CAST5'],
  ['GnuPG for a key', begun(Buffer.from('85010c03aabbccddeeff001101', 'hex')), 'PGP'],
];

describe('a file encrypted by', () => {
  it.each(FILES)('%s is named', async (_program, bytes, detail) => {
    const { uninspected } = await readDeep('a.bin', bytes);
    expect(uninspected).toMatchObject([
      { reason: 'encrypted', detail, encryption: { algorithm: detail.replace(/^PGP /u, '') } },
    ]);
  });

  it.each(FILES)('%s is named when it stands in a text as base64', async (_program, bytes, detail) => {
    const lines = bytes.toString('base64').replace(/.{64}/gu, '$&\n');
    const { uninspected } = await readDeep('a.txt', Buffer.from(`Hej\n\n${lines}\n`));
    expect(uninspected).toMatchObject([{ reason: 'encrypted', detail }]);
  });
});

describe('text', () => {
  it.each(['Öppet brev', 'Ärende', 'Århus', 'Salt och peppar', 'AES är en metod', 'Álborg'])(
    '%s is none',
    async (words) => {
      for (const encoding of ['utf8', 'latin1'] as const) {
        const { uninspected } = await readDeep('a.txt', Buffer.from(`${words}\n`, encoding));
        expect(uninspected).toEqual([]);
      }
    },
  );
});

describe('base64 in a text that is no text itself', () => {
  const blob = (size: number): string =>
    Buffer.from(Array.from({ length: size }, (_, i) => (i * i * 31 + i * 7 + 3) % 251))
      .toString('base64')
      .replace(/.{64}/gu, '$&\n');

  it('is listed when it is as long as a file', async () => {
    const { uninspected } = await readDeep('a.txt', Buffer.from(`Hej\n\n${blob(6000)}\n`));
    expect(uninspected).toMatchObject([{ reason: 'unsupported' }]);
  });

  it('is passed over when it is no longer than a key', async () => {
    const { uninspected } = await readDeep('a.txt', Buffer.from(`Hej\n\n${blob(1024)}\n`));
    expect(uninspected).toEqual([]);
  });
});

describe('behind a picture', () => {
  const picture = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );
  const noise = Buffer.from(Array.from({ length: 6000 }, (_, i) => 1 + ((i * i * 31 + i * 7) % 251)));

  it('an encrypted file is named', async () => {
    const { uninspected } = await readDeep('a.png', Buffer.concat([picture, begun('Salted__')]));
    expect(uninspected).toMatchObject([{ reason: 'encrypted', detail: 'OpenSSL' }]);
  });

  it('something of the size of a file is listed', async () => {
    const { uninspected } = await readDeep('a.png', Buffer.concat([picture, noise]));
    expect(uninspected).toMatchObject([{ reason: 'unsupported' }]);
  });

  it.each([
    ['a second picture', Buffer.concat([Buffer.from('ffd8ffe1', 'hex'), noise])],
    ['a film', Buffer.concat([Buffer.from('\0\0\0\x18ftypmp42', 'latin1'), noise])],
    ['the trailer of a telephone', Buffer.concat([noise, Buffer.from('SEFHxxxxSEFT')])],
    ['padding', Buffer.alloc(10_000)],
    ['a few bytes', noise.subarray(0, 200)],
  ])('%s is as cameras and programs write it', async (_what, behind) => {
    expect((await readDeep('a.png', Buffer.concat([picture, behind]))).uninspected).toEqual([]);
  });
});
