import * as CFB from 'cfb';
import fc from 'fast-check';
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readMail } from '../../testing/read-mail.ts';
import type { MessageReading } from '../extract.ts';

/** Skatteverket's published test number. */
const SECRET = '811218-9876';

/** A mail with one attachment in base64. */
const attach = (name: string, type: string, bytes: Buffer): Promise<MessageReading> =>
  readMail(
    Buffer.from(
      [
        'From: a@kommun.example',
        'Subject: Hej',
        'MIME-Version: 1.0',
        'Content-Type: multipart/mixed; boundary=b1',
        '',
        '--b1',
        `Content-Type: ${type}; name="${name}"`,
        'Content-Transfer-Encoding: base64',
        '',
        bytes.toString('base64').replace(/(.{76})/g, '$1\r\n'),
        '--b1--',
        '',
      ].join('\r\n'),
    ),
  );

interface Place {
  readonly where: string;
  readonly path: readonly string[];
  readonly zone: string;
}
/** Where a text was found. */
function placesOf(reading: MessageReading, wanted: string): Place[] {
  return reading.texts.flatMap((text) => {
    const at = text.text.indexOf(wanted);
    if (at < 0) return [];
    const zone = text.segments.find((segment) => segment.start <= at && at < segment.end)?.zone ?? '';
    return [{ where: text.where, path: text.path, zone }];
  });
}

const u16 = (n: number): Buffer => Buffer.from([n & 255, n >> 8]);
const u32 = (n: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(n >>> 0);
  return bytes;
};
const pad = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);

/** One MAPI string or binary property as TNEF stores it. */
const mapi = (id: number, type: number, value: Buffer): Buffer =>
  Buffer.concat([u16(type), u16(id), u32(1), u32(value.length), pad(value)]);
const wide = (text: string): Buffer => Buffer.from(`${text}\0`, 'utf16le');
const attribute = (level: number, id: number, data: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from([level]),
    u32(id),
    u32(data.length),
    data,
    u16(data.reduce((sum, byte) => sum + byte, 0) & 0xffff),
  ]);
const tnef = (...attributes: Buffer[]): Buffer => Buffer.concat([u32(0x223e9f78), u16(1), ...attributes]);

describe('winmail.dat', () => {
  const inner = tnef(attribute(1, 0x00018004, Buffer.from(`inre ${SECRET}\0`)));
  const file = tnef(
    attribute(1, 0x00089007, u32(1252)),
    attribute(1, 0x00018004, Buffer.from('subject-marker\0')),
    attribute(1, 0x0002800c, Buffer.from('body-marker \u00e5\0', 'latin1')),
    attribute(
      1,
      0x00069003,
      Buffer.concat([
        u32(4),
        mapi(0x1013, 0x102, Buffer.from('<p>html-<b>marker</b></p>')),
        mapi(0x0e04, 0x1f, wide('to-marker')),
        Buffer.concat([u16(3), u16(0x0e07), u32(1)]),
        Buffer.concat([
          u16(0x1f),
          u16(0x8001),
          Buffer.alloc(16),
          u32(0),
          u32(5),
          u32(1),
          u32(wide('named-marker').length),
          pad(wide('named-marker')),
        ]),
      ]),
    ),
    attribute(2, 0x00069002, Buffer.alloc(14)),
    attribute(2, 0x00018010, Buffer.from('KORT~1.TXT\0')),
    attribute(2, 0x0006800f, Buffer.from(`attached ${SECRET}`)),
    attribute(2, 0x00069005, Buffer.concat([u32(1), mapi(0x3707, 0x1f, wide('långt namn.txt'))])),
    attribute(2, 0x00069002, Buffer.alloc(14)),
    attribute(
      2,
      0x00069005,
      Buffer.concat([
        u32(2),
        mapi(0x3001, 0x1f, wide('inre brev')),
        mapi(0x3701, 0xd, Buffer.concat([Buffer.from('0703020000000000c000000000000046', 'hex'), inner])),
      ]),
    ),
  );

  it('is read whole: subject, body, HTML, properties, attachments and messages inside', async () => {
    const reading = await attach('winmail.dat', 'application/ms-tnef', file);
    const path = ['winmail.dat'];
    expect(placesOf(reading, 'subject-marker')).toEqual([{ where: 'attachment', path, zone: 'subject' }]);
    expect(placesOf(reading, 'body-marker å')).toEqual([{ where: 'attachment', path, zone: 'body' }]);
    expect(placesOf(reading, 'html-marker')).toEqual([{ where: 'attachment', path, zone: 'body' }]);
    expect(placesOf(reading, 'to-marker')).toEqual([{ where: 'attachment', path, zone: 'metadata' }]);
    expect(placesOf(reading, 'named-marker')).toHaveLength(1);
    expect(placesOf(reading, 'KORT~1.TXT')).toEqual([{ where: 'attachment', path, zone: 'metadata' }]);
    expect(placesOf(reading, SECRET)).toEqual([
      { where: 'attachment', path: ['winmail.dat', 'långt namn.txt'], zone: 'body' },
      { where: 'attachment', path: ['winmail.dat', 'inre brev'], zone: 'subject' },
    ]);
    expect(reading.uninspected).toEqual([]);
  });

  it('that ends early is damaged, and what was there is read', async () => {
    const reading = await attach('winmail.dat', 'application/ms-tnef', file.subarray(0, 200));
    expect(placesOf(reading, 'subject-marker')).toHaveLength(1);
    expect(reading.uninspected).toMatchObject([{ reason: 'damaged', kind: 'message' }]);
  });

  it('never throws on damage', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(file.length - 1), fc.integer({ min: 0, max: 255 }), async (at, byte) => {
        const copy = Buffer.from(file);
        copy[at] = byte;
        await attach('winmail.dat', 'application/ms-tnef', copy);
      }),
      { numRuns: 200 },
    );
  });
});

