/**
 * Public prose that names people and speaks of sensitive matters in general: debates, laws, guides, accounts. Each beside a text of the
 * same shape that tells something of somebody. All is invented for this file.
 */
import { describe, expect, test } from 'vitest';
import { loadDetectorData } from '../config/detectors/detectors.ts';
import { PACKAGE_RULES } from '../config/package-rules.ts';
import { sketchedMail } from '../testing/detect-mail.ts';
import { compileDetectors } from './detect.ts';
import { combinedScore, demandOf } from './wording/verdict.ts';

const detectors = compileDetectors(loadDetectorData(PACKAGE_RULES).data);
const NOT_ACTING = new Set(['financial', 'extra-worthy']);

function acting(body: string, subject = 'Underlag'): string[] {
  const found = detectors
    .detect(sketchedMail({ subject, body }))
    .filter((finding) => finding.confidence !== 'low' && !NOT_ACTING.has(finding.category));
  return [...new Set(found.map((finding) => finding.category))].sort();
}

const DEBATE_DA =
  'Så er det fru Karla Bundgaard, Socialdemokratiet.\nTak for det. Jeg vil spørge om finansieringen af de nye veje.\n' +
  'Ministeren, værsgo.\nForslaget er ikke fuldt finansieret, og det ved hr. Villads Kjeldgaard fra Venstre også godt.\n' +
  'Enhedslisten har fremsat et andet lovforslag om det samme. Vi i Dansk Folkeparti stemmer imod lovforslaget.\n' +
  'Tak til ministeren. Karla Bundgaard taler om, hvad Venstre mente for ti år siden.';

