/**
 * Files of other programs than Office that take a number apart, as name and content. Each takes a number as six digits, a hyphen and
 * four; with another number it is a file of the same shape that nobody has to stop.
 */
import { gzipSync } from 'node:zlib';
import { binaryPlist, emfOf, letterByLetter, wmfOf } from './windows-metafiles.ts';
import { writeZip } from './zip-writer.ts';

const der = (tag: number, ...inside: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(inside);
  return Buffer.concat([Buffer.from([tag, 0x82, content.length >> 8, content.length & 255]), content]);
};
/** As much of an X.509 certificate as names its holder: 2.5.4.5 is a serial number, of the person. */
const certificate = (number: string): Buffer => {
  const name = der(0x30, der(0x31, der(0x30, Buffer.from('0603550405', 'hex'), der(0x13, Buffer.from(number)))));
  return der(0x30, der(0x30, Buffer.from('a003020102020101', 'hex'), der(0x30, Buffer.from('06012a', 'hex')), name), der(0x03, Buffer.alloc(300, 1))); // prettier-ignore
};
/** A mail signed as S/MIME does it (RFC 5652 §5.1), with the certificate of who signed. */
export function signedBy(number: string, content: Buffer | null): Buffer {
  const oid = (last: string): Buffer => Buffer.from(`06092a864886f70d0107${last}`, 'hex');
  const inside = content === null ? [] : [der(0xa0, der(0x04, content))];
  const data = [der(0x02, Buffer.from([1])), der(0x31), der(0x30, oid('01'), ...inside), der(0xa0, certificate(number)), der(0x31)]; // prettier-ignore
  return der(0x30, oid('02'), der(0xa0, der(0x30, ...data)));
}
/** A signature of OpenPGP with a note (RFC 9580 §5.2.3.24) in the area that is signed. */
function signatureNoting(text: string): string {
  const name = Buffer.from('note@kommun.example');
  const value = Buffer.from(text);
  const area = Buffer.concat([Buffer.from([name.length + value.length + 9, 20, 0x80, 0, 0, 0, 0, name.length, 0, value.length]), name, value]); // prettier-ignore
  const body = Buffer.concat([Buffer.from([4, 0, 22, 8, 0, area.length]), area, Buffer.alloc(20)]);
  const packet = Buffer.concat([Buffer.from([0x88, body.length]), body]);
  return `-----BEGIN PGP SIGNATURE-----\n\n${packet.toString('base64')}\n-----END PGP SIGNATURE-----\n`;
}
/** A public key block: a key of noise and a user id. */
const publicKey = (number: string): Buffer => {
  const id = Buffer.from(`Anna Test ${number}`);
  const packets = Buffer.concat([Buffer.from([0x98, 40]), Buffer.alloc(40, 7), Buffer.from([0xb4, id.length]), id]);
  return Buffer.from(`-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n${packets.toString('base64')}\n-----END PGP PUBLIC KEY BLOCK-----\n`); // prettier-ignore
};
/** A BMP of one pixel with something behind it. */
const behindBmp = (text: string): Buffer => {
  const header = Buffer.alloc(58, 0);
  header.write('BM');
  [[2, 58], [10, 54], [14, 40], [18, 1], [22, 1]].forEach(([at = 0, value = 0]) => header.writeUInt32LE(value, at)); // prettier-ignore
  header.writeUInt16LE(1, 26);
  header.writeUInt16LE(24, 28);
  return Buffer.concat([header, Buffer.from(text)]);
};

type EvasiveFile = readonly [name: string, make: (number: string) => Buffer];

const page = (glyphs: string): string =>
  `<FixedPage xmlns="http://schemas.microsoft.com/xps/2005/06">${glyphs}</FixedPage>`;
const xps = (...parts: readonly (readonly [string, string])[]): Buffer =>
  writeZip([
    { name: '[Content_Types].xml', data: '<Types/>' },
    ...parts.map(([name, data]) => ({ name: `Documents/1/Pages/${name}`, data })),
  ]);
const glyphs = (x: number, text: string): string => `<Glyphs OriginX="${x}" OriginY="100" UnicodeString="${text}"/>`;
const drawing = (entity: string): Buffer =>
  Buffer.from(`  0\r\nSECTION\r\n  2\r\nENTITIES\r\n  0\r\n${entity}\r\n  0\r\nENDSEC\r\n  0\r\nEOF\r\n`);

const paint = (show: string): Buffer =>
  Buffer.from(`/Helvetica findfont 12 scalefont setfont\n72 700 moveto\n${show}\nshowpage\n`);