describe('a form control of an office document', () => {
  it('without caption or value is not called damaged, another file without anything in it is', async () => {
    const file = CFB.utils.cfb_new();
    CFB.utils.cfb_add(file, '/contents', Buffer.from([0, 2, 24, 0, 53, 0, 0, 0]));
    const control = Buffer.from(CFB.write(file, { type: 'buffer' }) as Uint8Array);
    expect((await attach('activeX1.bin', 'application/octet-stream', control)).uninspected).toEqual([]);
    expect((await attach('beslut.doc', 'application/octet-stream', control)).uninspected).toMatchObject([
      { reason: 'damaged', detail: 'nothing found in it' },
    ]);
  });
});

describe('.msg', () => {
  const add = (file: CFB.CFB$Container, path: string, bytes: Buffer): void => {
    CFB.utils.cfb_add(file, path, bytes);
  };
  const file = CFB.utils.cfb_new();
  add(file, '/__properties_version1.0', Buffer.alloc(32));
  add(file, '/__substg1.0_0037001F', wide('subject-marker'));
  add(
    file,
    '/__substg1.0_1000001F',
    wide(`Hej\r\n\r\nFrån: A\r\nSkickat: igår\r\nTill: B\r\nÄmne: x\r\n\r\nquoted-marker`),
  );
  add(file, '/__substg1.0_10130102', Buffer.from('<p>html-<i>marker</i>'));
  add(file, '/__substg1.0_0E04001F', wide('to-marker'));
  add(file, '/__substg1.0_8005001F', wide('named-marker'));
  add(file, '/__recip_version1.0_#00000000/__substg1.0_3001001F', wide('recipient-marker'));
  add(file, '/__attach_version1.0_#00000000/__substg1.0_3707001F', wide('a.txt'));
  add(file, '/__attach_version1.0_#00000000/__substg1.0_37010102', Buffer.from(SECRET));
  add(file, '/__attach_version1.0_#00000001/__substg1.0_3001001F', wide('inre'));
  add(file, '/__attach_version1.0_#00000001/__substg1.0_3701000D/__properties_version1.0', Buffer.alloc(32));
  add(file, '/__attach_version1.0_#00000001/__substg1.0_3701000D/__substg1.0_1000001F', wide('inner-marker'));
  const bytes = Buffer.from(CFB.write(file, { type: 'buffer' }) as Uint8Array);

  it('is read whole, items inside items too', async () => {
    const reading = await attach('brev.msg', 'application/vnd.ms-outlook', bytes);
    const path = ['brev.msg'];
    expect(placesOf(reading, 'subject-marker')).toEqual([{ where: 'attachment', path, zone: 'subject' }]);
    expect(placesOf(reading, 'html-marker')).toEqual([{ where: 'attachment', path, zone: 'body' }]);
    expect(placesOf(reading, 'to-marker')).toHaveLength(1);
    expect(placesOf(reading, 'named-marker')).toHaveLength(1);
    expect(placesOf(reading, 'recipient-marker')).toEqual([{ where: 'attachment', path, zone: 'header' }]);
    expect(placesOf(reading, SECRET)).toEqual([{ where: 'attachment', path: ['brev.msg', 'a.txt'], zone: 'body' }]);
    expect(placesOf(reading, 'inner-marker')).toEqual([
      { where: 'attachment', path: ['brev.msg', 'inre'], zone: 'body' },
    ]);
    const body = reading.texts.find((text) => text.text.includes('quoted-marker'))!;
    expect(body.segments.map((segment) => segment.quoted)).toEqual([false, true]);
    expect(reading.uninspected).toEqual([]);
  });

  it('never throws on damage', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 0, max: 255 }), async (at, byte) => {
        const copy = Buffer.from(bytes);
        copy[at] = byte;
        await attach('brev.msg', 'application/vnd.ms-outlook', copy);
      }),
      { numRuns: 100 },
    );
  });
});

