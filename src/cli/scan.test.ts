/** `brevvakt scan` as a process: order, exit codes, what cannot be read. */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mail, REPOSITORY, runCli } from '../testing/gateway.ts';

const HEAD = ['From: anna@kommun.example', 'To: b@example.org', 'Subject: Underlag', ''];
const STOPPED = mail(...HEAD, 'Personnummer 19121212-1212', '');
const CLEAN = mail(...HEAD, 'Lunch?', '');

interface Line {
  readonly file: string;
  readonly action: string;
}
const linesOf = (text: string): Line[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);

describe('brevvakt scan', () => {
  let folder: string;
  const file = (name: string): string => join(folder, name);
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'brevvakt-scan-test-'));
    writeFileSync(file('stopped.eml'), STOPPED);
    writeFileSync(file('clean.eml'), CLEAN);
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('goes on past what it cannot read, says so and ends with 2', async () => {
    const server = createServer();
    await new Promise<void>((done) => server.listen(file('socket'), done));
    const { status, stdout, stderr } = runCli([
      'scan',
      '--json',
      file('stopped.eml'),
      file('socket'),
      file('clean.eml'),
    ]);
    await new Promise((done) => server.close(done));
    expect(linesOf(stdout).map(({ action }) => action)).toEqual(['reroute', 'allow']);
    expect(stderr).toBe(`brevvakt: ${file('socket')}: cannot be read (ENXIO)\n`);
    expect(status).toBe(2);
  });

  it('goes on past a path that is not there and past a file of a folder that cannot be read', () => {
    const mixed = mkdtempSync(join(folder, 'broken-'));
    writeFileSync(join(mixed, 'a.eml'), CLEAN);
    symlinkSync(join(mixed, 'nowhere'), join(mixed, 'b.eml'));
    symlinkSync('c', join(mixed, 'c'));
    const { status, stdout, stderr } = runCli(['scan', '--json', file('gone.eml'), mixed, file('stopped.eml')]);
    expect(linesOf(stdout).map(({ action }) => action)).toEqual(['allow', 'reroute']);
    expect(stderr.split('\n')).toEqual([
      `brevvakt: ${file('gone.eml')}: no such file or directory`,
      `brevvakt: ${join(mixed, 'b.eml')}: no such file or directory`,
      `brevvakt: ${join(mixed, 'c')}: cannot be read (ELOOP)`,
      '',
    ]);
    expect(status).toBe(2);
    expect(runCli(['scan', file('gone.eml')])).toEqual({
      status: 2,
      stdout: '',
      stderr: `brevvakt: ${file('gone.eml')}: no such file or directory\n`,
    });
  });

  it('keeps the order of the input and exits by --fail-on', () => {
    const paths = [file('stopped.eml'), file('clean.eml'), file('stopped.eml')];
    const { status, stdout } = runCli(['scan', '--json', '--fail-on', 'reroute', ...paths]);
    expect(linesOf(stdout).map((line) => line.file)).toEqual(paths);
    expect(status).toBe(1);
    expect(runCli(['scan', '--fail-on', 'hold', file('stopped.eml')]).status).toBe(0);
    expect(runCli(['scan', '--fail-on', 'allow', file('clean.eml')]).status).toBe(1);
  });

  it('fails on no action where there was no message', () => {
    mkdirSync(file('empty'));
    expect(runCli(['scan', '--json', '--fail-on', 'allow', file('empty')])).toMatchObject({ status: 0, stdout: '' });
  });

  it('takes the envelope given, and refuses what is no address', () => {
    const envelope = ['--from', '<>', '--to', '<b@example.net>', '--to', 'k@kommun.example'];
    const [line] = linesOf(runCli(['scan', '--json', ...envelope, file('stopped.eml')]).stdout);
    expect(line).toMatchObject({ from: null, to: ['b@example.net', 'k@kommun.example'] });
    expect(runCli(['scan', '--to', 'a@kommun.example,b@example.net', file('stopped.eml')])).toMatchObject({
      status: 2,
      stdout: '',
      stderr: 'brevvakt: --to a@kommun.example,b@example.net: expected an address such as anna@kommun.example\n',
    });
  });

  it('reads standard input', () => {
    expect(linesOf(runCli(['scan', '--json', '-'], { input: STOPPED }).stdout)).toMatchObject([
      { file: '-', action: 'reroute' },
    ]);
  });

  it('reads a document as if it were attached, by name, in a directory and from standard input', () => {
    const documents = join(REPOSITORY, 'test-fixtures/documents');
    const docx = join(documents, 'serve/vedtak.docx');
    const found = (...path: string[]) => ({
      messageId: null,
      from: null,
      to: ['unknown@recipient.invalid'],
      action: 'reroute',
      findings: [{ detector: 'no-fodselsnummer', where: 'attachment', path, zone: 'body' }],
    });
    const named = runCli(['scan', '--json', docx]);
    expect(linesOf(named.stdout)).toMatchObject([{ file: docx, ...found('vedtak.docx') }]);
    expect(linesOf(runCli(['scan', '--json', join(documents, 'serve')]).stdout)).toMatchObject([
      { file: docx, ...found('vedtak.docx') },
    ]);
    const read = runCli(['scan', '--json', '-'], { input: readFileSync(docx) });
    expect(linesOf(read.stdout)).toMatchObject([{ file: '-', ...found('standard input') }]);
    const locked = linesOf(runCli(['scan', '--json', join(documents, 'pdf/user-aes-256.pdf')]).stdout);
    expect(locked).toMatchObject([
      { action: 'block', uninspected: [{ path: ['user-aes-256.pdf'], reason: 'encrypted' }] },
    ]);
  });

  it('says how many files of a directory are neither mail nor document', () => {
    const mixed = mkdtempSync(join(folder, 'mixed-'));
    for (const name of ['a.eml', 'notes.txt', 'expected.json']) writeFileSync(join(mixed, name), CLEAN);
    const { status, stdout, stderr } = runCli(['scan', mixed]);
    expect(stdout).toContain('1 allow\n');
    expect(stderr).toBe(
      'brevvakt: passed over 2 files that are neither mail nor document; name a file to have it read\n',
    );
    expect(status).toBe(0);
  });

  it('shows names of a hostile mail without letting them act on the terminal', () => {
    const hostile = mail(
      ...HEAD.slice(0, -1),
      'MIME-Version: 1.0',
      'Content-Type: application/octet-stream',
      'Content-Transfer-Encoding: base64',
      'Content-Disposition: attachment; filename="=?utf-8?q?a=1B=5B2Jb=0Ac?="',
      '',
      'TVqQAAMAAAAEAAAA//8AALgAAAAAAAAAQAAAAAAAAAA=',
    );
    const { stdout } = runCli(['scan', '-'], { input: hostile });
    expect(stdout).toMatch(/not inspected: a\ufffd\[2Jb\ufffd?c: unsupported/u);
    expect(stdout).not.toMatch(/[\x00-\x09\x0b-\x1f]/u);
  });

  it('hides a number that a file is named after wherever it prints the name, and shows it with --reveal', () => {
    const attached = (name: string, ...content: readonly string[]): string[] => [
      '--b',
      'Content-Type: application/octet-stream',
      `Content-Disposition: attachment; filename="${name}"`,
      '',
      ...content,
    ];
    const named = mail(
      ...HEAD.slice(0, -1),
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary=b',
      '',
      ...attached('811218-9876.txt', 'Personnummer 19121212-1212'),
      ...attached('8112189876.exe', 'MZ', 'This program cannot be run in DOS mode.', '\u0001\u0002\u0003'.repeat(3000)),
      ...attached('2026-03-01 1011.txt', 'Personnummer 19121212-1212'),
      '--b--',
      '',
    );
    for (const command of [
      ['scan', '--all'],
      ['scan', '--all', '--json'],
      ['rules', 'explain', '--all'],
      ['rules', 'explain', '--json'],
    ]) {
      const { stdout } = runCli([...command, '-'], { input: named });
      expect(stdout, command.join(' ')).not.toMatch(/811218-?9876/u);
      for (const name of ['811218-****.txt', '811218****.exe', '2026-03-01 1011.txt']) expect(stdout).toContain(name);
    }
    expect(runCli(['scan', '--json', '--reveal', '-'], { input: named }).stdout).toContain('"811218-9876.txt"');
  });

  it('writes nothing to the disk', () => {
    const temporary = mkdtempSync(join(folder, 'tmp-'));
    // what was there a moment ago would still show in the folder's time
    utimesSync(temporary, 1, 1);
    runCli(['scan', '--json', file('stopped.eml')], { env: { ...process.env, TMPDIR: temporary } });
    expect(readdirSync(temporary)).toEqual([]);
    expect(statSync(temporary).mtimeMs).toBe(1_000);
  });

  it('tells its version', () => {
    expect(runCli(['--version'])).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/u) as string,
    });
  });
});
