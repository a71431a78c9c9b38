import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asMail, countFiles, findMails } from './mail-files.ts';

describe('findMails()', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'brevvakt-mail-files-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const put = (name: string, text: string | Buffer = 'Subject: x\n\nHej\n'): string => {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  };
  async function found(...paths: string[]): Promise<{ files: string[]; unread: string[] }> {
    const files: string[] = [];
    const unread: string[] = [];
    const mails = findMails(paths, (path, reason) => unread.push(`${path.slice(folder.length + 1)}: ${reason}`));
    for await (const { file, index } of mails)
      files.push(file.slice(folder.length + 1) + (index === undefined ? '' : `#${index}`));
    return { files, unread };
  }

  it('takes the messages of a Maildir and nothing a server keeps beside them', async () => {
    for (const name of [
      'cur/2.host:2,S',
      'new/1.host',
      'tmp/3.host',
      'dovecot-uidlist',
      'maildirsize',
      '.Sent/cur/4.host',
    ])
      put(name);
    mkdirSync(join(folder, '.Sent/new'));
    expect((await found(folder)).files).toEqual(['.Sent/cur/4.host', 'cur/2.host:2,S', 'new/1.host']);
    expect(await countFiles([folder], () => undefined)).toMatchObject({ files: 3, others: 0 });
    expect((await found(join(folder, 'new'))).files).toEqual(['new/1.host']);
  });

  it('goes into directories in the order of names, past what is no mail', async () => {
    for (const name of ['b.eml', 'a/z.eml', 'notes.txt', 'expected.json', '.hidden', 'c']) put(name);
    expect((await found(folder)).files).toEqual(['a/z.eml', 'b.eml', 'c']);
  });

  it('knows a mail by how it begins where its name says nothing, as collections name them', async () => {
    for (const name of ['1.', '00001.7c53336b37003a92', '1700.M1P1.host:2,S', '0002.mail']) put(name);
    put('index.db', Buffer.from([1, 0, 2, 0]));
    put('notes.org', 'Att göra: ringa\n\n* Subject: inget\n');
    expect((await found(folder)).files).toEqual(['00001.7c53336b37003a92', '0002.mail', '1.', '1700.M1P1.host:2,S']);
  });

  it('finds documents between mails by how they begin, and counts what is neither', async () => {
    put('a.eml');
    put('Beslut 1', '%PDF-1.7\n');
    put('blob', Buffer.from([1, 0, 2, 0]));
    put('b.docx', Buffer.from('PK\x03\x04\x14\x00'));
    put('bild.1', Buffer.from([0xff, 0xd8, 0xff]));
    put('kalender.ics', 'BEGIN:VCALENDAR\n');
    for (const name of ['notes.txt', 'expected.json', '.hidden']) put(name);
    put('index.db', Buffer.from([1, 0, 2, 0]));
    expect((await found(folder)).files).toEqual(['Beslut 1', 'a.eml', 'b.docx', 'bild.1', 'blob', 'kalender.ics']);
    expect(await countFiles([folder], () => undefined)).toMatchObject({ files: 6, others: 4 });
  });

  it('gives a document as the mail that carries it alone, under its own name', async () => {
    const mails = [];
    const name = "Å 1's [x].docx";
    for await (const mail of findMails([put(name, Buffer.from('PK\x03\x04\x14\x00'))], () => undefined))
      mails.push(mail);
    expect(mails.map(({ bytes }) => bytes.toString())).toEqual([
      [
        'MIME-Version: 1.0',
        'Content-Type: application/octet-stream',
        "Content-Disposition: attachment; filename*=UTF-8''%C3%85%201%27s%20%5Bx%5D.docx",
        'Content-Transfer-Encoding: base64',
        '',
        'UEsDBBQA',
        '',
      ].join('\r\n'),
    ]);
  });

  it('keeps every byte of a large document, in lines that a mail may have', () => {
    const bytes = Buffer.from(Array.from({ length: 500_003 }, (_, i) => (i * 7) % 251));
    const [, body = ''] = asMail('x.pdf', bytes, 'document').toString('latin1').split('\r\n\r\n');
    expect(Buffer.from(body, 'base64').equals(bytes)).toBe(true);
    const lines = body.split('\r\n');
    expect(lines.pop()).toBe('');
    expect(lines.slice(0, -1).every((line) => line.length === 76)).toBe(true);
  });

  it('takes a named text for a document when its name says so and it does not begin like a mail', () => {
    const isMail = (name: string, text: string): boolean => asMail(name, Buffer.from(text)).toString().startsWith(text);
    expect(isMail('mail.txt', 'Subject: x\r\n\r\nHej\r\n')).toBe(true);
    expect(isMail('note.txt', 'Ring Karin\r\n')).toBe(false);
    expect(isMail('note', 'Ring Karin\r\n')).toBe(true);
    expect(isMail('note.eml', '\0Ring Karin\r\n')).toBe(true);
    expect(isMail('-', 'Ring Karin\r\n')).toBe(true);
    expect(isMail('bild.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>')).toBe(false);
    expect(isMail('brev.fodt', '<?xml version="1.0"?>\n<office:document/>')).toBe(false);
    expect(isMail('kort.vcf', 'BEGIN:VCARD\r\n')).toBe(false);
    expect(isMail('note', '<karin@kommun.example> Ring')).toBe(true);
    expect(isMail('-', '\0Ring Karin\r\n')).toBe(false);
  });

  it('takes a byte order mark for none of the mail', () => {
    expect(asMail('x.eml', Buffer.from('\uFEFFFrom: a@kommun.example\r\n\r\nHej\r\n')).toString()).toBe(
      'From: a@kommun.example\r\n\r\nHej\r\n',
    );
    expect(asMail('mail.txt', Buffer.from('\uFEFFSubject: x\r\n\r\nHej\r\n')).toString()).toMatch(/^Subject: x/u);
  });

  it('finds the messages of a mailbox behind a byte order mark', async () => {
    const box = put(
      'box.mbox',
      '\uFEFFFrom a@b.example x\nSubject: 1\n\nHej\n\nFrom a@b.example x\nSubject: 2\n\nHej\n',
    );
    const subjects = [];
    for await (const { bytes } of findMails([box], () => undefined)) subjects.push(bytes.toString().split('\r\n')[0]);
    expect(subjects).toEqual(['Subject: 1', 'Subject: 2']);
  });

  it('finds no message in an empty mailbox, and the mail alone in an Apple Mail file', async () => {
    const empty = put('empty.mbox', '');
    const apple = put('1.emlx', '16\nSubject: x\n\nHej\n<?xml version="1.0"?><plist/>\n');
    const mails = [];
    for await (const mail of findMails([empty, apple], () => undefined)) mails.push(mail);
    expect(mails).toEqual([{ file: apple, bytes: Buffer.from('Subject: x\r\n\r\nHej\r\n') }]);
  });

  it('follows links to files, not links in circles', async () => {
    symlinkSync(put('real/a.eml'), join(folder, 'b.eml'));
    symlinkSync(folder, join(folder, 'real/circle'));
    symlinkSync(join(folder, 'gone'), join(folder, 'dangling.eml'));
    expect((await found(folder)).files).toEqual(['b.eml', 'real/a.eml']);
  });

  it('tells of a link that leads nowhere', async () => {
    symlinkSync(join(folder, 'gone'), join(folder, 'dangling.eml'));
    const told: string[] = [];
    for await (const mail of findMails([folder], (path, reason) => told.push(`${path}: ${reason}`)))
      expect(mail).toBeNull();
    expect(told).toEqual([`${join(folder, 'dangling.eml')}: no such file or directory`]);
  });

  it('reads what can be read only once, such as a device or a pipe', async () => {
    const mails = [];
    for await (const mail of findMails(['/dev/null'], () => undefined)) mails.push(mail);
    expect(mails).toMatchObject([{ file: '/dev/null' }]);
  });

  it('tells of what it cannot read and goes on', async () => {
    const first = put('a.eml');
    const socket = join(folder, 'socket');
    const server = createServer();
    await new Promise<void>((done) => server.listen(socket, done));
    const last = put('z.mbox', 'From a\nSubject: 1\n\n1\n\nFrom b\nSubject: 2\n\n2\n');
    expect(await found(first, socket, last)).toEqual({
      files: ['a.eml', 'z.mbox#0', 'z.mbox#1'],
      unread: ['socket: cannot be read (ENXIO)'],
    });
    await new Promise((done) => server.close(done));
  });

  it('takes an mbox apart that begins with blank lines', async () => {
    const box = put('box', '\n\r\n\nFrom a\nSubject: 1\n\n1\n\nFrom b\nSubject: 2\n\n2\n');
    expect((await found(box)).files).toEqual(['box#0', 'box#1']);
  });

  it('tells of a path that is not there before any work is done, and goes on with the others', async () => {
    const missing: string[] = [];
    const [there, gone] = [put('a.eml'), join(folder, 'gone')];
    expect(await countFiles([gone, there], (path, reason) => missing.push(`${path}: ${reason}`))).toEqual({
      there: [there],
      files: 1,
      others: 0,
    });
    expect(missing).toEqual([`${gone}: no such file or directory`]);
  });
});