/** DER of one element. */
function der(tag: number, ...contents: Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const length =
    content.length < 128
      ? Buffer.from([content.length])
      : Buffer.from([0x82, content.length >> 8, content.length & 255]);
  return Buffer.concat([Buffer.from([tag]), length, content]);
}
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
const DATA = '2a864886f70d010701';
const version = der(0x02, Buffer.from([1]));
const cms = (type: string, content: Buffer): Buffer => der(0x30, oid(type), der(0xa0, content));
const entity = Buffer.from(`Content-Type: text/plain\r\n\r\n${SECRET}\r\n`);

/** EnvelopedData for nobody. */
const enveloped = (cipher: Buffer, originator: Buffer = Buffer.alloc(0)): Buffer =>
  cms(
    '2a864886f70d010703',
    der(0x30, version, originator, der(0x31), der(0x30, oid(DATA), cipher, der(0x80, Buffer.from('xx')))),
  );

describe('S/MIME', () => {
  it('signed content is opened', async () => {
    const signed = cms(
      '2a864886f70d010702',
      der(0x30, version, der(0x31), der(0x30, oid(DATA), der(0xa0, der(0x04, entity))), der(0x31)),
    );
    const reading = await attach('smime.p7m', 'application/pkcs7-mime', signed);
    expect(placesOf(reading, SECRET)).toHaveLength(1);
    expect(reading.uninspected).toEqual([]);
  });

  it('signed content of indefinite length, in pieces, is opened', async () => {
    const eoc = Buffer.from([0, 0]);
    const open = (tag: number, ...parts: Buffer[]): Buffer => Buffer.concat([Buffer.from([tag, 0x80]), ...parts, eoc]);
    const pieces = open(0x24, der(0x04, entity.subarray(0, 35)), der(0x04, entity.subarray(35)));
    const signed = open(
      0x30,
      oid('2a864886f70d010702'),
      open(0xa0, open(0x30, version, der(0x31), open(0x30, oid(DATA), open(0xa0, pieces)), der(0x31))),
    );
    expect(placesOf(await attach('smime.p7m', 'application/pkcs7-mime', signed), SECRET)).toHaveLength(1);
  });

  it('compressed content is opened', async () => {
    const inner = der(0x30, oid(DATA), der(0xa0, der(0x04, deflateSync(entity))));
    const compressed = cms(
      '2a864886f70d0109100109',
      der(0x30, version, der(0x30, oid('2a864886f70d0109100308')), inner),
    );
    expect(placesOf(await attach('smime.p7z', 'application/pkcs7-mime', compressed), SECRET)).toHaveLength(1);
  });

  it('a detached signature is a signature', async () => {
    const detached = cms('2a864886f70d010702', der(0x30, version, der(0x31), der(0x30, oid(DATA)), der(0x31)));
    const reading = await attach('smime.p7s', 'application/pkcs7-signature', detached);
    expect(reading.uninspected).toMatchObject([{ reason: 'unsupported', kind: 'signature' }]);
  });

  it.each([
    ['60864801650304012a', { algorithm: 'AES-256', bits: 256 }],
    ['608648016503040102', { algorithm: 'AES-128', bits: 128 }],
    ['2a864886f70d0307', { algorithm: '3DES', bits: 112 }],
    ['2b0e030207', { algorithm: 'DES', bits: 56 }],
    ['2a83088c9a4b3d01010102', { algorithm: 'Camellia-128', bits: 128 }],
    ['2b0601', { algorithm: 'S/MIME', bits: null }],
  ])('encrypted content names its cipher %s, and whether it is weak', async (cipher, encryption) => {
    const reading = await attach('smime.p7m', 'application/pkcs7-mime', enveloped(der(0x30, oid(cipher))));
    expect(reading.uninspected).toMatchObject([{ reason: 'encrypted', kind: 'message', encryption }]);
    expect(reading.signals.map(({ kind }) => kind)).toEqual((encryption.bits ?? 128) < 128 ? ['weak-encryption'] : []);
  });

  it('RC2 tells the length of its key by a number', async () => {
    const parameters = der(0x30, der(0x02, Buffer.from([0, 160])), der(0x04, Buffer.alloc(8)));
    const reading = await attach(
      'smime.p7m',
      'application/pkcs7-mime',
      enveloped(der(0x30, oid('2a864886f70d0302'), parameters)),
    );
    expect(reading.uninspected).toMatchObject([{ encryption: { algorithm: 'RC2', bits: 40 } }]);
  });

  it('the cipher is that of the content, not one that stands elsewhere', async () => {
    const capabilities = der(0xa0, der(0x30, oid('60864801650304012a')));
    const reading = await attach(
      'smime.p7m',
      'application/pkcs7-mime',
      enveloped(der(0x30, oid('2a864886f70d0307')), capabilities),
    );
    expect(reading.uninspected).toMatchObject([{ encryption: { algorithm: '3DES' } }]);
  });

  it('data encrypted by a key that both know is encrypted', async () => {
    const info = der(0x30, oid(DATA), der(0x30, oid('608648016503040102')), der(0x80, Buffer.from('xx')));
    const reading = await attach(
      'a.p7m',
      'application/pkcs7-mime',
      cms('2a864886f70d010706', der(0x30, version, info)),
    );
    expect(reading.uninspected).toMatchObject([{ reason: 'encrypted', detail: 'S/MIME AES-128' }]);
  });

  it.each([
    ['in the clear', cms(DATA, der(0x04, entity))],
    [
      'with a digest',
      cms(
        '2a864886f70d010705',
        der(
          0x30,
          version,
          der(0x30, oid('2b0e03021a')),
          der(0x30, oid(DATA), der(0xa0, der(0x04, entity))),
          der(0x04, Buffer.alloc(20)),
        ),
      ),
    ],
  ])('data %s is opened', async (_how, bytes) => {
    const reading = await attach('a.p7m', 'application/pkcs7-mime', bytes);
    expect(placesOf(reading, SECRET)).toHaveLength(1);
    expect(reading.uninspected).toEqual([]);
  });

  it('signed content is opened that stands as one line of base64 in the file', async () => {
    const long = Buffer.concat([entity, Buffer.alloc(3000, 'x')]);
    const signed = cms(
      '2a864886f70d010702',
      der(0x30, version, der(0x31), der(0x30, oid(DATA), der(0xa0, der(0x04, long))), der(0x31)),
    );
    const reading = await attach('a.p7m', 'application/pkcs7-mime', Buffer.from(signed.toString('base64')));
    expect(placesOf(reading, SECRET)).toHaveLength(1);
  });
});

