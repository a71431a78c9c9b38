/** The situations of municipal mail that the points model was written for; texts are invented. */
import { describe, expect, test } from 'vitest';
import { PACKAGE_RULES } from '../config/package-rules.ts';
import { loadDetectorData } from '../config/detectors/detectors.ts';
import { acting, type Situation } from '../testing/acting.ts';

const SITUATIONS: readonly Situation[] = [
  {
    name: 'school nurse about a pupil’s asthma inhaler',
    mail: {
      subject: 'Inhalator',
      body: 'Hej!\nWilma i 3A behöver sin astmamedicin med på utflykten, hennes astma har blivit sämre.\nHälsningar\nSkolsköterskan',
    },
    acts: ['health'],
  },
  {
    name: 'a medical certificate as PDF text',
    mail: {
      subject: 'Intyg',
      body: 'Hej, bifogar intyget enligt överenskommelse.\nMvh Karin',
      attachments: [
        {
          name: 'intyg.pdf',
          text: 'Läkarintyg\nPatient: Nils Ekdal\nNedsatt arbetsförmåga, diagnos F32.1, sjukskriven 100 %',
        },
      ],
    },
    acts: ['health'],
  },
  {
    name: 'a quoted child-protection report under a neutral reply',
    mail: {
      subject: 'Sv: Möte',
      body: 'Tack, vi hörs på måndag.\n\n> Orosanmälan gällande Elsa Vik. Modern dricker och barnet far illa.\n> Vi behöver ses snarast.',
    },
    acts: ['social-services'],
  },
  {
    name: 'a forward of the same thread',
    mail: {
      subject: 'VB: Möte',
      body: 'FYI\n\nFrån: Anna Berg\nTill: Per Lund\nÄmne: Möte\n\nOrosanmälan gällande Elsa Vik, barnet far illa i hemmet.',
    },
    acts: ['social-services'],
  },
  {
    name: 'a data-protection policy to all staff',
    mail: {
      subject: 'Ny policy för personuppgifter',
      body: 'Hej alla!\nHär är vår nya policy. Känsliga personuppgifter är till exempel uppgifter om hälsa, sjukskrivning, diagnoser, fackmedlemskap och religion. Den som hanterar sådana uppgifter ska använda säker e-post. Läs riktlinjen på intranätet.',
    },
    acts: [],
  },
  {
    name: 'a newsletter about a charity race with names of runners',
    mail: {
      subject: 'Nyhetsbrev mars',
      body: 'Barncancerfondens lopp samlade 300 löpare. Snabbast var Emma Lindqvist och Oskar Berg. Insamlingen till Barncancerfonden pågår hela månaden. Anmäl dig här!',
    },
    acts: [],
  },
  {
    name: 'redacted minutes of the social committee',
    mail: {
      subject: 'Protokoll socialnämnden',
      body: 'Protokoll från sammanträde\n§ 12 Ansökan om ekonomiskt bistånd. Namn och adress är borttagna. Socialnämnden beslutar att avslå ansökan.\n§ 13 Budget 2026',
    },
    acts: [],
  },
  {
    name: 'a word of policies in the first sentence of a letter about somebody',
    mail: {
      subject: 'Besøg uge 47',
      body: `Kære Trine\n\nJeg kommer igen onsdag kl. 10 og derefter vejledning af teamet til 12.30.\n\n${'Materialet ligger i jeres dueslag, og det skal leveres tilbage efter jul. '.repeat(8)}\n\nBørnepsykiatrien har skrevet, at Asger opfylder kriterierne for infantil autisme, og at tvangstankerne skal behandles med medicin efter nytår.`,
    },
    acts: ['health'],
  },
  {
    name: 'the same minutes where one case still has name and age',
    mail: {
      subject: 'Protokoll socialnämnden',
      body: 'Protokoll från sammanträde\n§ 12 Ansökan om ekonomiskt bistånd från Sara Holm, 34 år. Nämnden beslutar om avslag på ansökan om försörjningsstöd.\n§ 13 Budget 2026',
    },
    acts: ['social-services'],
  },
  {
    name: 'party of the chair in a press release',
    mail: {
      subject: 'Pressmeddelande',
      body: 'Kommunstyrelsens ordförande Lena Falk (S) inviger skolan på fredag. Lena Falk är socialdemokrat sedan 1998 och ledamot i kommunfullmäktige.',
    },
    acts: [],
  },
  {
    name: 'a citizen’s party membership in a complaint',
    mail: {
      subject: 'Klagomål',
      body: 'Min granne Jonas Ek är partimedlem i Vänsterpartiet och det påverkar hans bygglov, enligt klagomålet.',
    },
    acts: ['political-opinion'],
  },
  {
    name: 'union membership of a named employee',
    mail: {
      subject: 'Löneavdrag',
      body: 'Hej! Maria Lund är medlem i Kommunal. Dra fackavgiften från hennes lön från och med april.',
    },
    acts: ['trade-union'],
  },
  {
    name: 'union negotiation minutes without membership',
    mail: {
      subject: 'MBL-protokoll',
      body: 'Förhandling enligt MBL § 11. Parter: kommunen och Vision. Facklig samverkan om ny organisation. Parterna är överens.',
    },
    acts: [],
  },
  {
    name: 'a job advert for a personal assistant',
    mail: {
      subject: 'Ledig tjänst',
      body: 'Vi söker personlig assistent, LSS, nattjour 75 %. Kvalifikationer: erfarenhet av funktionsnedsättning. Sista ansökningsdag 31 mars.',
    },
    acts: [],
  },
  {
    name: 'a decision letter about escort service',
    mail: { subject: 'Beslut', body: 'Hej Anna!\nDu beviljas ledsagarservice enligt 9 § LSS från och med 1 april.' },
    acts: ['health'],
  },
  {
    name: 'a home-care route list',
    mail: {
      subject: 'Lista vecka 10',
      body: 'Se bilaga.',
      attachments: [
        {
          name: 'rutt.xlsx',
          text: 'Namn\tAdress\tPortkod\tMedicin\nAlma Ström\tEkvägen 1\t1234\tWaran, insulin\nBertil Lind\tEkvägen 3\t8822\tAlvedon\nGreta Holm\tTallvägen 4\t1177\tinsulin',
        },
      ],
    },
    acts: ['health'],
  },
  {
    name: 'vaccination information to all parents',
    mail: {
      subject: 'Information om vaccination',
      body: 'Hej vårdnadshavare!\nVaccination mot mässling erbjuds alla elever i årskurs 2 vecka 12. Läs mer på 1177.',
    },
    acts: [],
  },
  {
    name: 'an absence report of many pupils',
    mail: {
      subject: 'Frånvaro v 9',
      body: 'Rapport bifogas',
      attachments: [
        {
          name: 'franvaro.xlsx',
          text: 'Elev\tKlass\tOrsak\nElsa Vik\t4B\tsjuk\nOskar Berg\t4B\tsjuk, migrän\nMaja Lund\t4B\tsjuk\nNils Ek\t4B\tledig',
        },
      ],
    },
    acts: ['health'],
  },
  {
    name: 'an action programme against noise',
    mail: {
      subject: 'Remiss',
      body: 'Miljökontoret har tagit fram ett åtgärdsprogram mot buller för perioden 2026–2030. Synpunkter senast 1 maj.',
    },
    acts: [],
  },
  {
    name: 'an action programme for a pupil',
    mail: { subject: 'Underlag', body: 'Åtgärdsprogram för Elsa, åk 5, är nu klart och ska följas upp i maj.' },
    acts: ['school-welfare'],
  },
  {
    name: 'an expert assessment whose file bears the name',
    mail: {
      subject: 'PPT',
      body: 'Hei, sakkyndig vurdering ligger vedlagt.',
      attachments: [
        {
          name: 'Sakkyndig vurdering Jonas Lie.pdf',
          text: 'Sakkyndig vurdering. Det anbefales individuelt tilrettelagt opplæring i norsk.',
        },
      ],
    },
    acts: ['school-welfare'],
  },
  {
    name: 'a police report about a pupil',
    mail: {
      subject: 'Anmälan',
      body: 'Kopia av polisanmälan: eleven misshandlade en klasskamrat, Oskar Berg är misstänkt för misshandel.',
    },
    acts: ['criminal'],
  },
  {
    name: 'an applicant’s police certificate with an entry',
    mail: {
      subject: 'Politiattest',
      body: 'Søker Kari Moen har merknad på politiattesten. Hun ble dømt for vold i 2019.',
    },
    acts: ['criminal'],
  },
  {
    name: 'a required police certificate in a recruitment mail',
    mail: {
      subject: 'Ledig stilling',
      body: 'Gyldig politiattest må fremlegges før tiltredelse. Vi søker vernepleier, fast stilling. Søknadsfrist 1. april.',
    },
    acts: [],
  },
  {
    name: 'the sheltered address of a named woman',
    mail: {
      subject: 'Lås',
      body: 'Fatima Hassan bor på skyddat boende, skyddad adress: Ekvägen 4. Byt lås på torsdag.',
    },
    acts: ['protected-identity', 'social-services'],
  },
  {
    name: 'a register extract line',
    mail: {
      subject: 'Fil',
      body: 'Se fil',
      attachments: [{ name: 'navet.txt', text: '#UP 01001 191212121212\n#UP 01003 J\n#UP 01012 Berg' }],
    },
    acts: ['protected-identity'],
  },
  {
    name: 'error code 6',
    mail: { subject: 'Rapport', body: 'Kode 6 i rapporten betyr feil i filen, kode 7 betyr tomt felt.' },
    acts: [],
  },
  {
    name: 'a family with strictly confidential address',
    mail: {
      subject: 'Skolebytte',
      body: 'Familien har strengt fortrolig adresse. Gutten begynner på ny skole mandag.',
    },
    acts: ['protected-identity'],
  },
  {
    name: 'Danish name and address protection',
    mail: { subject: 'Flytning', body: 'Borgeren har navne- og adressebeskyttelse i et år fra 1. marts.' },
    acts: ['protected-identity'],
  },
  {
    name: 'a marking in the subject',
    mail: { subject: '[Sekretess enl. OSL 26:1] Yttrande', body: 'Hej, se bilaga.' },
    acts: ['secrecy-marking'],
  },
  {
    name: 'a pupil who cannot act in the play because of an illness',
    mail: {
      subject: 'Hej',
      body: 'Elias i 4B kan inte spela huvudrollen i pjäsen, han har fått sin adhd-diagnos och är inlagd på BUP.',
    },
    acts: ['health'],
  },
  {
    name: 'a colleague who is in hospital and has a part in the play',
    mail: { subject: 'Lørdag', body: 'Anna Berg kan ikke være med i teaterstykket, hun er innlagt for depresjon.' },
    acts: ['health'],
  },
  {
    name: 'an illness in a mail that also asks for test persons',
    mail: {
      subject: 'Hej',
      body: 'Vi behöver testpersoner till appen. Anna Berg kan inte, hon är sjukskriven för utmattning.',
    },
    acts: ['health'],
  },
  {
    name: 'an illness that is said not to be made up',
    mail: { subject: 'Hei', body: 'Anna Berg er sykmeldt for depresjon. Det er ikke noe oppdiktet.' },
    acts: ['health'],
  },
  {
    name: 'a case of an exercise with no real people',
    mail: {
      subject: 'Övning',
      body: 'Detta är ett övningsfall, inga verkliga personer: Lisa Holm har fått en bipolär diagnos.',
    },
    acts: [],
  },
  {
    name: 'a test person of a system',
    mail: { subject: 'Test', body: 'Testperson Tolvan Tolvansson har diabetes och bor i testmiljön.' },
    acts: [],
  },
  {
    name: 'a letter to all parents that tells of one of the children',
    mail: { subject: 'Hej', body: 'Till alla vårdnadshavare: Elias i 4B har fått adhd-diagnos och går på BUP.' },
    acts: ['health'],
  },
  {
    name: 'a tenant of an old house',
    mail: {
      subject: 'Hej',
      body: 'Huset byggdes 1897–1899. Hyresgästen Anna Berg är sjukskriven för depression sedan mars.',
    },
    acts: ['health'],
  },
  {
    name: 'what happens in a novel',
    mail: {
      subject: 'Bokkveld',
      body: 'Romanen handler om Per som drikker seg i hjel etter at han mister kona i kreft.',
    },
    acts: [],
  },
  {
    name: 'contact hours of a school health team',
    mail: {
      subject: 'kontaktuppgifter',
      body: 'hej, här är våra nr',
      attachments: [
        {
          name: 'kontakter.csv',
          text: 'Funktion\tNamn\tTelefon\tTräffas\nSpecialpedagog, dyslexi\tBo Hagström\t0900-00 205\tmån\nSamtal om mobbning\tIrene Hallén\t0900-00 207\ttis',
        },
      ],
    },
    acts: [],
  },
  {
    name: 'a marking that a course is about',
    mail: { subject: 'Kursspørsmål: unnateke offentlegheit', body: 'Hei, eg har tre spørsmål til kurset torsdag.' },
    acts: [],
  },
  {
    name: 'a marking behind the name of a case',
    mail: { subject: 'Sak 12: unntatt offentlighet', body: 'Hei, se vedlegg.' },
    acts: ['secrecy-marking'],
  },
  {
    name: 'a disclaimer',
    mail: {
      subject: 'Tid',
      body: 'Hej, klockan tio passar.\n\nMvh\nAnna\n\nThis e-mail may contain confidential information. If you are not the intended recipient, delete it.',
    },
    acts: [],
  },
  {
    name: 'a marking in a document header',
    mail: {
      subject: 'Brev',
      body: 'Se vedlegg.',
      attachments: [
        {
          name: 'brev.docx',
          documentHeader: 'Unntatt offentlighet, jf. fvl § 13',
          text: 'Møtet er flyttet til torsdag.',
        },
      ],
    },
    acts: ['secrecy-marking'],
  },
  {
    name: 'what will be marked once it is filled in',
    mail: {
      subject: 'Skjema',
      body: 'Se vedlegg.',
      attachments: [
        {
          name: 'skjema.docx',
          documentHeader: 'Utfylt skjema er unntatt offentlighet, jf. offl. § 13',
          text: 'Navn: ________\nAdresse: ________\nTelefon: ________',
        },
      ],
    },
    acts: [],
  },
  {
    name: 'a sentence about secrecy that a narrow page broke',
    mail: {
      subject: 'Riktlinje',
      body: 'Se bilaga.',
      attachments: [
        {
          name: 'riktlinje.pdf',
          text: 'E-post. Det som sägs här gäller också uppgifter som omfattas av\nsekretess enligt offentlighets- och sekretesslagen.\nLösenord lämnas i en annan kanal.',
        },
      ],
    },
    acts: [],
  },
  {
    name: 'the telephone list of a unit',
    mail: {
      subject: 'uppdaterad telefonlista',
      body: 'Hej, här kommer den nya listan till er reception.\n/Rose-Marie',
      attachments: [
        {
          name: 'lista.csv',
          text: 'Namn\tFunktion\tTelefon\nAnders Hjelte\tVåld i nära relationer\t0999-12 34 10\nCamilla Tesfaye\tMissbruk och beroende\t0999-12 34 11\nGustav Thor\tEkonomiskt bistånd\t0999-12 34 12',
        },
      ],
    },
    acts: [],
  },
  {
    name: 'the duty roster of an out-of-hours clinic',
    mail: {
      subject: 'Vaktliste',
      body: 'Liste til tavla.',
      attachments: [
        {
          name: 'vaktliste.csv',
          text: 'Dato\tDag\tKveld\tBakvakt\n16.03\tDr. Helle Rustad\tDr. Amir Nasser\tKommuneoverlegen\n19.03\tLIS1 Kaja Eng\tDr. Jon Vik\tPsykiatrisk vakttlf 00 00 00 00\n20.03\tDr. Amir Nasser\tLIS1 Kaja Eng\tOvergrepsmottak 00 00 00 11',
        },
      ],
    },
    acts: [],
  },
  {
    name: 'a decision that says how to appeal',
    mail: {
      subject: 'Beslut',
      body: 'Hej Gerd Sandahl,\n\nVi har idag avslagit din ansökan om parkeringstillstånd. Enligt läkarintyget har du artros i båda knäna och KOL men bedöms kunna gå 200 meter. Du kan överklaga inom tre veckor.\n\nHälsar Rasmus Ehn',
    },
    acts: ['health'],
  },
  {
    name: 'a list of clients with their telephones',
    mail: {
      subject: 'lista',
      body: 'Hej, här kommer listan.\n/Rose-Marie',
      attachments: [
        {
          name: 'lista.csv',
          text: 'Namn\tInsats\tHandläggare\tTelefon\nAnders Hjelte\tMissbruksbehandling\tEva Ek\t0999-12 34 10\nCamilla Tesfaye\tEkonomiskt bistånd\tEva Ek\t0999-12 34 11',
        },
      ],
    },
    acts: ['social-services'],
  },
  {
    name: 'a poster that lists what must not be sent',
    mail: {
      subject: 'Plakat',
      body: 'Dette skal aldri i vanlig e-post:\n- fødselsnummer\n- diagnose, medisiner, sykmelding\n- barnevern, gjeld, foreldretvist\n- mistanke, siktelse, dom\n- hemmelig adresse\n\nHilsen personvernombudet',
    },
    acts: [],
  },
  {
    name: 'a password beside its file',
    mail: {
      subject: 'Fil',
      body: 'Hej, filen är krypterad. Lösenordet är Sommar2026!',
      attachments: [{ name: 'fil.zip' }],
    },
    acts: ['password-in-clear'],
  },
  {
    name: 'a salary list',
    mail: {
      subject: 'Löner',
      body: 'Bifogar listan.',
      attachments: [{ name: 'lon.xlsx', text: 'Namn\tLön\nAnna Vik\t32000\nPer Lund\t31000' }],
    },
    acts: [],
  },
  {
    name: 'a payslip with sick pay and union fee',
    mail: {
      subject: 'Lönespecifikation',
      body: 'Lönespecifikation Anna Vik\nSjukavdrag 2 dagar, sjuklön\nFackavgift Kommunal 320 kr\nsjukskriven 50 %',
    },
    acts: ['health', 'trade-union'],
  },
  {
    name: 'a property in a public permit',
    mail: { subject: 'Bygglov', body: 'Bygglov för fastigheten Motala Bråta 1:23 har beviljats.' },
    acts: [],
  },
  {
    name: 'a refused assistance under a case number',
    mail: { subject: 'SN 2024:123', body: 'Försörjningsstöd: avslag på ansökan, se beslut i ärende SN 2024:123.' },
    acts: ['social-services'],
  },
  {
    name: 'an answer that repeats nothing',
    mail: { subject: 'Sv: Fråga', body: 'Hej Anna! Ring oss på måndag så pratar vi vidare.' },
    acts: [],
  },
  {
    name: 'a consent form that nobody has filled in',
    mail: {
      subject: 'Samtykkeskjema',
      body: 'Hei, her er nytt skjema som dere kan kopiere opp til 7. trinn.\n\nGro',
      attachments: [
        {
          name: 'samtykke.docx',
          text: 'Samtykke til vaksinasjon\nBarnets navn: ________________\nHar barnet hatt alvorlig reaksjon på vaksine tidligere? Ja / Nei\nBruker barnet medisiner? Hvilke: ______________\nHar barnet sykdommer vi bør vite om? ______________\nUnderskrift: ____________',
        },
      ],
    },
    acts: [],
  },
  {
    name: 'the same form filled in',
    mail: {
      subject: 'Samtykkeskjema',
      body: 'Hei, her er skjemaet.\n\nGro',
      attachments: [
        {
          name: 'samtykke.docx',
          text: 'Samtykke til vaksinasjon\nBarnets navn: Jonas Moen\nHar barnet hatt alvorlig reaksjon på vaksine tidligere? Ja, anafylaktisk sjokk\nBruker barnet medisiner? Hvilke: insulin for diabetes type 1\nHar barnet sykdommer vi bør vite om? ______________\nUnderskrift: ____________  Dato: ____________',
        },
      ],
    },
    acts: ['health'],
  },
  {
    name: 'the template of a refusal',
    mail: {
      subject: 'Mall',
      body: 'Hej, första mallen enligt kravlistan bifogas.\n\nJonna',
      attachments: [
        {
          name: 'mall.txt',
          text: 'Hej {fornamn} {efternamn}!\n\nDin ansökan om ekonomiskt bistånd för {manad} har avslagits enligt socialtjänstlagen.\nDu har samtidigt erbjudits kontakt med beroendeenheten.\nDu kan överklaga senast {datum}.\n\n{handlaggare}',
        },
      ],
    },
    acts: [],
  },
  {
    name: 'the letter that was made of it',
    mail: {
      subject: 'Beslut',
      body: 'Hej, se bilagan.\n\nJonna',
      attachments: [
        {
          name: 'beslut.txt',
          text: 'Hej Maja Lindkvist!\n\nDin ansökan om ekonomiskt bistånd för mars har avslagits enligt socialtjänstlagen.\nDu har samtidigt erbjudits kontakt med beroendeenheten.\nDu kan överklaga senast den 3 april.\n\n{handlaggare} {enhet} {telefon}',
        },
      ],
    },
    acts: ['social-services'],
  },
];

describe('the shipped lists', () => {
  test('load without a problem', () => expect(loadDetectorData(PACKAGE_RULES).problems).toEqual([]));
});

describe('detect() in the situations of municipal mail', () => {
  test.each(SITUATIONS.map((s) => [s.name, s] as const))('%s', (_name, situation) => {
    expect(acting(situation.mail)).toEqual(expect.arrayContaining([...situation.acts]));
    if (situation.acts.length === 0) expect(acting(situation.mail)).toEqual([]);
  });
});
