import { simpleParser, type ParsedMail } from 'mailparser';
import { describe, expect, it } from 'vitest';
import { loadMessages, PACKAGE_RULES } from '../config/config.ts';
import { CATEGORIES, LANGUAGES, type Language } from '../core/category.ts';
import { UNINSPECTED_REASONS } from '../core/finding.ts';
import { spanWords } from '../core/messages.ts';
import type { Ruling } from '../core/ruling.ts';
import { aFinding, aReport, aRuling, anEnvelope } from '../testing/reports.ts';
import {
  chooseCatalogue,
  deliveryStatus,
  explain,
  holdEnded,
  type ExplanationInput,
  type StatusInput,
} from './notify.ts';

const { catalogues, problems } = loadMessages([PACKAGE_RULES]);
const notifier = {
  organisation: 'Exempel kommun',
  hostname: 'brevvakt.kommun.example',
  postmaster: 'postmaster@kommun.example',
  holdMs: 14 * 86_400_000,
  timeZone: 'Europe/Stockholm',
  guide: null,
  channels: { sefos: { title: 'Säkra meddelanden', link: 'https://sefos.example/ny' } },
};

function input(
  rulings: readonly Ruling[],
  language: Language = 'sv',
  changes: Partial<ExplanationInput> = {},
): ExplanationInput {
  return {
    notifier,
    catalogue: chooseCatalogue(catalogues, [language], null),
    envelope: anEnvelope({ recipients: rulings.map((ruling) => ruling.recipient) }),
    report: aReport({ findings: [aFinding()] }),
    rulings,
    rejected: false,
    noticeId: 'NOTICE',
    now: '2026-11-23T09:14:01.000Z',
    ...changes,
  };
}

const read = async (rulings: readonly Ruling[], language?: Language, changes?: Partial<ExplanationInput>) =>
  simpleParser(await explain(input(rulings, language, changes)));

describe('the catalogues', () => {
  it('exist for every language and have no problem', () => {
    expect(problems).toEqual([]);
    expect([...catalogues.keys()].sort()).toEqual([...LANGUAGES].sort());
  });

  // When a letter is written the mail has been taken, and nothing is known of its next hop.
  const SAYS_IT_IS_THERE =
    /\b(?:levererades|skickades|framme|ble (?:levert|sendt)|vart (?:levert|send)|kommet fram|komen fram|blev (?:leveret|sendt)|nået frem|toimitettiin|lähetettiin|perillä|was (?:delivered|sent)|has arrived)\b|\{address\}: (?:levererat|skickat|levert|sendt?|leveret|toimitettu|lähetetty|delivered|sent)(?: (?:med|by|gen|gjennom|turvallisen|uten|utan|uden|ilman|without)|$)/u;
  it.each(LANGUAGES)('claim in %s no more of mail that leaves than is known when they are written', (language) => {
    const { subjects, openings, askedOpening, fates, advice, status } = chooseCatalogue(catalogues, [language], null);
    const texts = (['rerouted', 'stripped', 'tagged'] as const).flatMap((fate) => [
      subjects[fate],
      openings[fate],
      fates[fate],
      advice[fate],
    ]);
    const claims = [
      ...texts,
      askedOpening,
      fates.delivered,
      advice.asked,
      status.heldReleasedFate,
      subjects.mixed,
    ].filter((text) => SAYS_IT_IS_THERE.test(text));
    expect(claims).toEqual([]);
    expect(fates.stopped).toMatch(/inte|ikke|ikkje|ei |not/u);
  });

  it('fall back to the first language of the organisation', () => {
    expect(chooseCatalogue(catalogues, ['nb', 'sv'], 'fi').language).toBe('nb');
    expect(chooseCatalogue(catalogues, ['nb', 'sv'], 'sv').language).toBe('sv');
  });
});

