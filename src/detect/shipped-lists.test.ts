/** The word lists that come with the package, against texts they must and must not touch. */
import { describe, expect, test } from 'vitest';
import { loadDetectorData } from '../config/detectors/detectors.ts';
import { PACKAGE_RULES } from '../config/package-rules.ts';
import { sketchedMail } from '../testing/detect-mail.ts';
import { compileDetectors } from './detect.ts';
import { Observed, readWords } from './observe.ts';
import { canonicalForm } from './terms/alphabet.ts';
import { compileVocabulary } from './terms/vocabulary.ts';

const { data } = loadDetectorData(PACKAGE_RULES);
const vocabulary = compileVocabulary(data);
const detectors = compileDetectors(data);

const acts = (body: string): string[] =>
  detectors
    .detect(sketchedMail({ body }))
    .filter((finding) => finding.confidence !== 'low' && finding.category !== 'financial')
    .map((finding) => finding.category);

function termsIn(body: string): string[] {
  const [source] = sketchedMail({ body }).texts;
  if (source === undefined) return [];
  return new Observed(source, readWords(source.text, vocabulary), [], () => new Set()).terms.map((hit) =>
    canonicalForm(hit.term.term),
  );
}

describe('false friends', () => {
  test.each(data.falseFriends.map((friend) => [friend.phrase, friend.term] as const))(
    '%s is not %s',
    (phrase, term) => {
      const body = `Anna: ${phrase.replace(/\*/g, '')}`;
      expect(termsIn(body)).not.toContain(canonicalForm(term));
    },
  );
});

describe('a term and a person', () => {
  test.each([
    ['Barncancerfondens insamling pågår till fredag.', 'Emma Lund har fått cancer och opereras på fredag.'],
    ['Föreläsning om adhd i aulan.', 'Elias i 4B har fått sin adhd-diagnos.'],
    ['Alla elever med dyslexi erbjuds läshjälp.', 'Nora Vik har dyslexi och behöver läshjälp.'],
    ['Kurs om demens for ansatte i mai.', 'Olav Moen har demens og trenger sykehjemsplass.'],
    ['Rutine for bekymringsmelding er oppdatert.', 'Vi sender bekymringsmelding om Jonas Lie i dag.'],
    ['Forelesning om rusmisbruk, åpent for alle.', 'Klienten har et rusmisbruk og er innlagt.'],
    ['Kontanthjælpsloftet ændres fra 1. juli.', 'Mette Hansen får kontanthjælp fra 1. juli.'],
    ['Kursus om autisme for pædagoger.', 'Borgeren har autisme og er visiteret til botilbud.'],
    ['Politiattest må fremlegges ved ansettelse.', 'Per Moen er siktet for vold mot sin samboer.'],
    ['Facklig samverkan sker på torsdag.', 'Maria Ek är medlem i facket och vill ha avdrag.'],
  ])('passes %s stops %s', (harmless, personal) => {
    expect(acts(harmless)).toEqual([]);
    expect(acts(personal)).not.toEqual([]);
  });

  test('a term without a person stays low whatever stands beside it', () => {
    const findings = detectors.detect(
      sketchedMail({ body: 'Schizofreni, epilepsi, hepatit och självmordsförsök: beslut om vård, avslag på ansökan.' }),
    );
    expect(findings.length).toBeGreaterThan(0);
    expect(findings.every((finding) => finding.confidence === 'low')).toBe(true);
  });

  test('a street, a saint and a company are no persons', () => {
    expect(acts('Möte om diabetes på Karin Boyes gata.')).toEqual([]);
    expect(acts('Föredrag om diabetes i Sankta Maria kyrka.')).toEqual([]);
  });

  test('findings never carry content', () => {
    const json = JSON.stringify(
      detectors.detect(
        sketchedMail({ body: 'Elias Vik har skyddade personuppgifter och schizofreni. Lösenordet är Hemlis123!' }),
      ),
    );
    for (const word of ['Elias', 'schizofreni', 'Hemlis', 'personuppgifter']) expect(json).not.toContain(word);
  });

  test('protected identity has no mask', () => {
    const found = detectors
      .detect(sketchedMail({ body: 'Eleven har skyddad identitet.' }))
      .filter((f) => f.category === 'protected-identity');
    expect(found.map((f) => [f.confidence, f.masked, f.maskedStrictly])).toEqual([['high', '', '']]);
  });

  test('quoted text weighs fully and is named', () => {
    const found = detectors.detect(sketchedMail({ body: 'Tack!\n\n> Elsa Vik har fått diagnosen autism.' }));
    expect(found.find((f) => f.category === 'health')).toMatchObject({ quoted: true, confidence: 'high' });
  });
});

