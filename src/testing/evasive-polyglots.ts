/**
 * Files that are two at once, and files with words where no program looks, as name and content: before, behind and between the parts of
 * archives and documents. Each takes a number as six digits, a hyphen and four; with another number nobody has to stop it.
 */
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import { docx } from './hostile-files.ts';
import { PdfBuilder, pdfOf, textAt } from './pdf-builder.ts';
import { writeRar4 } from './rar-writer.ts';
import { tarOf } from './tar-writer.ts';
import { writeZip } from './zip-writer.ts';
import type { ZipShape } from './zip-writer.ts';

type EvasiveFile = readonly [name: string, make: (number: string) => Buffer];

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
const together = (...parts: readonly (Buffer | string)[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));

const PROSE = 'Detta är en vanlig text om kommunens arbete med parker och vägar.\r\n'.repeat(30);
const HELLO = Buffer.from('Hej alla, lunch klockan tolv.');
const say = (number: string): string => `Personnummer ${number}\r\n`;
const wide = (number: string): Buffer => Buffer.from(`\ufeff${PROSE}${say(number)}`, 'utf16le');
const page = (number: string): string =>
  `<html><body><p>${number.slice(0, 3)}<b>${number.slice(3)}</b></p></body></html>`;
const plainZip = (shape: ZipShape = {}): Buffer => writeZip([{ name: 'hej.txt', data: HELLO }], shape);
const packed = (number: string): Buffer => writeZip([{ name: 'h.txt', data: say(number), deflate: true }]);
const word = (text: string): Buffer =>
  docx(
    `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>${text}</w:t></w:r></w:p></w:body></w:document>`,
  );
const pdf = (text = 'Hej'): Buffer => pdfOf([textAt(60, 700, text)]);
/** One whose pages are compressed. */
function packedPdf(text: string): Buffer {
  const b = new PdfBuilder();
  const font = b.add('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>');
  const content = b.stream(textAt(60, 700, text), '', true);
  const tree = b.reserve();
  const leaf = b.add(
    `<< /Type /Page /Parent ${tree} 0 R /MediaBox [0 0 595 842] /Contents ${content} 0 R /Resources << /Font << /F1 ${font} 0 R >> >> >>`,
  );
  b.add(`<< /Type /Pages /Count 1 /Kids [${leaf} 0 R] >>`, tree);
  return b.build(`/Root ${b.add(`<< /Type /Catalog /Pages ${tree} 0 R >>`)} 0 R`);
}

/** Bytes between two entries, which the directory passes over. */
function between(middle: Buffer): Buffer {
  const [first, second] = [plainZip(), writeZip([{ name: 'b.txt', data: 'Hej b' }])];
  const end = (zip: Buffer): number => zip.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  const start = (zip: Buffer): number => zip.indexOf('PK\x01\x02', 0, 'latin1');
  const shift = start(first) + middle.length;
  const records = [first.subarray(start(first), end(first)), Buffer.from(second.subarray(start(second), end(second)))];
  records[1]?.writeUInt32LE(shift, 42);
  const directory = Buffer.concat(records);
  const tail = Buffer.from(second.subarray(end(second)));
  [[2, 8], [2, 10]].forEach(([value = 0, at = 0]) => tail.writeUInt16LE(value, at)); // prettier-ignore
  tail.writeUInt32LE(directory.length, 12);
  tail.writeUInt32LE(shift + start(second), 16);
  return together(first.subarray(0, start(first)), middle, second.subarray(0, start(second)), directory, tail);
}

/** A zip whose bytes stand apart: some before its directory, some behind its end. */
function around(zip: Buffer, before: string, behind: string): Buffer {
  const directory = zip.indexOf('PK\x01\x02', 0, 'latin1');
  const tail = Buffer.from(zip.subarray(directory));
  const end = tail.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  tail.writeUInt32LE(directory + before.length, end + 16);
  return together(zip.subarray(0, directory), latin1(before), tail, latin1(behind));
}

/** An extra field. */
function field(id: number, data: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16LE(id, 0);
  head.writeUInt16LE(data.length, 2);
  return together(head, data);
}
/** APPNOTE 4.6.8, 4.6.9: version, checksum of what it stands for, UTF-8. */
function inUnicode(id: number, instead: string, text: string): Buffer {
  const head = Buffer.alloc(5, 1);
  head.writeUInt32LE(crc32(instead), 1);
  return field(id, together(head, text));
}
const withExtra = (extra: Buffer): Buffer => writeZip([{ name: 'hej.txt', data: HELLO, extra }]);

