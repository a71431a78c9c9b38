/** Mails about somebody that look much like forms, rosters and printed markings, which are about nobody; texts are invented. */
import { describe, expect, test } from 'vitest';
import { acting, type Situation } from '../testing/acting.ts';

const SITUATIONS: readonly Situation[] = [
  {
    name: 'a form about somebody whose name no list has, ready to be signed',
    mail: {
      subject: 'Underlag',
      body: 'Hej, se bilagan.\nMvh Karin',
      attachments: [
        {
          name: 'anmalan.docx',
          text: 'Anmälan om oro\nBarnets namn\nZyanya Qirjazi\nAdress\n____________\nVad är du orolig för?\nBarnet far illa i hemmet, pappan slår henne och hon har blåmärken.\nAnmälare\n____________\nTelefon\n____________',
        },
      ],
    },
    acts: ['social-services'],
  },
  {
    name: 'a form with ticks and no name',
    mail: {
      subject: 'Underlag',
      body: 'Hej, se bilagan.\nMvh Karin',
      attachments: [
        {
          name: 'anmalan.docx',
          text: 'Anmälan\n☒ fysisk misshandel ☐ missbruk ☐ försummelse ☐ annat\nBarnet: pojke, årskurs 4 Björkskolan\nPojken kom till skolan med blåmärken i ansiktet och berättade att pappan slår honom. Socialtjänsten har gjort orosanmälan.',
        },
      ],
    },
    acts: ['criminal', 'health', 'social-services'],
  },
  {
    name: 'a decision in a template with leftovers, to a name that no list has',
    mail: {
      subject: 'Underlag',
      body: 'Hej, se bilagan.\nMvh Karin',
      attachments: [
        {
          name: 'beslut.docx',
          text: 'Hej Ngozi Adichukwu!\n\nDin ansökan om ekonomiskt bistånd har avslagits enligt socialtjänstlagen.\nDu har samtidigt erbjudits kontakt med beroendeenheten.\n\n{handlaggare} {enhet} {telefon}',
        },
      ],
    },
    acts: ['social-services'],
  },
  {
    name: 'a letter with the pictures of a signature below',
    mail: {
      subject: 'Hej',
      body: 'Barnet lider av anorexia och vårdas enligt LVU.\n\n[image]\n[Ekstad kommun]\n[Facebook]\n[Instagram]',
    },
    acts: ['health', 'social-services'],
  },
  {
    name: 'a form that tells of a girl without naming her',
    mail: {
      subject: 'Underlag',
      body: 'Hej, se bilagan.',
      attachments: [
        {
          name: 'anmalan.docx',
          text: 'Namn: ________\nAdress: ________\nFlickan far illa i hemmet, pappan slår henne och hon har blåmärken.\nTelefon: ________',
        },
      ],
    },
    acts: ['social-services'],
  },
  {
    name: 'what the night watch wrote about those in their care',
    mail: {
      subject: 'Natten',
      body: 'Hej, se bilagan.',
      attachments: [
        {
          name: 'natt.csv',
          text: 'Dag\tNattvakt\n1/2\tEva Ek: rum 4 Anna Berg suicidförsök, polis tillkallad, LPT\n2/2\tPer: rum 5 Nils Ek drack, slog Anna Berg igen och fick flytta',
        },
      ],
    },
    acts: ['health'],
  },
  {
    name: 'a list of clients with staff, hours and remarks',
    mail: {
      subject: 'Underlag',
      body: 'Hej, se bilagan.\nMvh Karin',
      attachments: [
        {
          name: 'lista.csv',
          text: 'Namn\tAnsvarig\tTelefon\tKommentar\nAnders Hjelte\tEva Ek\t0999-12 34 10\tmissbruk, på LVM-hem\nCamilla Tesfaye\tEva Ek\t0999-12 34 11\tschizofreni, hemtjänst',
        },
      ],
    },
    acts: ['health'],
  },
  {
    name: 'appointments at a unit, with who meets whom about what',
    mail: {
      subject: 'Underlag',
      body: 'Hej, se bilagan.\nMvh Karin',
      attachments: [
        {
          name: 'lista.csv',
          text: 'Namn\tHandläggare\tTid\tÄrende\nAnders Hjelte\tEva Ek\t10:00\tEkonomiskt bistånd\nCamilla Tesfaye\tEva Ek\t11:00\tMissbruksbehandling\nNils Ekdal\tPer Lund\t13:00\tOrosanmälan barn',
        },
      ],
    },
    acts: ['health', 'social-services'],
  },
  {
    name: 'a journal with times and who wrote it',
    mail: {
      subject: 'Underlag',
      body: 'Hej, se bilagan.\nMvh Karin',
      attachments: [
        {
          name: 'journal.csv',
          text: 'Datum\tTid\tAnteckning\tAnsvarig\n2026-02-01\t10:00\tAnna Berg har diagnosen schizofreni och är inlagd enligt LPT.\tEva Ek\n2026-02-02\t11:00\tAnna Berg drack sprit och slog sin son. Orosanmälan gjord.\tEva Ek',
        },
      ],
    },
    acts: ['health', 'social-services'],
  },
  {
    name: 'a stamp on a form that was filled in',
    mail: {
      subject: 'Underlag',
      body: 'Hej, se bilagan.\nMvh Karin',
      attachments: [
        {
          name: 'beslut.docx',
          documentHeader: 'Unntatt offentlighet, jf. offl. § 13 – utfylt av saksbehandler 02.03.2026',
          text: 'Beslut om plats',
        },
      ],
    },
    acts: ['secrecy-marking'],
  },
  {
    name: 'a filled-in form under a marking in the subject',
    mail: { subject: 'SEKRETESS: ifylld ansökan', body: 'Hej, se bilagan.' },
    acts: ['secrecy-marking'],
  },
  {
    name: 'a marking alone on its line below a long one',
    mail: {
      subject: 'Underlag',
      body: 'Hej, här kommer underlaget som vi talade om på mötet med nämnden i går\nsekretess\nMvh Karin',
    },
    acts: ['secrecy-marking'],
  },
  {
    name: 'a list that tells of a pupil with a hidden address',
    mail: {
      subject: 'Hej',
      body: 'Ny elev börjar måndag:\n- flicka, 9 år\n- klass 3B\n- Hemlig adress\n- modersmål arabiska\n- skolskjuts nej',
    },
    acts: ['protected-identity'],
  },
  {
    name: 'a form without a name because the name is protected',
    mail: {
      subject: 'Underlag',
      body: 'Hej, se bilagan.\nMvh Karin',
      attachments: [
        {
          name: 'inskrivning.docx',
          text: 'Inskrivning\nElevens namn: ________\n*** SKYDDAD FOLKBOKFÖRING ***\nTelefon: ________\nKlass: ________',
        },
      ],
    },
    acts: ['protected-identity'],
  },
  {
    name: 'somebody ill whose dog is spoken of in the words of a vet',
    mail: {
      subject: 'Hei',
      body: 'Per Nes har fått kreft. Han har en kastrert, chipmerket hannhund som må avlives når han legges inn.',
    },
    acts: ['health'],
  },
  {
    name: 'a form of somebody with whoever handles it',
    mail: { subject: 'Underlag', body: 'Namn: Elin Storm\nHandläggare: Per Ek\nInsats: LVU\n' },
    acts: ['social-services'],
  },
];

describe('what is about somebody acts', () => {
  test.each(SITUATIONS)('$name', ({ mail, acts }) => {
    expect(acting(mail)).toEqual(acts);
  });
});
