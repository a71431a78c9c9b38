/** Whether people are told a place in which they find what was found, for parts of a mail that have no name or more than one. */
import * as CFB from 'cfb';
import { randomFillSync } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { InspectionReport } from '../core/inspection.ts';
import { inspectAsShipped } from '../testing/inspect-as-shipped.ts';
import { docxOf, p, r } from '../testing/small-documents.ts';

/** Skatteverket's published test number. */
const SECRET = '811218-9876';
const SAID = `Personnummer ${SECRET}`;
const base64 = (bytes: Buffer | string): string => Buffer.from(bytes).toString('base64');

const mail = (type: string, ...lines: readonly string[]): Promise<InspectionReport> =>
  inspectAsShipped(
    Buffer.from(
      ['From: anna.berg@kommun.example', 'To: bo@partner.example', 'Subject: Underlag', 'MIME-Version: 1.0'] // prettier-ignore
        .concat(`Content-Type: ${type}`, '', ...lines, '')
        .join('\r\n'),
    ),
  );
const file = (name: string, type: string, bytes: Buffer | string): Promise<InspectionReport> =>
  mail(
    'multipart/mixed; boundary=b1',
    '--b1',
    `Content-Type: ${type}; name="${name}"`,
    `Content-Disposition: attachment; filename="${name}"`,
    'Content-Transfer-Encoding: base64',
    '',
    base64(bytes).replace(/(.{76})/g, '$1\r\n'),
    '--b1--',
  );
const places = ({ findings }: InspectionReport): readonly string[] =>
  findings.filter(({ score }) => score >= 60).map((one) => [one.where, ...one.path, one.zone, one.count].join(' '));

describe('a calendar without a name of its own', () => {
  const event = (...lines: readonly string[]): Promise<InspectionReport> =>
    mail('text/calendar; charset=utf-8', 'BEGIN:VCALENDAR', 'BEGIN:VEVENT', ...lines, 'END:VEVENT', 'END:VCALENDAR');

  it.each([
    `SUMMARY:${SAID}`,
    `LOCATION:${SAID}`,
    `COMMENT:${SAID}`,
    `ATTACH:data:text/plain;base64,${base64(`${SAID}.`)}`,
  ])('is told by its zone: %s', async (line) => {
    expect(places(await event(line))).toEqual(['body calendar 1']);
  });

  it('is told for the HTML of a description too, and by both names where the text of the mail says the same', async () => {
    expect(places(await event(`X-ALT-DESC;FMTTYPE=text/html:<p>${SAID}</p>`))).toEqual([
      'body calendar 1',
      'body calendar 1',
    ]);
    const both = await mail(
      'multipart/alternative; boundary=b1',
      ...['--b1', 'Content-Type: text/plain', '', SAID, '--b1', 'Content-Type: text/calendar', ''],
      ...['BEGIN:VCALENDAR', 'BEGIN:VEVENT', `DESCRIPTION:${SAID}`, 'END:VEVENT', 'END:VCALENDAR', '--b1--'],
    );
    expect(places(both).toSorted()).toEqual(['body body 1', 'body calendar 1']);
  });

  it('a card has no calendar', async () => {
    expect(places(await mail('text/vcard', 'BEGIN:VCARD', `NOTE:${SAID}`, 'END:VCARD'))).toEqual(['body body 1']);
  });
});

describe('mails inside a mail', () => {
  const inner = (text: string): readonly string[] => ['', 'From: a@b.example', 'Subject: x', '', text];

  it('that have no names are numbered', async () => {
    const digest = await mail(
      'multipart/digest; boundary=b1',
      ...['--b1', ...inner('Hej'), '--b1', ...inner(SAID), '--b1--'],
    );
    expect(places(digest)).toEqual(['attachment message-2.eml body 1']);
  });

  it('are called by what they are called, and the first one as always', async () => {
    const message = 'Content-Type: message/rfc822';
    const forward = await mail(
      'multipart/mixed; boundary=b1',
      ...[
        '--b1',
        `${message}; name="Brev.eml"`,
        ...inner(SAID),
        '--b1',
        message,
        ...inner('Pnr 640823-3234'),
        '--b1--',
      ],
    );
    expect(places(forward).toSorted()).toEqual(['attachment Brev.eml body 1', 'attachment message.eml body 1']);
  });
});

