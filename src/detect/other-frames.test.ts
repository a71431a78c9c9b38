/** Short texts that nothing is told in: a line amid another language, and a subject that names somebody's file. */
import { describe, expect, it, test } from 'vitest';
import { acting } from '../testing/acting.ts';

const ENGLISH =
  'This e-mail and any attachments are confidential and intended solely for the addressee. If you are not the intended recipient, please notify the sender and delete the message. Please consider the environment before you print this.';
const NORWEGIAN =
  'Denne e-posten er bare for den som den er sendt til. Hvis du ikke er rett mottaker, ber vi deg om å gi beskjed til den som sendte den, og slette den fra maskinen din.';

describe('a line in another language than the text around it', () => {
  test.each([
    ['Ali Hassan är häktad.', ENGLISH],
    ['Ali Hassan är häktad.', NORWEGIAN],
    ['Greta Andersson – demens, larmmatta.', ENGLISH],
    ['Liam Skog har autism.', NORWEGIAN],
    ['Eetu Korhosella on masennus.', ENGLISH],
  ])('%s', (line, frame) => {
    expect(acting({ subject: 'Info', body: `${line}\n\n${frame}\n` })).not.toEqual([]);
  });

  it('does not read the words of one language in another', () => {
    const body = `${ENGLISH}\n\nThe fine print of the deal is hot news, and the vald hotel of this straf is full.`;
    expect(acting({ subject: 'Info', body })).toEqual([]);
  });
});

describe('a subject that names somebody’s file', () => {
  const mail = (subject: string) => acting({ subject, body: 'Hej, se bifogat i ärendet.\n\n/Anna\n' });

  test.each([
    'Orosanmälan Wilma Skog – skyddsbedömning',
    'SV: Orosanmälan Wilma Skog – återkoppling',
    'Skyddsbedömning Wilma Skog',
    'LVU-förhandling Linnea Falk',
    'Demensutredning Greta Andersson',
    'Sjukintyg Malin Öberg',
    'Barnevernsmøte Sofie Dahl',
    'Underretningsmøde Ida Bak',
    'Wilma Skog – orosanmälan',
  ])('%s', (subject) => {
    expect(mail(subject)).not.toEqual([]);
  });

  test.each([
    'Orosanmälan – utbildning med Wilma Skog',
    'Rutin orosanmälan Wilma Skog',
    'Demenssjuksköterska Greta Andersson',
    'Orosanmälan: så gör du',
    'Föreläsning demensutredning Greta Andersson',
    'Demensmöte Greta Andersson',
    'Elevhälsomöte, Greta Andersson tar protokoll',
    'Intervju om LVU – Greta Andersson',
    'Debattartikel: LVU – Greta Andersson',
    'Straffesak – Ola Nes forsvarer',
    'Skyddsbedömning Greta Andersson – brandskydd',
  ])('not %s', (subject) => {
    expect(mail(subject)).toEqual([]);
  });

  test.each([
    'Mitt LVU;Wilma Skog;9789100123470',
    'Beställare: Wilma Skog\nTjänst: epikris-modul, installation',
    'Kontakt: Wilma Skog\nTjänst: patientjournal, drift',
  ])('nor lines of a body that name who wrote or ordered something: %s', (body) => {
    expect(acting({ subject: 'Underlag', body: `${body}\n` })).toEqual([]);
  });

  it('asks no more of a line that never ends', () => {
    const words = 'Läkarintyg och demens and the list of the report goes on with all the others in this file; ';
    const timeOf = (text: string): number => {
      const start = performance.now();
      acting({ subject: 'Export', body: `${ENGLISH} ${text}` });
      return performance.now() - start;
    };
    timeOf(words.repeat(2_000));
    const few = timeOf(words.repeat(5_000));
    expect(timeOf(words.repeat(40_000))).toBeLessThan(24 * few + 500);
  });
});
