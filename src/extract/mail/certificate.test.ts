import { describe, expect, it } from 'vitest';
import { extractOne } from '../../testing/extract-one.ts';
import { signedBy } from '../../testing/evasive-files.ts';
import { allText } from '../../testing/read-document.ts';
import { certificateFormat } from './certificate.ts';
import { cmsFormat } from './signed.ts';

const sized = (content: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from([0x30, 0x83, content.length >>> 16, (content.length >>> 8) & 0xff, content.length & 0xff]),
    content,
  ]);

describe('a hostile certificate', () => {
  it('ends when the time of its mail is over', async () => {
    // elements without an end, each of which is looked for to the end of the file
    const open = Buffer.from('30023080'.repeat(4900), 'hex');
    const many = Buffer.from('0500'.repeat(400_000), 'hex');
    const bytes = sized(sized(Buffer.concat([Buffer.from('a003020102', 'hex'), open, many])));
    const before = process.cpuUsage().user;
    await expect(extractOne(certificateFormat, bytes, 'a.cer', { timeMs: 100 })).rejects.toThrow('100 ms');
    expect(process.cpuUsage().user - before).toBeLessThan(2_500_000);
  });

  const certificateOf = (content: Buffer): Buffer =>
    sized(sized(Buffer.concat([Buffer.from('a003020102', 'hex'), content])));
  const name = Buffer.concat([Buffer.from([0x0c, 9]), Buffer.from('Anna Test')]);

  it.each([
    ['more elements than are looked at', Buffer.concat(Array.from({ length: 6_000 }, () => name))],
    ['a name longer than is read', Buffer.concat([Buffer.from([0x0c, 0x82, 0x75, 0x30]), Buffer.alloc(30_000, 0x41)])],
  ])('with %s is listed as cut', async (_what, content) => {
    const { uninspected } = await extractOne(certificateFormat, certificateOf(content), 'a.cer');
    expect(uninspected.map(({ reason }) => reason)).toEqual(['limit']);
  });

  it('is not what an ordinary one is', async () => {
    const { texts, uninspected } = await extractOne(certificateFormat, certificateOf(name), 'a.cer');
    expect(texts.map(({ text }) => text)).toEqual(['Anna Test\n']);
    expect(uninspected).toEqual([]);
  });
});

describe('a signature beside its mail', () => {
  it('is listed as one, and the names in its certificates are read', async () => {
    const { texts, uninspected } = await extractOne(cmsFormat, signedBy('Anna Test', null), 'smime.p7s');
    expect(allText(texts)).toContain('Anna Test');
    expect(uninspected.map(({ kind, reason }) => [kind, reason])).toEqual([['signature', 'unsupported']]);
  });
});
