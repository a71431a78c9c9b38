import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mail } from '../testing/gateway.ts';
import { inspectAsShipped, SHIPPED } from '../testing/inspect-as-shipped.ts';

describe('inspectMessage()', () => {
  it('tells the facts of the header and the ranges of the structure', async () => {
    const text = mail(
      'Received: a',
      'From: Anna <anna@kommun.example>',
      'To: b@example.org',
      'Subject: Hej',
      'List-Id: <x.example>',
      'Auto-Submitted: auto-replied',
      '',
      'Hej, och tack för hjälpen i går. Vi ses på måndag.',
      '',
    );
    const { facts, outline, findings } = await inspectAsShipped(Buffer.from(text));
    expect(facts).toMatchObject({
      hopCount: 1,
      bulk: true,
      autoSubmitted: true,
      from: ['anna@kommun.example'],
      language: 'sv',
    });
    expect(text.slice(outline.subject?.start, outline.subject?.end)).toBe('Subject: Hej\r\n');
    expect(text.slice(outline.bodyStart)).toMatch(/^Hej, och/u);
    expect(findings.filter(({ confidence }) => confidence !== 'low')).toEqual([]);
  });

  it('reads addresses beyond ASCII as the UTF-8 they are', async () => {
    const { facts } = await inspectAsShipped(
      Buffer.from(mail('From: å@kommun.example', 'To: <råd@exempel.example>', '', 'Hej')),
    );
    expect(facts).toMatchObject({ from: ['å@kommun.example'], to: ['råd@exempel.example'] });
  });

  it('tells whether the subject begins with an encoded word', async () => {
    const subject = async (field: string) =>
      (await inspectAsShipped(Buffer.from(`From: a@kommun.example\r\n${field}\r\n\r\nHej\r\n`))).outline.subject;
    expect(await subject('Subject: Hej')).not.toHaveProperty('encoded');
    expect(await subject('Subject: =?utf-8?q?=C3=A5?=')).toMatchObject({ encoded: true });
    expect(await subject('Subject:\r\n =?utf-8?q?=C3=A5?=')).toMatchObject({ encoded: true });
  });

  it('tells which words of the rules stand in the subject already', async () => {
    const [tag = ''] = SHIPPED.options.tags;
    expect(SHIPPED.options.tags).toEqual(['[Skyddsvärt]']);
    const tags = async (subject: string) =>
      (await inspectAsShipped(Buffer.from(`From: a@kommun.example\r\nSubject: ${subject}\r\n\r\nHej\r\n`))).outline
        .subject?.tags;
    expect(await tags('Hej')).toBeUndefined();
    expect(await tags(`Sv: =?UTF-8?B?${Buffer.from(tag).toString('base64')}?= Hej`)).toEqual([tag]);
  });

  it('does not take binary data for a message that was read', async () => {
    const noise = Buffer.from(
      Array.from({ length: 3000 }, (_, i) => (i * 7919 + 13) % 251).filter((byte) => byte !== 13 && byte !== 10),
    );
    const { uninspected } = await inspectAsShipped(noise);
    expect(uninspected).not.toEqual([]);
  });

  it('is total and lets no identifier out, whatever the bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 600 }), async (bytes) => {
        const report = await inspectAsShipped(
          Buffer.concat([Buffer.from(bytes), Buffer.from('\r\n\r\npersonnummer 19121212-1212\r\n')]),
        );
        expect(JSON.stringify(report)).not.toContain('1212-1212');
        expect(report.findings.length + report.uninspected.length).toBeGreaterThan(0);
      }),
      { numRuns: 60 },
    );
  });
});
