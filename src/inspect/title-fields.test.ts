/** Fields of a mail's head that say what it is about: the sender cleaned the subject, and the mail still tells it. */
import { describe, expect, it } from 'vitest';
import type { Finding } from '../core/finding.ts';
import { inspectAsShipped } from '../testing/inspect-as-shipped.ts';

async function acting(fields: readonly string[], subject = 'Underlag'): Promise<readonly Finding[]> {
  const mail = [
    'From: Eva Ek <eva@kommun.example>',
    'To: info@firma.example',
    `Subject: ${subject}`,
    ...fields,
    'Date: Fri, 20 Nov 2026 10:00:00 +0100',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Hej, se underlaget.',
    '',
  ];
  const { findings } = await inspectAsShipped(Buffer.from(mail.join('\r\n')));
  return findings.filter(({ confidence }) => confidence !== 'low');
}

const TELLING = 'Anna Karlsson har diagnosen schizofreni och vårdas på psykiatrisk avdelning.';
const FILE = 'Orosanmälan Wilma Skog';

describe('fields that say what a mail is about', () => {
  it.each(['Thread-Topic', 'X-Original-Subject', 'Keywords', 'Comments'])(
    '%s is read as the subject is',
    async (name) => {
      const place = { where: 'header', zone: 'subject', locator: name };
      expect(await acting([`${name}: ${TELLING}`])).toMatchObject([{ ...place, category: 'health' }]);
      expect(await acting([`${name}: ${FILE}`])).toMatchObject([{ ...place, category: 'social-services' }]);
      expect(await acting([`${name}: Underlag 811218-9876`])).toMatchObject([{ ...place, category: 'national-id' }]);
    },
  );

  it.each([[`SV: ${FILE}`], [FILE]])('what the subject says is told once: %s', async (subject) => {
    const copies = [`Thread-Topic: ${FILE}`, `X-Original-Subject: VB: ${FILE}`];
    expect(await acting(copies, subject)).toMatchObject([{ where: 'subject', category: 'social-services' }]);
    expect(await acting(copies)).toMatchObject([{ where: 'header', locator: 'Thread-Topic' }]);
  });

  it('as many as there are are read', async () => {
    const fields = Array.from({ length: 40 }, (_none, at) => `Keywords: faktura ${at}`);
    expect(await acting([...fields, `Comments: ${TELLING}`])).toMatchObject([{ locator: 'Comments' }]);
  });

  it.each([
    'Thread-Topic: Faktura Maria Holm november',
    'Thread-Topic: Sekretess',
    'Thread-Topic: Rutin för orosanmälan',
    'Thread-Topic: Utbildning i diagnos och bemötande, Anna Berg',
    'Keywords: läkarintyg, rutin, sjukskrivning',
    'Comments: In reply to a message from Anna Berg',
    'Thread-Index: AdxLäkarintyg Maria Holm',
  ])('%s says nothing of anybody', async (field) => expect(await acting([field])).toEqual([]));
});