describe('OpenPGP', () => {
  const packet = (tag: number, body: Buffer): Buffer => Buffer.concat([Buffer.from([0xc0 | tag, body.length]), body]);
  const armour = (bytes: Buffer): Buffer =>
    Buffer.from(
      `-----BEGIN PGP MESSAGE-----\r\nComment: x\r\n\r\n${bytes.toString('base64')}\r\n=aaaa\r\n-----END PGP MESSAGE-----\r\n`,
    );
  const literal = packet(
    11,
    Buffer.concat([Buffer.from([0x62, 5]), Buffer.from('a.txt'), Buffer.alloc(4), Buffer.from(SECRET)]),
  );

  it('that is only packed is opened', async () => {
    const packed = armour(packet(8, Buffer.concat([Buffer.from([2]), deflateSync(literal)])));
    const reading = await attach('a.asc', 'application/octet-stream', packed);
    expect(placesOf(reading, SECRET)).toEqual([{ where: 'attachment', path: ['a.asc', 'a.txt'], zone: 'body' }]);
  });

  it('that is encrypted says so', async () => {
    const reading = await attach('a.asc', 'application/octet-stream', armour(packet(1, Buffer.alloc(20))));
    expect(reading.uninspected).toMatchObject([{ reason: 'encrypted', detail: 'PGP' }]);
  });

  it.each([
    ['a password', packet(3, Buffer.from([4, 2, 0, 8])), 'PGP 3DES', true],
    ['a password for a key of its own', packet(3, Buffer.from([4, 2, 0, 8, 1, 1, 1])), 'PGP', false],
    [
      'a packet of its own kind',
      Buffer.concat([packet(1, Buffer.alloc(20)), packet(18, Buffer.from([2, 9, 2, 6, 0]))]),
      'PGP AES-256',
      false,
    ],
  ])('that is encrypted by %s names the cipher that it tells', async (_how, bytes, detail, weak) => {
    const reading = await attach('a.asc', 'application/octet-stream', armour(bytes));
    expect(reading.uninspected).toMatchObject([{ reason: 'encrypted', detail }]);
    expect(reading.signals.some(({ kind }) => kind === 'weak-encryption')).toBe(weak);
  });

  it('a detached signature is a signature', async () => {
    const text = '-----BEGIN PGP SIGNATURE-----\r\n\r\nabcd\r\n-----END PGP SIGNATURE-----\r\n';
    const reading = await attach('signature.asc', 'application/pgp-signature', Buffer.from(text));
    expect(reading.uninspected).toMatchObject([{ reason: 'unsupported', kind: 'signature' }]);
  });
});