/** A member of a gzip with the fields of its header. */
function member(data: Buffer, fields: { readonly extra?: Buffer; readonly name?: string; readonly comment?: string }) {
  const { extra, name, comment } = fields;
  const flags = (extra ? 4 : 0) | (name === undefined ? 0 : 8) | (comment === undefined ? 0 : 16);
  const [length, tail] = [Buffer.alloc(2), Buffer.alloc(8)];
  length.writeUInt16LE(extra?.length ?? 0);
  tail.writeUInt32LE(crc32(data), 0);
  tail.writeUInt32LE(data.length, 4);
  const words = [name, comment].flatMap((text) => (text === undefined ? [] : [latin1(`${text}\0`)]));
  const head = Buffer.from([0x1f, 0x8b, 8, flags, 0, 0, 0, 0, 0, 3]);
  return together(head, ...(extra ? [length, extra] : []), ...words, deflateRawSync(data), tail);
}

/** RFC 8878 §3.1.2: a frame that decompressors skip, behind a frame of one raw block. */
function skippable(data: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32LE(0x184d2a50, 0);
  head.writeUInt32LE(data.length, 4);
  const block = Buffer.alloc(3);
  block.writeUIntLE((HELLO.length << 3) | 1, 0, 3);
  return together(latin1('\x28\xb5\x2f\xfd'), Buffer.from([0x20, HELLO.length]), block, HELLO, head, data);
}
/** Of xz and bzip2 nothing is written here: the word 'Hej', as their programs packed it. */
const XZ = Buffer.from('/Td6WFoAAATm1rRGAgAhARYAAAB0L+WjAQACSGVqAABvnO5Uy39bOQABGwMLL7kQH7bzfQEAAAAABFla', 'base64');
const BZIP2 = Buffer.from('QlpoOTFBWSZTWUWCbVkAAAAFAABAAhAgACGYGYRhdyRThQkEWCbVkA==', 'base64');