/** [harmless, the same about somebody, category] */
const PAIRS: readonly (readonly [name: string, harmless: string, told: string, category: string])[] = [
  [
    'elected people who speak for their parties',
    DEBATE_DA,
    'Hej Lars\nKarla Bundgaard er medlem af Enhedslisten og har delt løbesedler ud i frokostpausen. Mener du, at vi skal sige noget?',
    'political-opinion',
  ],
  [
    'ages of many',
    'Ryhmä on avoin 14–22-vuotiaille, joilla on lastensuojelun asiakkuus tai jälkihuolto. Alle 21-vuotiaalle nuorelle huostaanotettuna oleminen ei ole este.',
    'Ryhmässä on 17-vuotias nuori, joka on ollut huostaanotettuna keväästä ja asuu nyt sijaisperheessä. Voitteko ottaa hänet mukaan?',
    'social-services',
  ],
  [
    'headings in English',
    'Guide for newcomers\n\nSocial Assistance\n\n- Rules and amounts\n\nUnion Membership\n\n- Who may join\n\nSpecial Needs and Support Services\n\n- Schools and classes',
    'Hello,\nHenry Stone has union membership since May and has told the shop steward not to tell his manager. He also receives social assistance.',
    'trade-union',
  ],
  [
    'a law above its sections',
    '12 § Regeringen meddelar föreskrifter om registret.\n\nSekretess\n\n13 § Vad som får berättas för andra regleras i annan lag.\n\n14 § Sekretess gäller\n1. i ärenden om tillstånd, och\n2. i register över tillstånd.\n\nSekretess enligt första stycket hindrar inte en domstol.',
    'Sekretess\n\nUtredningen om vattenverket bifogas. Får inte spridas.',
    'secrecy-marking',
  ],
  [
    'the word for a password as its own value',
    'Innstillinger i testmiljøet:\n\ntjeneste.brukernavn=username\ntjeneste.password=password\n',
    'Filen til rapporten er låst.\nbrukernavn=kontor\npassord=Bjorkelia77',
    'password-in-clear',
  ],
  [
    'what comes after passwords',
    'Eliminering av passord representerer det neste steget:\n\nFIDO2 og WebAuthn kommer i alle nettlesere.',
    'Vi har bytt kode, og det nye passord representerer huset vårt:\n\nGrankollen12',
    'password-in-clear',
  ],
  [
    'whoever it may be',
    '2 kap. Intagna\n\n12 § Om Kriminalvården har kastat en intagens saker, har han eller hon rätt till ersättning av Kriminalvården. Han eller hon ska få veta det i fängelset.',
    'Vi pratade med Amal i receptionen. Hon sitter i fängelse sedan i mars och Kriminalvården har kastat hennes saker. Kan ni stötta henne?',
    'criminal',
  ],
  [
    'many with an illness',
    'Många som har epilepsi lever utan anfall tack vare läkemedel. Hur mår man av dem? Fråga på mottagningen.',
    'Lindeborg som har epilepsi fick ett anfall i matsalen igår. Hans läkemedel ligger hos skolsköterskan.',
    'health',
  ],
  [
    'an illness named after somebody',
    'Du Boisacs syndrom gör att man har ont i handleden på tumsidan.',
    'Runa Boisac har så ont i handleden att hon är sjukskriven till påsk och ska opereras för det.',
    'health',
  ],
  [
    'a sentence that ends with the family',
    'Kurset handler om arbejdsliv og familien. Man har ondt i ryggen, når man løfter forkert.',
    'Vi talte med familien Bundgaard. Katrine har ondt i ryggen og er sygemeldt med en diskusprolaps.',
    'health',
  ],
  [
    'debts in accounts',
    'Oppstillingen har to deler.\n\nLangsiktig Gjeld:\n- Lån i bank\n\nKortsiktig Gjeld: - Forbrukslån og kassakreditt',
    'Sigrid Vestli på økonomiavdelingen har fått gjeldsordning hos namsmannen etter spillegjelden sin. Du må ikke si det til noen.',
    'social-services',
  ],
  [
    'what a debtor has to do',
    'Rollefordeling ved tvangssalg\n\n* Kreditor: Initiere saken.\n* Skyldner: Møte til forhandling med dokumentasjon.\n* Namsmannen: Gjennomføre utlegg.',
    'Skyldner: Motland har inkasso på strøm og husleie, og namsmannen tar utlegg i bilen på mandag.',
    'social-services',
  ],
  [
    'what a pupil sees in a programme',
    'Menyer i systemet\n\nElev: Visar schema och frånvaro\nLärare: Visar åtgärdsprogram\n\nFliken Frånvaro har tre delar.',
    'Elev: Tindra har åtgärdsprogram och 40 procents frånvaro sedan mamman blev sjuk.',
    'school-welfare',
  ],
  [
    'an association that bears the name of an illness',
    'Pohjolan Syöpäyhdistys on ollut verkoston jäsen vuodesta 2020.',
    'Helmi Paasosella on todettu rintasyöpä, ja hän on ollut sairauslomalla helmikuusta.',
    'health',
  ],
  [
    'a shelter as a member of an association',
    'Hallituksen jäsenet\n\nHelmi Paasonen, Satakunnan ensi- ja turvakoti ry\nvarajäsen Sari Kallas, Pelastetaan lapset ry',
    'Helmi Paasonen on lasten kanssa turvakodissa, koska hänen miehensä on väkivaltainen. Älkää antako osoitetta.',
    'social-services',
  ],
];

describe('public prose', () => {
  test.each(PAIRS)('%s: nobody', (_, harmless) => expect(acting(harmless)).toEqual([]));
  test.each(PAIRS)('%s: somebody', (_, __, told, category) => expect(acting(told)).toContain(category));
});

describe('where the lists see nobody', () => {
  const weights = { listed: 40, logOdds: 3.6, damping: 0, doubt: 0, linked: false };
  const short = demandOf({ topical: false, form: false }, 10);
  const guide = demandOf({ topical: true, form: false }, 60);

  test('a long text about a topic needs more of the wording than where somebody is spoken of', () => {
    expect(combinedScore({ ...weights, somebody: false }, guide)).toBeLessThan(60);
    expect(combinedScore({ ...weights, somebody: true }, guide)).toBeGreaterThanOrEqual(60);
  });

  test('a letter does not', () =>
    expect(combinedScore({ ...weights, somebody: false }, short)).toBeGreaterThanOrEqual(60));
});
