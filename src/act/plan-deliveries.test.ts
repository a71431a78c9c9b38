import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partPath } from '../core/brand.ts';
import type { Action, Edit, Ruling } from '../core/ruling.ts';
import { aFinding, aReport, aRuling, anEnvelope } from '../testing/reports.ts';
import { planDeliveries, planRelease, type ActInput, type ChannelSettings } from './act.ts';

const sefos: ChannelSettings = {
  addHeaders: [{ name: 'X-Sefos', value: 'ja' }],
  subject: null,
  subjectTag: null,
  removeSecureWord: true,
};

function plan(rulings: readonly Ruling[], changes: Partial<ActInput> = {}) {
  const recipients = rulings.map((ruling) => ruling.recipient);
  return planDeliveries({
    envelope: anEnvelope({ recipients }),
    report: aReport(),
    rulings,
    settings: { hostname: 'brevvakt.kommun.example', channels: new Map([['sefos', sefos]]) },
    stripNote: (name) => `borttagen: ${name}`,
    neutralSubject: 'Säkert meddelande',
    loopMark: (addresses) => `mark for ${addresses.length}`,
    ...changes,
  });
}

const apply = (bytes: Buffer, edits: readonly Edit[]): string => {
  let text = '';
  let at = 0;
  for (const { start, end, insert } of edits) {
    text += bytes.toString('latin1', at, start) + insert;
    at = end;
  }
  return text + bytes.toString('latin1', at);
};

describe('planDeliveries()', () => {
  it('gives an allowed mail exactly two fields on top, and no other change', () => {
    const { deliveries, held, keepOriginal } = plan([aRuling('allow')]);
    expect(deliveries).toHaveLength(1);
    expect(deliveries[0]?.hop).toBe('nextHop');
    expect(deliveries[0]?.edits).toHaveLength(1);
    const [edit] = deliveries[0]?.edits ?? [];
    expect(edit).toMatchObject({ start: 0, end: 0 });
    expect(
      edit?.insert
        .replace(/\r\n[ \t]/gu, ' ')
        .trimEnd()
        .split('\r\n')
        .map((line) => line.split(':')[0]),
    ).toEqual(['Received', 'X-Brevvakt-Loop']);
    expect({ held, keepOriginal }).toEqual({ held: [], keepOriginal: false });
  });

  it('names no recipient in Received', () => {
    const rulings = [aRuling('allow', 'secret@example.org'), aRuling('allow')];
    expect(plan(rulings).deliveries[0]?.edits[0]?.insert).not.toContain('secret');
  });

  it.each([
    [{ client: { address: '192.0.2.1', helo: 'a', plainSmtp: true as const } }, 'SMTP'],
    [{ client: { address: '192.0.2.1', helo: 'a', plainSmtp: true as const, tls: 'TLSv1.3' } }, 'SMTP'],
    [{ client: { address: '192.0.2.1', helo: 'a' } }, 'ESMTP'],
    [{ client: { address: '192.0.2.1', helo: 'a', tls: 'TLSv1.3' } }, 'ESMTPS'],
    [{ client: { address: '192.0.2.1', helo: 'a', tls: 'TLSv1.3' }, smtputf8: true }, 'UTF8SMTPS'],
  ])('says in Received how the mail came: %j is %s', (changes, word) => {
    const rulings = [aRuling('allow')];
    const envelope = anEnvelope({ recipients: rulings.map(({ recipient }) => recipient), ...changes });
    expect(plan(rulings, { envelope }).deliveries[0]?.edits[0]?.insert).toContain(` with ${word} id `);
  });

  it('sends recipients of one fate together and others apart', () => {
    const rulings = [
      aRuling('allow', 'a@example.org'),
      aRuling('reroute', 'b@example.org', { channel: 'sefos' }),
      aRuling('allow', 'c@example.org'),
      aRuling('hold', 'd@example.org'),
      aRuling('block', 'e@example.org'),
    ];
    const { deliveries, held } = plan(rulings);
    expect(deliveries.map(({ hop, recipients }) => [hop, recipients.map(({ address }) => address)])).toEqual([
      ['nextHop', ['a@example.org', 'c@example.org']],
      ['sefos', ['b@example.org']],
    ]);
    expect(held.map(({ address }) => address)).toEqual(['d@example.org']);
  });

  it('adds the channel header and neutralises a subject that holds a finding', () => {
    const report = aReport({ findings: [aFinding({ where: 'subject', zone: 'subject' })] });
    const { deliveries } = plan([aRuling('reroute', 'b@example.org', { channel: 'sefos' })], { report });
    expect(deliveries[0]?.edits[0]?.insert).toContain('X-Sefos: ja\r\n');
    expect(deliveries[0]?.edits[1]).toMatchObject({ start: 40, end: 60 });
    expect(deliveries[0]?.edits[1]?.insert).toMatch(/^Subject: =\?UTF-8\?/u);
  });

  it('takes the word that asked for the channel out of the subject', () => {
    const report = aReport({ facts: { secureWord: { start: 49, end: 58 } } });
    const { deliveries } = plan([aRuling('reroute', 'b@example.org', { channel: 'sefos' })], { report });
    expect(deliveries[0]?.edits.slice(1)).toEqual([{ start: 49, end: 58, insert: '' }]);
  });

  it('cuts the parts of a strip, puts a note in their place and keeps the original', () => {
    const removable = [{ path: partPath('2'), range: { start: 300, end: 500 }, maskedName: 'beslut.docx' }];
    const { deliveries, keepOriginal } = plan([aRuling('strip', 'b@example.org', { strip: [partPath('2')] })], {
      report: aReport({ outline: { removable } }),
    });
    const cut = deliveries[0]?.edits[1];
    expect(cut).toMatchObject({ start: 300, end: 500 });
    expect(cut?.insert).toContain('borttagen: beslut.docx');
    expect(keepOriginal).toBe(true);
  });

  it('puts the word for the subject there once, however long the thread', () => {
    const subject = { start: 40, end: 60, valueStart: 48 };
    const edits = (tags: readonly string[]): number =>
      plan([aRuling('tag', 'c@kommun.example', { tag: '[känslig]' })], {
        report: aReport({ outline: { subject: { ...subject, tags } } }),
      }).deliveries[0]?.edits.length ?? 0;
    expect(edits(['[känslig]'])).toBe(1);
    expect(edits(['[annat]'])).toBe(2);
  });

  it('never changes signed mail below the fields on top', () => {
    for (const signed of ['smime', 'pgp'] as const) {
      const { deliveries } = plan([aRuling('tag', 'b@example.org', { tag: '[känslig]' })], {
        report: aReport({ outline: { signed } }),
      });
      expect(deliveries[0]?.edits).toHaveLength(1);
    }
  });

  it('gives every recipient exactly one fate, and edits that fit the bytes', () => {
    const action = fc.constantFrom<Action>('allow', 'tag', 'strip', 'reroute', 'hold', 'block');
    const bytes = Buffer.alloc(1000, 'x');
    fc.assert(
      fc.property(fc.array(action, { minLength: 1, maxLength: 12 }), (actions) => {
        const rulings = actions.map((one, i) =>
          aRuling(
            one,
            `r${i}@example.org`,
            one === 'reroute' ? { channel: 'sefos' } : one === 'tag' ? { tag: '[x]' } : {},
          ),
        );
        const { deliveries, held } = plan(rulings);
        const leaving = deliveries.flatMap(({ recipients }) => recipients.map(({ address }) => address));
        const all = [...leaving, ...held.map(({ address }) => address)];
        expect(new Set(all).size).toBe(all.length);
        expect(all).toHaveLength(actions.filter((one) => one !== 'block').length);
        for (const { edits } of deliveries) expect(apply(bytes, edits)).toContain('xxxx');
      }),
    );
  });
});