describe.each([...LANGUAGES])('an explanation in %s', (language) => {
  it.each([...CATEGORIES])('says what was found, for %s', async (category) => {
    const report = aReport({ findings: [aFinding({ category, detector: `${category}-terms` })] });
    const letter = await read([aRuling('reroute', 'b@example.org', { channel: 'sefos' })], language, { report });
    const text = letter.text ?? '';
    expect(text).toContain(catalogues.get(language)?.categories[category]?.name.split(' ')[0] ?? 'missing');
    expect(text).not.toMatch(/\{\w+\}/u);
    expect(String(letter.html)).not.toMatch(/\{\w+\}/u);
    expect(letter.headers.get('content-language')).toBe(language);
  });

  it.each([...UNINSPECTED_REASONS])('says why a file could not be read: %s', async (reason) => {
    const report = aReport({
      uninspected: [{ part: aFinding().part, path: ['arkiv.zip'], reason, detail: 'ZipCrypto', kind: 'archive' }],
    });
    const letter = await read([aRuling('block')], language, { report });
    expect(letter.text).toContain('arkiv.zip');
    expect(letter.text).not.toMatch(/\{\w+\}/u);
  });

  it('has CRLF line ends only, and none longer than mail may have', async () => {
    const many = Array.from({ length: 200 }, (_, i) => aRuling('block', `person-${i}@example.org`));
    const raw = (await explain(input(many, language))).toString('latin1');
    expect(raw).not.toMatch(/(?<!\r)\n|\r(?!\n)/u);
    expect(Math.max(...raw.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(200);
  });

  it('tells every fate of several recipients', async () => {
    const rulings = [
      aRuling('allow', 'a@example.org'),
      aRuling('tag', 'c@kommun.example'),
      aRuling('strip', 'd@example.org'),
      aRuling('reroute', 'e@example.org', { channel: 'sefos' }),
      aRuling('hold', 'f@example.org'),
      aRuling('block', 'g@example.org'),
    ];
    const { text } = await read(rulings, language);
    for (const { recipient } of rulings) expect(text).toContain(`${recipient.address}:`);
  });
});

describe('explain()', () => {
  it('is an RFC 3464 report when something was blocked after all, with the envelope id and without the subject', async () => {
    const raw = (
      await explain(input([aRuling('block')], 'sv', { envelope: anEnvelope({ dsn: { envid: 'abc' } }) }))
    ).toString();
    expect(raw).toMatch(/^Content-Type: multipart\/report; report-type=delivery-status;/mu);
    expect(raw).toContain('Original-Envelope-Id: abc');
    expect(raw).toContain('Final-Recipient: rfc822; b@example.org\r\nAction: failed\r\nStatus: 5.7.1');
    expect(raw).toContain('Content-Type: text/rfc822-headers');
    expect(raw).toContain('Auto-Submitted: auto-replied');
    expect(raw).not.toMatch(/^Bcc:/mu);
  });

  it('is a report for those only whose failure was to be reported', async () => {
    const block = (address: string, notify: readonly ('NEVER' | 'SUCCESS' | 'FAILURE')[]): Ruling => ({
      ...aRuling('block', address),
      recipient: { address, notify },
    });
    const never = [block('b@example.org', ['NEVER']), block('c@example.org', ['SUCCESS'])];
    const quiet = (await explain(input(never))).toString();
    expect(quiet).not.toContain('multipart/report');
    expect(quiet).toContain('c@example.org: inte levererat');
    const raw = (await explain(input([...never, block('d@example.org', ['FAILURE'])]))).toString();
    expect(raw.match(/^Final-Recipient: .*$/gmu)).toEqual(['Final-Recipient: rfc822; d@example.org']);
  });

  it('is an ordinary message when the client was refused in the dialogue', async () => {
    const raw = (await explain(input([aRuling('block')], 'sv', { rejected: true }))).toString();
    expect(raw).not.toContain('multipart/report');
  });

  it('masks identifiers in values and in file names', async () => {
    const report = aReport({
      findings: [
        aFinding({ where: 'attachment', path: ['19121212-1212.docx'], zone: 'footnote', locator: 'footnote 3' }),
      ],
    });
    const { text } = await read([aRuling('reroute', 'b@example.org', { channel: 'sefos' })], 'sv', { report });
    expect(text).not.toContain('1212-1212');
    expect(text).toContain('fotnot 3');
    expect(text).toContain('(https://sefos.example/ny)');
  });

  it('says neither what nor where about a protected identity, and offers no detour', async () => {
    const report = aReport({
      findings: [
        aFinding({
          category: 'protected-identity',
          detector: 'protected-identity',
          masked: '',
          maskedStrictly: '',
          where: 'attachment',
          path: ['flytt.docx'],
        }),
      ],
    });
    const { text } = await read([aRuling('hold')], 'sv', { report });
    expect(text).not.toContain('flytt.docx');
    expect(text).toContain('Skicka inte om meddelandet');
  });

  it('does not ask to take anything out of a mail that is on its way or waits for a person', async () => {
    const advice = async (ruling: Ruling) => ((await read([ruling])).text ?? '').replace(/\s+/gu, ' ');
    expect(await advice(aRuling('block'))).toContain('Ta bort numret');
    for (const action of ['reroute', 'hold', 'tag'] as const)
      expect(await advice(aRuling(action))).not.toContain('Ta bort numret');
  });

  it('calls the channel what people call it, and leads to the one that was used', async () => {
    const channels = {
      sefos: { title: 'Säkra meddelanden', link: 'https://sefos.example/ny' },
      post: { title: 'Digital post', link: 'https://post.example/' },
    };
    const ruling = aRuling('reroute', 'b@example.org', { channel: 'post' });
    const { text } = await read([ruling], 'sv', { notifier: { ...notifier, channels } });
    expect(text).toContain('(Digital post)');
    expect(text).toContain('https://post.example/');
    expect(text).not.toContain('sefos');
  });

  it('does not point to another copy of what is secret', async () => {
    const report = aReport({
      findings: [aFinding({ category: 'state-security', detector: 'state-security-marking' })],
    });
    const { text } = await read([aRuling('block')], 'sv', { report });
    expect(text).toContain('säkerhetsskyddschefen');
    expect(text).not.toContain('Skickat');
  });

  it('leads to the guide of the organisation when it has one', async () => {
    const guide = 'https://intra.kommun.example/epost';
    const { text, html } = await read([aRuling('block')], 'sv', { notifier: { ...notifier, guide } });
    expect(text).toContain(guide);
    expect(String(html)).toContain(`href="${guide}"`);
    expect((await read([aRuling('block')])).text).not.toContain('Läs mer');
  });

  it('names the quotation as the cause', async () => {
    const report = aReport({ findings: [aFinding({ quoted: true })] });
    const { text } = await read([aRuling('reroute')], 'sv', { report });
    expect(text?.replace(/\s+/gu, ' ')).toContain('Radera den citerade texten');
  });

  it('counts equal findings in one line', async () => {
    const report = aReport({ findings: [aFinding(), aFinding({ count: 2 })] });
    const rulings = [
      aRuling('reroute', 'b@example.org', { matches: [{ ...aRuling('reroute').matches[0]!, findings: [0, 1] }] }),
    ];
    const { text } = await read(rulings, 'sv', { report });
    expect(text).toContain('(3 gånger)');
  });

  it('keeps lines within 78 columns and has HTML without images or scripts', async () => {
    const letter = await read([aRuling('reroute')]);
    expect(Math.max(...(letter.text ?? '').split('\n').map((line) => line.length))).toBeLessThanOrEqual(78);
    expect(String(letter.html)).not.toMatch(/<(?:img|script|link|iframe)/u);
  });

  it('escapes markup that came from outside', async () => {
    const report = aReport({ findings: [aFinding({ where: 'attachment', path: ['<b onload=x>.docx'] })] });
    expect(String((await read([aRuling('reroute')], 'sv', { report })).html)).not.toContain('<b onload');
  });

  it('speaks of the time by the clock of the organisation', async () => {
    const rulings = [aRuling('reroute')];
    expect((await read(rulings)).text).toContain('2026-11-23 10:14 (UTC+1)');
    const nuuk = { ...notifier, timeZone: 'America/Nuuk' };
    expect((await read(rulings, 'da', { notifier: nuuk })).text).toContain('2026-11-23 07:14 (UTC-2)');
  });

  it('does not count the words of one statement', async () => {
    const term = { category: 'health', detector: 'health-terms', maskedStrictly: '' } as const;
    const report = aReport({ findings: [aFinding(term), aFinding({ ...term, count: 2 })] });
    const match = { ...aRuling('reroute').matches[0]!, findings: [0, 1] };
    const { text } = await read([aRuling('reroute', 'b@example.org', { matches: [match] })], 'sv', { report });
    expect(text).toContain('uppgift om hälsa – i meddelandets text\n');
  });

  it('tells somebody who asked for the secure channel that it was done, and no more to do', async () => {
    const report = aReport({ findings: [aFinding()], facts: { secureWord: { start: 49, end: 58 } } });
    const text = ((await read([aRuling('reroute')], 'sv', { report })).text ?? '').replace(/\s+/gu, ' ');
    expect(text).toContain('Du bad om den säkra kanalen, och meddelandet går den vägen.');
    expect(text).toContain('Du behöver inte göra något mer');
    expect(text).not.toContain('nästa gång');
  });

  it.each(LANGUAGES)(
    'in %s names the message itself as what was not read, and shows no words of the trade',
    async (language) => {
      const unread = { part: aFinding().part, path: [], kind: 'message', reason: 'ambiguous' } as const;
      const report = aReport({ uninspected: [{ ...unread, detail: 'a script writes text' }] });
      const text = ((await read([aRuling('block')], language, { report })).text ?? '').replace(/\s+/gu, ' ');
      expect(text).toContain(catalogues.get(language)?.messageText);
      expect(text).not.toMatch(/ – kan|script|\(\)/u);
      const typed = aReport({
        uninspected: [{ ...unread, path: ['a.mp3'], reason: 'unsupported', detail: 'audio/mpeg' }],
      });
      expect((await read([aRuling('block')], language, { report: typed })).text).toContain('(audio/mpeg)');
    },
  );

  it('gives one remedy, not two, for a file that is locked too weakly', async () => {
    const weak = { category: 'weak-encryption', detector: 'weak-encryption', masked: 'ZipCrypto' };
    const locked = { part: aFinding().part, reason: 'encrypted', detail: 'ZipCrypto', kind: 'archive' } as const;
    const advice = async (path: readonly string[]) => {
      const report = aReport({
        findings: [aFinding({ ...weak, where: 'attachment', path: ['akt.zip'] })],
        uninspected: [{ ...locked, path }],
      });
      return ((await read([aRuling('block')], 'sv', { report })).text ?? '').replace(/\s+/gu, ' ');
    };
    const { encryptedRemedy, categories } = chooseCatalogue(catalogues, ['sv'], null);
    expect(await advice(['akt.zip'])).toContain(categories['weak-encryption']?.remedy);
    expect(await advice(['akt.zip'])).not.toContain(encryptedRemedy);
    expect(await advice(['annan.zip'])).toContain(encryptedRemedy);
  });

  it('names many recipients in one line for each fate', async () => {
    const rulings = Array.from({ length: 12 }, (_, i) => aRuling(i % 2 === 0 ? 'tag' : 'block', `r${i}@example.org`));
    const text = ((await read(rulings)).text ?? '').replace(/\s+/gu, ' ');
    expect(text).toContain(
      '- r0@example.org, r2@example.org, r4@example.org, r6@example.org, r8@example.org, r10@example.org: skickas med',
    );
    expect(text).toContain('r11@example.org: inte levererat');
    expect((await read(rulings.slice(0, 10))).text).toContain('- r2@example.org: skickas med');
  });

  it('asks to send again only to whom the mail did not reach', async () => {
    const once = [aRuling('block', 'a@example.org')];
    expect((await read(once)).text).not.toContain('i så fall bara');
    const text = (await read([...once, aRuling('tag', 'c@kommun.example')])).text ?? '';
    expect(text).toContain('Skicka i så fall bara till den som meddelandet stoppades för.');
  });

  it('writes to nobody for a null sender', async () => {
    await expect(explain(input([aRuling('block')], 'sv', { envelope: anEnvelope({ sender: null }) }))).rejects.toThrow(
      RangeError,
    );
  });
});

describe('deliveryStatus()', () => {
  const statusInput = (reply: string, address = 'b@example.org'): StatusInput => ({
    notifier,
    catalogue: chooseCatalogue(catalogues, ['sv'], null),
    envelope: anEnvelope({ recipients: [{ address, orcpt: 'rfc822;b@example.org' }] }),
    facts: aReport().facts,
    results: [{ address, state: 'failed', outcome: 'hop-refused', reply }],
    expireAfterMs: 5 * 86_400_000,
    noticeId: 'NOTICE',
    now: '2026-11-23T09:14:01.000Z',
  });
  const status = (reply: string, address?: string) => deliveryStatus(statusInput(reply, address));

  it('says which mail it is about and what to do, but not to send again what a policy stopped', async () => {
    const text = (await simpleParser(await status('550 5.1.1 User unknown'))).text?.replace(/\s+/gu, ' ');
    expect(text).toContain('meddelandet som vi tog emot 2026-11-23 10:14 (UTC+1).');
    expect(text).toContain('Gör så här nu ------------- Kontrollera att adressen är rätt');
    const results = [
      { address: 'b@example.org', state: 'failed', outcome: 'rejected-by-policy', reply: '550' },
    ] as const;
    const stopped = await simpleParser(await deliveryStatus({ ...statusInput(''), results }));
    expect(stopped.text).not.toContain('Gör så här nu');
  });

  it('says why where the hop was not asked', async () => {
    const results = [{ address: 'b@example.org', state: 'failed', outcome: 'hop-lacks-smtputf8', reply: '' }] as const;
    const { text } = await simpleParser(await deliveryStatus({ ...statusInput(''), results }));
    expect(text?.replace(/\s+/gu, ' ')).toContain('Svaret var: Next hop does not support SMTPUTF8');
  });

  it("carries the hop's own code and words", async () => {
    const raw = (await status('550 5.1.1 User unknown')).toString();
    expect(raw).toContain('Original-Recipient: rfc822; b@example.org');
    expect(raw).toContain('Status: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 User unknown');
  });

  it('turns a temporary code that was given up into a permanent one', async () => {
    expect((await status('451 4.7.1 Later')).toString()).toContain('Status: 5.7.1');
  });

  it('gives the envelope id and the original recipient back without their codes', async () => {
    const raw = (
      await deliveryStatus({
        ...statusInput('550 5.1.1 no'),
        envelope: anEnvelope({
          recipients: [{ address: 'b@example.org', orcpt: 'rfc822;list+2Bb+3Dx@example.org' }],
          dsn: { envid: 'QQ+2B31+0A' },
        }),
      })
    ).toString();
    expect(raw).toContain('Original-Envelope-Id: QQ+31+0A\r\n');
    expect(raw).toContain('Original-Recipient: rfc822; list+b=x@example.org\r\n');
  });

  it('returns an address beyond ASCII as it was, in a part made for it', async () => {
    const facts = { ...aReport().facts, to: ['råd@exempel.example'] };
    const raw = (await deliveryStatus({ ...statusInput('550 5.1.1 no'), facts })).toString();
    expect(raw).toContain('Content-Type: message/global-headers\r\nContent-Transfer-Encoding: 8bit\r\n');
    expect(raw).toContain('To: råd@exempel.example\r\n');
    expect((await status('550 5.1.1 no')).toString()).toContain(
      'Content-Type: text/rfc822-headers\r\nContent-Transfer-Encoding: 7bit\r\n',
    );
  });

  it('cannot be led to write further header lines', async () => {
    const raw = (await status('550 5.1.1 no\r\nX-Injected: yes')).toString();
    expect(raw).not.toMatch(/^X-Injected/mu);
  });

  it('writes an international address as RFC 6533 wants it', async () => {
    const raw = (await status('550 5.1.1 no', 'åsa@exempel.example')).toString();
    expect(raw).toContain('message/global-delivery-status');
    expect(raw).toContain('Final-Recipient: utf-8; åsa@exempel.example');
  });
});

describe('spanWords()', () => {
  const HOUR = 3_600_000;
  it.each([
    ['sv', 24 * HOUR, 'en dag'],
    ['sv', 14 * 24 * HOUR, '14 dagar'],
    ['sv', 8 * HOUR, '8 timmar'],
    ['sv', HOUR, 'en timme'],
    ['sv', 20_000, 'en minut'],
    ['sv', 36 * HOUR, '36 timmar'],
    ['sv', 5.4 * 24 * HOUR, '5 dagar'],
    ['nb', 24 * HOUR, 'én dag'],
    ['nn', 24 * HOUR, 'éin dag'],
    ['da', 24 * HOUR, 'en dag'],
    ['en', 24 * HOUR, 'one day'],
    ['fi', 48 * HOUR, '2 päivän'],
  ] as const)('says in %s what %d ms are', (language, ms, words) => {
    expect(spanWords(chooseCatalogue(catalogues, [language], null), ms)).toBe(words);
  });
});

describe('an explanation of many findings', () => {
  it('names the first twenty places and how many more there are', async () => {
    const findings = Array.from({ length: 50 }, (_, i) =>
      aFinding({ where: 'attachment', path: [`list-${'x'.repeat(i + 1)}.txt`] }),
    );
    const ruling = aRuling('reroute', 'b@example.org', { channel: 'sefos' });
    const all = {
      ...ruling,
      matches: ruling.matches.map((match) => ({ ...match, findings: findings.map((_, i) => i) })),
    };
    const text = (await read([all], 'sv', { report: aReport({ findings }) })).text ?? '';
    expect(text.match(/i bilagan/gu)).toHaveLength(20);
    expect(text).toContain('- och 30 till');
  });
});

describe('a report of what expired', () => {
  it.each([...LANGUAGES])('in %s does not say that a server was out of reach which answered', (language) => {
    expect(catalogues.get(language)?.status.expired).not.toMatch(/nå|reached|yhteyttä/u);
  });

  it.each([...LANGUAGES])('in %s does not blame the recipient for what our relay or channel refused', (language) => {
    expect(catalogues.get(language)?.status.failed).not.toMatch(/mottag|mottak|modtag|recipient|vastaanottaja/u);
  });
});

describe('holdEnded()', () => {
  const write = async (
    how: 'expired' | 'deleted',
    recipients: readonly string[],
    language: Language = 'sv',
  ): Promise<ParsedMail> =>
    simpleParser(
      await holdEnded({
        ending: { how },
        notifier,
        catalogue: chooseCatalogue(catalogues, [language], null),
        reference: 'REF',
        receivedAt: '2026-11-09T09:14:00.000Z',
        to: 'anna@kommun.example',
        recipients,
        noticeId: 'NOTICE',
        inReplyTo: recipients.length === 0 ? null : '<1@kommun.example>',
        now: '2026-11-23T09:14:01.000Z',
      }),
    );

  it('tells the sender whose copies went, and the officer only the reference', async () => {
    expect((await write('expired', ['b@example.org'])).text).toContain('b@example.org: inte levererat');
    expect((await write('expired', [])).text).toContain('2026-11-09 10:14 (UTC+1)');
    expect((await write('expired', [])).text).not.toMatch(/b@example\.org|Gör så här nu/u);
  });

  it.each(['sv', 'nb', 'nn', 'da', 'fi', 'en'] as const)(
    'says in %s that a person removed it and that nothing was sent, with reference, time and whom to ask',
    async (language) => {
      const {
        text = '',
        html,
        subject,
        inReplyTo,
      } = await write('deleted', ['b@example.org', 'c@example.net'], language);
      const { status, headings } = chooseCatalogue(catalogues, [language], null);
      expect(subject).toBe(status.heldDeletedSubject.replace('{reference}', 'REF'));
      expect(inReplyTo).toBe('<1@kommun.example>');
      const unfolded = text.replace(/\s+/gu, ' ');
      expect(unfolded).toContain(status.heldDeletedOpening);
      for (const words of ['REF', '2026-11-09 10:14', 'b@example.org:', 'c@example.net:', notifier.postmaster]) {
        expect(unfolded).toContain(words);
        expect(html).toContain(words);
      }
      expect(unfolded).toContain(headings.todo);
      expect(text).not.toMatch(/[{}]/u);
    },
  );
});
