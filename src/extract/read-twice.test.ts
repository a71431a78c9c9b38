import * as CFB from 'cfb';
import { randomFillSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { inspectAsShipped } from '../testing/inspect-as-shipped.ts';
import { docxOf, p, r } from '../testing/small-documents.ts';
import { tarOf } from '../testing/tar-writer.ts';
import { writeZip } from '../testing/zip-writer.ts';

/** Skatteverket's published test number. */
const SECRET = '811218-9876';
const letter = (text: string): Buffer => docxOf(p(r(text)));
const HARMLESS = letter('Underlaget om asfalten.');
const PERSONAL = letter(`Personnummer ${SECRET}`);

/** A mail with one file. */
const mailWith = (name: string, file: Buffer): Buffer =>
  Buffer.from(
    [
      'From: anna.berg@kommun.example',
      'To: bo@partner.example',
      'Subject: Underlag',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary=b1',
      '',
      '--b1',
      'Content-Type: text/plain',
      '',
      'Se bilagan.',
      '--b1',
      `Content-Type: application/octet-stream; name="${name}"`,
      `Content-Disposition: attachment; filename="${name}"`,
      'Content-Transfer-Encoding: base64',
      '',
      file.toString('base64').replace(/(.{76})/g, '$1\r\n'),
      '--b1--',
      '',
    ].join('\r\n'),
  );

/** What Outlook writes when a mail with one file is saved; the storages of recipients and names come last. */
function msg(name: string, file: Buffer): Buffer {
  const container = CFB.utils.cfb_new();
  const add = (path: string, bytes: Buffer): void => void CFB.utils.cfb_add(container, path, bytes);
  add('/__properties_version1.0', Buffer.alloc(32));
  add('/__substg1.0_0037001F', Buffer.from('Underlag', 'utf16le'));
  add('/__attach_version1.0_#00000000/__substg1.0_3707001F', Buffer.from(name, 'utf16le'));
  add('/__attach_version1.0_#00000000/__substg1.0_37010102', file);
  add('/__nameid_version1.0/__substg1.0_00030102', randomFillSync(Buffer.alloc(8_192)));
  return Buffer.from(CFB.write(container, { type: 'buffer' }) as Uint8Array);
}

/** One attribute of a TNEF file: level, id and type, length, data, checksum. */
function attribute(level: number, id: number, data: Buffer): Buffer {
  const head = Buffer.alloc(9);
  head.writeUInt8(level);
  head.writeUInt32LE(id, 1);
  head.writeUInt32LE(data.length, 5);
  return Buffer.concat([head, data, Buffer.alloc(2)]);
}
const winmail = (name: string, file: Buffer, after: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from([0x78, 0x9f, 0x3e, 0x22, 1, 0]),
    attribute(2, 0x00069002, Buffer.alloc(14)),
    attribute(2, 0x00018010, Buffer.from(`${name}\0`)),
    attribute(2, 0x0006800f, file),
    // the icon that stands for the file
    attribute(2, 0x00068011, after),
  ]);
const ICON = randomFillSync(Buffer.alloc(8_192));

const places = async (name: string, file: Buffer): Promise<{ found: string[]; unread: string[] }> => {
  const { findings, uninspected } = await inspectAsShipped(mailWith(name, file));
  return {
    found: findings.filter(({ score }) => score >= 60).map(({ path, count }) => `${path.join('/')} ${count}`),
    unread: uninspected.map(({ path, reason }) => `${path.join('/')} ${reason}`),
  };
};

describe('files that stand as they are in the bytes of a container', () => {
  it.each<[string, (file: Buffer) => Buffer]>([
    ['Underlag.msg', (file) => msg('a.docx', file)],
    ['winmail.dat', (file) => winmail('a.docx', file, ICON)],
    ['Underlag.tar', (file) => tarOf('a.docx', file)],
    ['saved.msg', (file) => msg('b.zip', writeZip([{ name: 'a.docx', data: file }]))],
  ])('are read once: %s', async (name, contain) => {
    expect(await places(name, contain(HARMLESS))).toEqual({ found: [], unread: [] });
    const { found, unread } = await places(name, contain(PERSONAL));
    expect(unread).toEqual([]);
    expect(found).toEqual([expect.stringMatching(/a\.docx 1$/)]);
  });

  it('are read where their reader does not give them', async () => {
    const behind = Buffer.concat([msg('a.docx', HARMLESS), PERSONAL]);
    expect((await places('Underlag.msg', behind)).found).toEqual([expect.stringContaining('appended.zip')]);
    const hidden = winmail('a.docx', HARMLESS, PERSONAL);
    expect((await places('winmail.dat', hidden)).found).not.toEqual([]);
  });

  it('are read where an end behind them makes another file of them', async () => {
    const central = PERSONAL.indexOf('PK\x01\x02');
    // the archive begins with the attached file and its list of names leads to the other
    const file = winmail('a.docx', HARMLESS, Buffer.alloc(0));
    const start = file.indexOf('PK\x03\x04');
    const end = Buffer.from(PERSONAL);
    const shift = file.length - start;
    for (let at = central; at >= 0 && at < end.length; at = end.indexOf('PK\x01\x02', at + 4))
      end.writeUInt32LE(end.readUInt32LE(at + 42) + shift, at + 42);
    const record = end.lastIndexOf('PK\x05\x06');
    end.writeUInt32LE(end.readUInt32LE(record + 16) + shift, record + 16);
    expect((await places('winmail.dat', Buffer.concat([file, end]))).found).not.toEqual([]);
  });
});