/** By what is done. */
export const EVASIVE_POLYGLOTS: Readonly<Record<string, EvasiveFile>> = {
  'halves before the directory of a zip and behind its end': [
    'a.zip',
    (n) => around(plainZip(), n.slice(0, 6), n.slice(6)),
  ],
  'halves before the directory of a document and behind its end': [
    'brev.docx',
    (n) => around(word('Hej'), n.slice(0, 6), n.slice(6)),
  ],
  'text before a zip': ['a.zip', (t) => plainZip({ before: together(PROSE, say(t)) })],
  'text before a zip that counts from its own beginning': ['a.zip', (t) => together(PROSE, say(t), plainZip())],
  'wide text before a zip': ['a.zip', (t) => plainZip({ before: wide(t) })],
  'a zip behind text': [
    'a.txt',
    (t) => writeZip([{ name: 'h.txt', data: say(t), deflate: true }], { before: Buffer.from(PROSE) }),
  ],
  'a zip behind a long text': ['a.txt', (t) => together(PROSE.repeat(4), packed(t))],
  'a script before a zip': [
    'a.sh',
    (t) => plainZip({ before: latin1(`#!/bin/sh\n# ${say(t)}tail -c +400 $0 | unzip\nexit 0\n`) }),
  ],
  'a page before a zip': ['a.zip', (t) => plainZip({ before: latin1(page(t)) })],
  'a zip behind a page': ['a.html', (t) => together('<html><body>Hej</body></html>', packed(t))],
  'a zip behind a mail': [
    'a.eml',
    (t) => together('From: a@b.example\r\nTo: c@d.example\r\nSubject: x\r\n\r\nHej\r\n', packed(t)),
  ],
  'a gzip before a zip': ['a.zip', (t) => together(gzipSync(say(t)), plainZip())],
  'wide text behind a zip': ['a.zip', (t) => plainZip({ after: wide(t) })],
  'a PDF behind a zip': ['a.zip', (t) => plainZip({ after: packedPdf(t) })],
  'text between the entries of a zip': ['a.zip', (t) => between(together(PROSE, say(t)))],
  'a gzip between the entries of a zip': ['a.zip', (t) => between(gzipSync(say(t)))],
  'another name in the local header': [
    'a.zip',
    (t) => writeZip([{ name: 'hej.txt', data: HELLO, localName: `${t}.txt` }]),
  ],
  'another name in the directory': [
    'a.zip',
    (t) => writeZip([{ name: `${t}.txt`, data: HELLO, localName: 'hej.txt' }]),
  ],
  'a name in capitals in the directory': [
    'a.zip',
    (t) => writeZip([{ name: `NR ${t}.TXT`, data: HELLO, localName: `nr ${t}.txt` }]),
  ],
  'a name with backslashes': [
    'a.zip',
    (t) => writeZip([{ name: `x\\${t}.txt`, data: HELLO, localName: `x/${t}.txt` }]),
  ],
  'a name in an extra field': ['a.zip', (t) => withExtra(inUnicode(0x7075, 'hej.txt', `${t}.txt`))],
  'a comment in an extra field': ['a.zip', (t) => withExtra(inUnicode(0x6375, '', `Nr ${t}`))],
  'text in an extra field': ['a.zip', (t) => withExtra(field(0x4242, latin1(say(t))))],
  'wide text in an extra field': ['a.zip', (t) => withExtra(field(0x4242, Buffer.from(say(t), 'utf16le')))],
  'text that is no extra field': ['a.zip', (t) => withExtra(latin1(say(t)))],
  'text in a field of a gzip': ['a.gz', (t) => member(HELLO, { extra: latin1(`XX\x18\0${say(t)}`) })],
  'wide text in a field of a gzip': ['a.gz', (t) => member(HELLO, { extra: Buffer.from(say(t), 'utf16le') })],
  'the comment of a second member': ['a.gz', (t) => together(gzipSync(HELLO), member(HELLO, { comment: say(t) }))],
  'the name of a second member': ['a.gz', (t) => together(gzipSync(HELLO), member(HELLO, { name: `${t}.txt` }))],
  'text behind a gzip and zeros': ['a.gz', (t) => together(gzipSync(HELLO), Buffer.alloc(600), say(t))],
  'text between members': ['a.gz', (t) => together(gzipSync(HELLO), say(t), gzipSync('Hej'))],
  'a zip behind a gzip': ['a.gz', (t) => together(gzipSync(HELLO), packed(t))],
  'a gzip behind text': ['a.gz', (t) => together(PROSE, gzipSync(say(t)))],
  'a gzip behind a long text': ['a.txt', (t) => together(PROSE.repeat(4), gzipSync(say(t)))],
  'a script before a gzip': [
    'a.run',
    (t) => together('#!/bin/sh\ntail -n +3 $0 | tar xz\nexit 0\n', gzipSync(tarOf('a.txt', say(t)))),
  ],
  'text behind an xz': ['a.xz', (t) => together(XZ, say(t))],
  'text behind a bzip2': ['a.bz2', (t) => together(BZIP2, say(t))],
  'a frame of Zstandard that is skipped': ['a.zst', (t) => skippable(latin1(say(t)))],
  'text behind Zstandard': ['a.zst', (t) => together(skippable(HELLO), say(t))],
  'text before a rar': ['a.rar', (t) => together(PROSE, say(t), writeRar4([{ name: 'hej.txt', bytes: HELLO }]))],
  'text behind a rar': ['a.rar', (t) => together(writeRar4([{ name: 'hej.txt', bytes: HELLO }]), PROSE, say(t))],
  'text behind a tar': ['a.tar', (t) => together(tarOf('hej.txt', HELLO), PROSE, say(t))],
  'a short text behind a tar': ['a.tar', (t) => together(tarOf('hej.txt', HELLO), say(t))],
  'text that fills the last block of a tar': ['a.tar', (t) => tarOf('hej.txt', HELLO, { filling: say(t) })],
  'text that fills the header of a tar': ['a.tar', (t) => tarOf('hej.txt', HELLO, { slack: t })],
  'text behind a name in a tar': ['a.tar', (t) => tarOf(`hej.txt\0${t}`, HELLO)],
  'text behind a PDF': ['a.pdf', (t) => together(pdf(), PROSE, say(t))],
  'wide text behind a PDF': ['a.pdf', (t) => together(pdf(), wide(t))],
  'a page behind a PDF': ['a.pdf', (t) => together(pdf(), page(t))],
  'a gzip behind a PDF': ['a.pdf', (t) => together(pdf(), gzipSync(say(t)))],
  'a rar behind a PDF, with an end of its own': [
    'a.pdf',
    (t) => together(pdf(), writeRar4([{ name: 'h.gz', bytes: gzipSync(say(t)) }]), '%%EOF'),
  ],
  'text before a PDF': ['a.pdf', (t) => together(say(t), pdf())],
  'a comment between the objects of a PDF': [
    'a.pdf',
    (t) => latin1(pdf().toString('latin1').replace('xref\n', `% Nr ${t}\nxref\n`)),
  ],
  'text between the objects of a PDF': [
    'a.pdf',
    (t) =>
      latin1(
        pdf()
          .toString('latin1')
          .replace('endobj\n', `endobj\n${say(t)}`),
      ),
  ],
  'a comment in an object of a PDF': [
    'a.pdf',
    (t) => latin1(pdf().toString('latin1').replace('/Type /Page ', `/Type /Page % Nr ${t}\n`)),
  ],
  'a comment between drawing operators': ['a.pdf', (t) => pdfOf([`${textAt(60, 700, '100% Hej')}% Nr ${t}\n`])],
  'a comment in a line of drawing operators': [
    'a.pdf',
    (t) => pdfOf([`q (%(nej) Tj) Tj ( BI /W 1 ID (( EI Q %${t}\r${textAt(60, 700, 'Hej')}`]),
  ],
  'a PDF behind a long text': ['a.txt', (t) => together(PROSE.repeat(4), packedPdf(t))],
  'text before an Office document': ['a.docx', (t) => together(PROSE, say(t), word('Hej'))],
  'an Office document behind text': ['a.docx', (t) => together(PROSE, word(t))],
};