describe('other files of mail programs', () => {
  it('an mbox gives its messages', async () => {
    const mbox = `From a@b.example Mon Jan  1\r\nSubject: ett\r\n\r\nx\r\n\r\nFrom c@d.example Mon Jan  1\r\nSubject: två\r\n\r\n${SECRET}\r\n`;
    const reading = await attach('post.mbox', 'application/octet-stream', Buffer.from(mbox));
    expect(placesOf(reading, SECRET)).toEqual([
      { where: 'attachment', path: ['post.mbox', 'message-2.eml'], zone: 'body' },
    ]);
  });

  it('a calendar gives its values, unfolded and unescaped', async () => {
    const text = `BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Möte om 8112\r\n 18-9876\\, kl 10\r\nATTENDEE;CN="attendee-marker":mailto:a@b.example\r\nATTACH;FILENAME=file-marker.pdf:https://b.example/1\r\nDTSTART:20240101T100000Z\r\nbroken line\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`;
    const reading = await attach('m.ics', 'text/calendar', Buffer.from(text));
    expect(placesOf(reading, `${SECRET}, kl 10`)).toHaveLength(1);
    expect(placesOf(reading, 'attendee-marker')).toHaveLength(1);
    expect(placesOf(reading, 'file-marker')).toHaveLength(1);
    expect(placesOf(reading, 'broken line')).toHaveLength(1);
    expect(placesOf(reading, '20240101')).toEqual([]);
  });

  it('a calendar that is cut off in its first line is text', async () => {
    const reading = await attach('m.ics', 'text/calendar', Buffer.from('BEGIN:VCAL'));
    expect(placesOf(reading, 'BEGIN:VCAL')).toHaveLength(1);
  });

  it('a vCard 2.1 gives its quoted-printable values', async () => {
    const text =
      'BEGIN:VCARD\r\nVERSION:2.1\r\nNOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=ISO-8859-1:f=F6dd 8112=\r\n18-9876\r\nEND:VCARD\r\n';
    expect(placesOf(await attach('k.vcf', 'text/vcard', Buffer.from(text)), `född ${SECRET}`)).toHaveLength(1);
  });

  it('a table in text form gives its cells', async () => {
    const reading = await attach(
      'lista.csv',
      'text/csv',
      Buffer.from(`Namn;Pnr\r\n"Andersson; Anna";${SECRET}\r\n"a ""b""\r\nc";\r\n`),
    );
    const table = reading.texts.find((text) => text.text.includes(SECRET))!;
    expect(table.text).toBe(`Namn\tPnr\nAndersson; Anna\t${SECRET}\na "b" c\t\n`);
    expect(table.segments.map((segment) => segment.locator)).toEqual(['A1', 'B1', 'A2', 'B2', 'A3', 'B3']);
    expect(table.segments[3]?.cell).toEqual({ table: 0, row: 1, column: 1 });
  });

  it('XML gives its element texts with their names, split runs joined', async () => {
    const xml = `<?xml version="1.0" encoding="iso-8859-1"?><a><personnummer>${SECRET}</personnummer><w:p><w:r><w:t>8112</w:t></w:r><w:r><w:t>18-9876 \u00e5</w:t></w:r></w:p><b note="attr-marker"/><!-- comment-marker --></a>`;
    const reading = await attach('x.xml', 'application/xml', Buffer.from(xml, 'latin1'));
    expect(placesOf(reading, `personnummer: ${SECRET}`)).toHaveLength(1);
    expect(placesOf(reading, `${SECRET} å`)).toHaveLength(1);
    expect(placesOf(reading, 'attr-marker')).toHaveLength(1);
    expect(placesOf(reading, 'comment-marker')).toHaveLength(1);
  });

  it('a drawing gives the runs of a line together, and lines that say where they stand apart', async () => {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg"><text><tspan x="1" y="2"><tspan fill="red">8112</tspan><tspan>18-9876 tolv</tspan></tspan><tspan x="1" y="9">rad två</tspan></text></svg>`;
    const reading = await attach('x.svg', 'image/svg+xml', Buffer.from(svg));
    expect(placesOf(reading, `${SECRET} tolv`)).toHaveLength(1);
    expect(placesOf(reading, 'tolvrad')).toEqual([]);
  });

  it('a yEnc block gives its file', async () => {
    const encoded = [...Buffer.from(`Text ${SECRET}`)].map((byte) => (byte + 42) & 255);
    const bytes = Buffer.concat([
      Buffer.from(
        'Subject: x\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\r\n=ybegin line=128 size=16 name=a.txt\r\n',
      ),
      Buffer.from(encoded),
      Buffer.from('\r\n=yend size=16\r\n'),
    ]);
    expect(placesOf(await readMail(bytes), SECRET)).toEqual([{ where: 'attachment', path: ['a.txt'], zone: 'body' }]);
  });
});

describe('files that are not what they say', () => {
  it('are signalled', async () => {
    const reading = await attach('bild.jpg', 'image/jpeg', Buffer.from(`Hej ${SECRET}`));
    expect(reading.signals).toMatchObject([{ kind: 'type-mismatch', path: ['bild.jpg'] }]);
  });

  it('are not signalled when office programs write them so', async () => {
    const html = Buffer.from('<html><table><tr><td>a</table></html>');
    expect((await attach('lista.xls', 'application/vnd.ms-excel', html)).signals).toEqual([]);
  });

  it.each([
    ['MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff', 'executable'],
    ['RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0', 'audio-video'],
    ['\x01\x02\x03\x04\x05\x06\x07\x08\x01\x02\x03', 'unknown'],
  ])('unread content has a kind: %j', async (content, kind) => {
    const reading = await attach('x.bin', 'application/octet-stream', Buffer.from(content, 'latin1'));
    expect(reading.uninspected).toMatchObject([{ reason: 'unsupported', kind }]);
  });
});
