import { describe, expect, it } from 'vitest';
import { allText } from '../../testing/read-document.ts';
import { readMail } from '../../testing/read-mail.ts';
import type { MessageReading } from '../extract.ts';
import { isKeyOrSignature } from './pgp-packets.ts';
import { encodedBlocks } from './uuencode.ts';

const HEAD = 'From: a@kommun.example\r\nSubject: Hej\r\nMIME-Version: 1.0\r\n';
const read = (type: string, body: string): Promise<MessageReading> =>
  readMail(Buffer.from(`${HEAD}Content-Type: ${type}\r\n\r\n${body.replace(/\r?\n/gu, '\r\n')}`));

const PGP = ['-----BEGIN PGP MESSAGE-----', '', 'hQEMA7Zp3x2J2v0YAQf', '=abcd', '-----END PGP MESSAGE-----'];
/** A CMS ContentInfo (RFC 5652 §3) of signed data without signers. */
const der = (tag: number, ...inside: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(inside);
  return Buffer.concat([Buffer.from([tag, 0x81, content.length]), content]);
};
const signed = (text: string): Buffer => {
  const data = der(0x30, Buffer.from('06092a864886f70d010701', 'hex'), der(0xa0, der(0x04, Buffer.from(text))));
  const content = der(0x30, Buffer.from('020101', 'hex'), der(0x31), data, der(0x31));
  return der(0x30, Buffer.from('06092a864886f70d010702', 'hex'), der(0xa0, content));
};

describe('a PGP message in HTML', () => {
  it.each([
    ['in a pre element', `<pre>\n${PGP.join('\n')}\n</pre>`],
    ['in lines', `<p>Hej<br>${PGP.join('<br>')}</p>`],
    ['in blocks', PGP.map((line) => `<div>${line}</div>`).join('')],
  ])('%s is encrypted', async (_how, body) => {
    const { uninspected } = await read('text/html', body);
    expect(uninspected).toMatchObject([{ reason: 'encrypted', detail: 'PGP' }]);
  });
});

describe('BinHex behind other text', () => {
  it.each(['text/plain', 'text/html'])('is said to be unread in %s', async (type) => {
    const data = ':#R0KEA"XC5jdH(3!9\'9XEe4KBe"3Fh!!N!';
    const { uninspected } = await read(
      type,
      `<pre>Hej\n(This file must be converted with BinHex 4.0)\n\n${data}</pre>`,
    );
    expect(uninspected).toMatchObject([{ reason: 'unsupported', detail: 'BinHex' }]);
  });

  it('is no matter where only its name is', async () => {
    const { uninspected } = await read(
      'text/plain',
      'Filen är i BinHex (This file must be converted with BinHex 4.0).',
    );
    expect(uninspected).toEqual([]);
  });
});

it('opens what is signed in a block behind other text', async () => {
  const letters = signed('Content-Type: text/plain\r\n\r\nDet signerade').toString('base64').replace(/.{64}/gu, '$&\n');
  const { texts } = await read('text/plain', `Hej\n> -----BEGIN PKCS7-----\n> ${letters}\n> -----END PKCS7-----\n`);
  expect(allText(texts)).toContain('Det signerade');
});

it('gives back the blanks that a uuencoded line lost at its end', () => {
  const [block] = encodedBlocks(['begin 644 a.txt', ')86)C', '`', 'end']);
  expect(block?.file.bytes).toEqual(Buffer.from('abc\0\0\0\0\0\0'));
});

it.each(['hz-gb-2312', 'johab', 'iso-2022-kr'])('says that nobody decodes %s inside HTML and XML', async (charset) => {
  const body = '~{\xa3\xb1~}\x1b$)C';
  for (const source of [
    `<html><meta charset=${charset}><p>${body}`,
    `<?xml version="1.0" encoding="${charset}"?><a>${body}</a>`,
  ]) {
    const { uninspected } = await read('text/html', source);
    if (source.startsWith('<html'))
      expect(uninspected).toMatchObject([{ reason: 'ambiguous', detail: `charset ${charset}` }]);
    const xml = await read(`multipart/mixed; boundary=b`, `--b\nContent-Type: application/xml\n\n${source}\n--b--`);
    expect(xml.uninspected).toMatchObject([{ reason: 'ambiguous', detail: `charset ${charset}` }]);
  }
});

it('lists a field with more parameters than are told apart', async () => {
  const many = Array.from({ length: 300 }, (_, at) => `p${at}=1`).join('; ');
  const { uninspected } = await read(`text/plain; ${many}; name=a.txt`, 'Hej');
  expect(uninspected).toMatchObject([{ reason: 'limit', detail: 'too many parameters' }]);
});

describe('a key of OpenPGP', () => {
  /** RFC 9580 §4.2.1: a packet whose length is one byte. */
  const packet = (tag: number, body: string): Buffer =>
    Buffer.concat([Buffer.from([0xc0 | tag, body.length]), Buffer.from(body, 'latin1')]);
  const armour = (...packets: readonly Buffer[]): string => {
    const letters = Buffer.concat(packets).toString('base64');
    return `Hej\n-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n${letters}\n-----END PGP PUBLIC KEY BLOCK-----\n`;
  };
  const key = packet(6, '\x04keykey');
  const holder = packet(13, 'Kari Vik <kari@kommun.example>');

  it.each([
    ['whole', [key, holder]],
    ['behind a packet of another kind', [key, packet(60, 'x'), holder]],
    ['before a packet of another kind', [key, holder, packet(10, 'PGP')]],
    ['without the key itself', [holder]],
    ['before bytes that are no packet', [key, holder, Buffer.from('slut')]],
    ['before a packet that is cut', [key, holder, packet(2, '\x04abcdef').subarray(0, 5)]],
    ['itself cut', [key, holder.subarray(0, -1)]],
  ])('tells of its holder, %s', async (_how, packets) => {
    const { texts } = await read('text/plain', armour(...packets));
    expect(allText(texts)).toContain('Kari Vik <kari@kommun.example');
  });

  it('is not what other bytes are taken for that begin as one', () => {
    expect(isKeyOrSignature(Buffer.concat([key, holder]))).toBe(true);
    expect(isKeyOrSignature(Buffer.concat([key, packet(60, 'x')]))).toBe(false);
    expect(isKeyOrSignature(Buffer.concat([key, holder.subarray(0, -1)]))).toBe(false);
  });
});