describe('markings', () => {
  test.each([
    ['[Hemlig] Underlag', 'state-security'],
    ['TIL TJENESTEBRUG', 'state-security'],
    ['Unntatt offentlighet', 'secrecy-marking'],
    ['Sv: Känslig: underlag', 'secrecy-marking'],
    ['FORTROLIGT', 'secrecy-marking'],
  ])('the subject %s is marked', (subject, category) => {
    const found = detectors.detect(sketchedMail({ subject, body: 'Se bilaga.' }));
    expect(found.filter((f) => f.confidence === 'high').map((f) => f.category)).toContain(category);
  });

  test.each([
    ['hemlig.zip', ['secrecy-marking']],
    ['Hemlig rapport.docx', ['secrecy-marking']],
    ['hemmeligt.pdf', ['secrecy-marking']],
    ['HEMLIG - plan.docx', ['secrecy-marking', 'state-security']],
    ['kvalificerat hemlig.pdf', ['secrecy-marking', 'state-security']],
  ])('a file that somebody calls %s is of a security class only where the name is a stamp', (name, categories) => {
    const found = detectors.detect(sketchedMail({ body: 'Se bilaga.', attachments: [{ name }] }));
    expect(found.map((f) => f.category).sort()).toEqual(categories);
  });

  test.each([
    'Hemlig gäst på fredag',
    'Utbildning om sekretess',
    'Konfidentiellt samtalsstöd för anställda',
    'Begrenset parkering fredag',
    'Känsliga växter i parken',
  ])('the subject %s is not', (subject) =>
    expect(detectors.detect(sketchedMail({ subject, body: 'Hej!' })).filter((f) => f.confidence !== 'low')).toEqual([]),
  );
});

describe('passwords', () => {
  test.each([
    'Lösenordet är Sommar2026!',
    'Passord: vinter99',
    'Adgangskoden er "blå hest"',
    'Koden til filen er 4711',
    'Pinkod till dokumentet: 8842',
    'Password for the zip file: Kx9-tt3q',
    'Lösenordet till bilagan är "blåbär"',
    'Använd lösenordet Kalle12 för att öppna filen.',
    'Lösenordet till filen följer här:\nKalle#12',
    'Passordet til vedlegget er Hund1234',
    'Passordet for å opne fila er Hund1234',
    'Bruk passordet Hund1234 for å åpne vedlegget.',
    'Kodeordet til zip-filen er Hund1234',
    'Brug adgangskoden Hund1234 for at åbne filen.',
    'Tiedoston salasana on Koira1234',
    'Avaa tiedosto salasanalla Koira1234.',
    'The document is protected with the password Dog1234',
    'passcode: Dog1234',
    'Filerna ligger i zip-arkivet, och du öppnar det med Granit!Älv_4471Mossa.',
    'Vedlegget åpnes med Fjord88!Tog',
    'The archive opens with Willow#3391x.',
  ])('%s gives one', (body) => expect(acts(body)).toContain('password-in-clear'));

  test.each([
    'Ditt lösenord har gått ut. Byt lösenord på portalen.',
    'Passordet sendes på SMS.',
    'Ett starkt lösenord har minst 12 tecken, till exempel: Sommar2026!',
    'Adgangskoden er personlig og må ikke deles.',
    'Lösenordet skickas separat per telefon.',
    'Microsoft Teams-möte\nMötes-ID: 345 678 901 234\nLösenord: aB3dE9',
    'Zoom meeting, Meeting ID: 345 678 901, Passcode: 88Tx2a',
    'Teams-kode: 381 402 117 22, adgangskode til mødet: qP7xTz (kun til at komme ind i lobbyen)',
    'Nytt lösenord till Office365? Gå till portalen och öppna filen med instruktioner.',
    'Lösenord: se separat mejl',
    'Lösenordet är det vi kom överens om.',
    'Frågor om lösenord, skriv till: servicedesk1@kommun.example',
    'Adgangskode: fremsendes separat',
    'Salasana lähetetään tekstiviestillä.',
    'Password will be sent separately by SMS.',
    'Portkod: 1234',
    'Filen öppnas med Word2019Pro eller senare.',
    'Du öppnar filen med Excel.',
    'Dokumentet åpnes med Adobe Reader 11.',
    'Dörren till förrådet öppnas med tagg AB12!x3 hos vaktmästaren.',
  ])('%s gives none', (body) => expect(acts(body)).not.toContain('password-in-clear'));

  test('are offered for opening attachments', () => {
    expect(detectors.passwords(sketchedMail({ body: 'Lösenordet är Sommar2026!' }).texts)).toContain('Sommar2026!');
    const mail = sketchedMail({
      subject: 'Avtal, öppnas med Kalle#12',
      attachments: [{ name: 'avtal losenord Hund77.zip' }],
    });
    expect(detectors.passwords(mail.texts)).toEqual(expect.arrayContaining(['Kalle#12', 'Hund77']));
  });
});
