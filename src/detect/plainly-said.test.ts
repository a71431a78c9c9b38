/** What is said plainly of somebody by name, in texts that are about something else; texts are invented. */
import { describe, expect, test } from 'vitest';
import { acting, type Situation } from '../testing/acting.ts';

const CONVICTED = 'Erik Lund dömdes för misshandel av sin sambo och avtjänar fängelse.';
const TAKEN_INTO_CARE = 'Barnevernet har overtatt omsorgen for Jonas Berg etter en bekymringsmelding.';
const ENROLLED = 'Mette Hansen er dømt for vold mod sin samlever og afsoner nu i fængsel.';

const FOUND: readonly Situation[] = [
  {
    name: 'a postscript below the signature',
    mail: { subject: 'Hej', body: `Hej Eva,\n\nVi ses på torsdag.\n\nMvh\nKarin Ek\n08-123 45 67\n\nPS. ${CONVICTED}` },
    acts: ['criminal'],
  },
  {
    name: 'an older mail below the signature, with a head that nobody knows',
    mail: {
      subject: 'SV: Hei',
      body: `Hei,\n\ntakk for hjelpen.\n\nVennlig hilsen\nKari Ek\n\n----- Opprinnelig -----\n${TAKEN_INTO_CARE}`,
    },
    acts: ['social-services'],
  },
  {
    name: 'an enclosure behind the letter it belongs to',
    mail: {
      subject: 'Underlag',
      body: 'Se bilagan.',
      attachments: [
        {
          name: 'brev.docx',
          text: `Hej,\n\nvi återkommer.\n\nMed vänlig hälsning\nKarin Ek\n\nBilaga 1\n\n${CONVICTED}`,
        },
      ],
    },
    acts: ['criminal'],
  },
  {
    name: 'a subject that names a kind of paper',
    mail: { subject: 'Blankett', body: `Hej,\n\n${CONVICTED}\n\nMvh Karin` },
    acts: ['criminal'],
  },
  {
    name: 'a notification of an e-service',
    mail: {
      subject: 'Melding fra e-tjeneste',
      body: `Nytt innspill er registrert.\n\nBeskrivelse: ${TAKEN_INTO_CARE}\n\nDenne meldingen kan ikke besvares.`,
    },
    acts: ['social-services'],
  },
  {
    name: 'one point of the minutes, beside boars that were put down',
    mail: {
      subject: 'Protokoll',
      body: `Miljönämnden, protokoll\nBeslutande: Ulf Tängman (L), Kjell Ring (S)\n§ 71 Delegationsbeslut anmäls.\n§ 73 Gödselplattan är sprucken. Lantbrukaren Yngve Kolthoff har yttrat sig. ${CONVICTED}\n§ 74 Vildsvin i tätort. Ett djur avlivades på en innergård.\n§ 75 Budget 2027. Kjell Ring (S) yrkar återremiss.`,
    },
    acts: ['criminal'],
  },
  {
    name: 'a convict in a magazine',
    mail: {
      subject: 'Nyhedsbrev december',
      body: `Kære læsere\n\nDET SKER\n4/12 banko\n13/12 julegudstjeneste\n\nNYT FRA HUSET\n${ENROLLED}\n\nDu får nyhedsbrevet, fordi du abonnerer. Afmeld her.`,
    },
    acts: ['criminal'],
  },
];

const PASSED: readonly Situation[] = [
  {
    name: 'a signature with a sentence about the office',
    mail: {
      subject: 'Möte',
      body: 'Hej,\n\nvi ses.\n\nMvh\nKarin Ek, kurator på beroendemottagningen\nBUP och socialtjänsten i samverkan för barn och unga i hela länet sedan 2010.',
    },
    acts: [],
  },
  {
    name: 'a revue in one point of the minutes and illness as a topic in another',
    mail: {
      subject: 'Referat',
      body: 'Referat fra borgermøde\n1. Velkomst ved Karen Elkjær\n2. Demens: ny vejledning for pårørende, oplæg ved Lone Skaarup\n3. Revyen hedder "Gal i Hvidbjerg"\n4. Eventuelt',
    },
    acts: [],
  },
  {
    name: 'a subscribed newsletter that asks for foster homes',
    mail: {
      subject: 'Nyhetsbrev',
      body: 'Akkurat nå venter 14 barn på fosterhjem. Noen har opplevd vold og rus.\n\nKom på åpent møte, ordfører Kari Nes ønsker velkommen.\n\nDu får denne e-posten fordi du abonnerer. Meld deg av her.',
    },
    acts: [],
  },
  {
    name: 'cases of a course that say in their title that all persons are invented',
    mail: {
      subject: 'Cases',
      body: 'Se bilaget.',
      attachments: [
        {
          name: 'cases.txt',
          text: 'Cases til praktikdag 3 (alle personer er opdigtede)\n\nCase A\nGerda Holm, 89 år, har Alzheimers sygdom og slår, når hun skal i bad.\n\nHvad er magtanvendelse?',
        },
      ],
    },
    acts: [],
  },
];

describe('said plainly amid something else', () => {
  test.each(FOUND)('$name is found', ({ mail, acts }) => {
    expect(acting(mail)).toEqual(expect.arrayContaining([...acts]));
  });

  test.each(PASSED)('$name passes', ({ mail }) => {
    expect(acting(mail)).toEqual([]);
  });
});