describe('planRelease()', () => {
  const release = (channel: string | null, changes: Partial<ActInput> = {}): string => {
    const rulings = [aRuling('hold', 'b@example.org'), aRuling('hold', 'c@example.org')];
    const input = {
      envelope: anEnvelope({ recipients: rulings.map(({ recipient }) => recipient) }),
      report: aReport(),
      rulings,
      settings: { hostname: 'brevvakt.kommun.example', channels: new Map([['sefos', sefos]]) },
      stripNote: (name: string) => name,
      neutralSubject: 'Säkert meddelande',
      loopMark: (addresses: readonly string[]) => `mark for ${addresses.length}`,
      ...changes,
    };
    return apply(Buffer.from('Body\r\n'), planRelease(input, channel).edits);
  };

  it('gives a released mail the two fields of any other', () => {
    expect(release(null)).toMatch(/^Received: from [^]*?\r\nX-Brevvakt-Loop: mark for 2\r\nBody\r\n$/u);
  });

  it('gives a channel the fields that it is told by', () => {
    expect(release('sefos')).toMatch(/\r\nX-Brevvakt-Verdict: reroute; rule=[^]*\r\nX-Sefos: ja\r\n/u);
  });

  it('leaves the subject alone when the inspection had failed as a whole', () => {
    const unread = { ...aReport(), outline: { ...aReport().outline, bodyStart: 0, subject: null } };
    const channels = new Map([['sefos', { ...sefos, subject: 'Annat' }]]);
    const settings = { hostname: 'brevvakt.kommun.example', channels };
    expect(release('sefos', { report: unread, settings })).not.toContain('Annat');
  });
});