describe('names of files in parameters of RFC 2231', () => {
  it.each([
    `name*=utf-8''%C3%84rende%20${SECRET}.pdf`,
    `name*0*=utf-8''%C3%84rende%20811218; name*1*=-9876.pdf`,
    `name="${SECRET}.pdf"`,
  ])('are told once: %s', async (parameter) => {
    const named = await mail(
      'multipart/mixed; boundary=b1',
      ...['--b1', `Content-Type: text/plain; ${parameter}`],
      ...[`Content-Disposition: attachment; file${parameter.replace('; name', '; filename')}`, '', 'Hej', '--b1--'],
    );
    expect(places(named)).toEqual([expect.stringMatching(/^filename .* filename 1$/)]);
  });
});

describe('a document in XML', () => {
  const invoice = (attributes: string, letters: string): string =>
    `<?xml version="1.0"?><Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"><Attachment><EmbeddedDocumentBinaryObject ${attributes}>${letters}</EmbeddedDocumentBinaryObject></Attachment></Invoice>`;
  const letter = base64(docxOf(p(r(SAID))));
  const named = 'mimeCode="application/vnd.openxmlformats" filename="underlag.docx"';

  it('has the path of the file that it is', async () => {
    const found = places(await file('faktura.xml', 'text/xml', invoice(named, letter)));
    expect(found).toEqual(['attachment faktura.xml underlag.docx body 1']);
    const wrapped = letter.replace(/(.{76})/g, '$1\n');
    expect(places(await file('faktura.xml', 'text/xml', invoice(named, wrapped)))).toEqual(found);
  });

  it('is found where nothing names it, and so is what stands beside it', async () => {
    expect(places(await file('faktura.xml', 'text/xml', invoice('a="b"', letter)))).toEqual([
      'attachment faktura.xml body 1',
    ]);
    const beside = invoice(named, `${base64(docxOf(p(r('Asfalt'))))}</EmbeddedDocumentBinaryObject><Note>${SAID}</Note><EmbeddedDocumentBinaryObject>`); // prettier-ignore
    expect(places(await file('faktura.xml', 'text/xml', beside))).toEqual(['attachment faktura.xml body 1']);
    expect(places(await file('faktura.xml', 'text/xml', invoice(named, SAID)))).toEqual([
      'attachment faktura.xml body 1',
    ]);
  });
});

describe('files of few programs', () => {
  it('a drawing that nothing reads is no picture', async () => {
    const drawing = Buffer.concat([Buffer.from('AC1032\0\0\0\0\0'), randomFillSync(Buffer.alloc(9_000))]);
    expect((await file('ritning.dwg', 'image/vnd.dwg', drawing)).uninspected).toMatchObject([
      { reason: 'unsupported', kind: 'unknown' },
    ]);
  });

  const compound = (text: string): Buffer => {
    const container = CFB.utils.cfb_new();
    CFB.utils.cfb_add(container, '/_1234567890/Contents', Buffer.from(text));
    return Buffer.from(CFB.write(container, { type: 'buffer' }) as Uint8Array);
  };
  /** The head with as many bytes behind what tells its length. */
  const activeMime = (content: Buffer, more = 4): Buffer => {
    const head = Buffer.alloc(46 + more);
    head.write('ActiveMime\0\0\x01\xf0\x04\0\0\0\xff\xff\xff\xff\0\0\x07\xf0', 'latin1');
    head.writeUInt16LE(4, 30);
    return Buffer.concat([head, deflateSync(content)]);
  };

  it.each([4, 0])('what Word puts beside HTML is opened, with %i bytes more of head', async (more) => {
    const plain = await file('oledata.mso', 'application/x-mso', activeMime(compound('Kalkyl asfalt'), more));
    expect([places(plain), plain.uninspected]).toEqual([[], []]);
    const secret = await file('oledata.mso', 'application/x-mso', activeMime(compound(SAID), more));
    expect([places(secret).length, secret.uninspected]).toEqual([1, []]);
  });

  it('what stands behind it is read, and what cannot be opened is listed', async () => {
    const behind = Buffer.concat([activeMime(compound('Kalkyl')), Buffer.from(`\n${SAID} och mer text\n`)]);
    expect(places(await file('oledata.mso', 'application/x-mso', behind))).toHaveLength(1);
    const broken = Buffer.concat([activeMime(Buffer.alloc(0)).subarray(0, 50), randomFillSync(Buffer.alloc(5_000))]);
    expect((await file('oledata.mso', 'application/x-mso', broken)).uninspected).toMatchObject([{ reason: 'damaged' }]);
  });
});