/** By what is done. */
export const EVASIVE_FILES: Readonly<Record<string, EvasiveFile>> = {
  'an XPS page with a run of glyphs for each digit': [
    'a.xps',
    (t) => xps(['1.fpage', page(Array.from(t, (c, i) => glyphs(60 + i * 8, c)).join(''))]),
  ],
  'an XPS page with glyphs out of order': [
    'a.xps',
    (t) => xps(['1.fpage', page(glyphs(120, t.slice(4)) + glyphs(60, `Nr ${t.slice(0, 4)}`))]),
  ],
  'an XPS page in pieces': [
    'a.oxps',
    (t) => {
      const whole = page(glyphs(60, t));
      const middle = whole.indexOf(t) + 4;
      return xps(['1.fpage/[0].piece', whole.slice(0, middle)], ['1.fpage/[1].last.piece', whole.slice(middle)]);
    },
  ],
  'codes in a text of a drawing': [
    'a.dxf',
    (t) => drawing(`MTEXT\r\n  1\r\n{\\fArial|b0|i0;Nr ${t.slice(0, 4)}}{\\H2.5x;\\C1;${t.slice(4)}}`),
  ],
  'underlining in a text of a drawing': ['a.dxf', (t) => drawing(`TEXT\r\n  1\r\n${t.slice(0, 4)}%%u${t.slice(4)}%%u`)],
  'a long text of a drawing in pieces': [
    'a.dxf',
    (t) => drawing(`MTEXT\r\n  3\r\n${'Text '.repeat(49)}${t.slice(0, 4)}\r\n  1\r\n${t.slice(4)} slut`),
  ],
  EDIFACT: ['a.edi', (t) => Buffer.from(`UNA:+.? 'UNB+UNOC:3+1+2'UNH+1+MEDRPT'PNA+PAT+${t}:::CPR++X'UNT+3+1'`)],
  'the name of a certificate': ['a.cer', certificate],
  'the name of a certificate in a text': [
    'a.pem',
    (t) => Buffer.from(`-----BEGIN CERTIFICATE-----\n${certificate(t).toString('base64').replace(/.{64}/gu, '$&\n')}\n-----END CERTIFICATE-----\n`), // prettier-ignore
  ],
  'the holder of a public key': ['a.asc', publicKey],
  'the certificate of a signature': [
    'a.p7m',
    (t) => signedBy(t, Buffer.from('Content-Type: text/plain\r\n\r\nHej\r\n')),
  ],
  'a note in a signature': [
    'a.txt',
    (t) => Buffer.from(`-----BEGIN PGP SIGNED MESSAGE-----\n\nHej\n${signatureNoting(t)}`),
  ],
  'the holder of a public key without letters': [
    'a.gpg',
    (t) => Buffer.from(publicKey(t).toString('latin1').split('\n')[2] ?? '', 'base64'),
  ],
  'a metafile': ['a.emf', (t) => emfOf([{ x: 10, y: 10, text: t }])],
  'a metafile letter by letter': ['a.emf', (t) => emfOf(letterByLetter(t))],
  'a metafile letter by letter from the end': ['a.emf', (t) => emfOf([...letterByLetter(t)].reverse())],
  'an old metafile letter by letter': ['a.wmf', (t) => wmfOf(letterByLetter(t))],
  'a compressed metafile': ['a.emz', (t) => gzipSync(emfOf(letterByLetter(t)))],
  'a metafile in a letter': [
    'a.rtf',
    (t) => Buffer.from(`{\\rtf1{\\pict\\wmetafile8 ${wmfOf(letterByLetter(t)).toString('hex')}}}`),
  ],
  'a value of a property list': ['a.plist', (t) => binaryPlist({ a: t })],
  'a link in a property list': ['a.webloc', (t) => binaryPlist({ URL: `https://x.example/?q=${t}` })],
  'a saved page': [
    'a.webarchive',
    (t) => binaryPlist({ WebResourceData: Buffer.from(`<p>${t.slice(0, 3)}<b>${t.slice(3)}</b></p>`), WebResourceMIMEType: 'text/html' }), // prettier-ignore
  ],
  'text behind a picture without chunks': ['a.bmp', (t) => behindBmp(`\nPersonnummer ${t}\n`)],
  'strings of PostScript without its first line': [
    'a.ps',
    (t) => paint(`(${t.slice(0, 4)}) show (${t.slice(4)}) show`),
  ],
  'a string of PostScript for each letter': ['a.txt', (t) => paint(Array.from(t, (c) => `(${c}) show`).join('\n'))],
  'kerned strings of PostScript': ['a.ps', (t) => paint(`[${Array.from(t, (c) => `(${c}) 20`).join(' ')}] TJ`)],
  'PostScript in octal and broken lines': [
    'a.ps',
    (t) =>
      paint(
        `(Nr ${t.slice(0, 3)}\\\n${Array.from(t.slice(3), (c) => `\\0${c.charCodeAt(0).toString(8)}`).join('')}) show`,
      ),
  ],
  'labels of a plotter': [
    'a.plt',
    (t) => Buffer.from(`IN;SP1;PA100,100;LB${t.slice(0, 4)}\x03PA200,100;LB${t.slice(4)}\x03;SP0;`),
  ],
  'fields of a label printer': [
    'a.zpl',
    (t) => Buffer.from(`^XA^FO50,50^FD${t.slice(0, 4)}^FS^FO150,50^FD${t.slice(4)}^FS^XZ`),
  ],
  'bold type of a laser printer': [
    'a.prn',
    (t) => Buffer.from(`Nr\x1b&a10C${t.slice(0, 4)}\x1b(s3B${t.slice(4)}\x1b(s0B ok`),
  ],
  'bold type of a needle printer': ['a.prn', (t) => Buffer.from(`Nr ${Array.from(t, (c) => `${c}\x1bG`).join('')} ok`)],
  'underlining of a needle printer': [
    'a.txt',
    (t) => Buffer.from(`Nr ${t.slice(0, 4)}\x1b-\x01${t.slice(4)}\x1b-\x02 ok`),
  ],
};
