/** People in lists, records and notes that tell by a word or two; and lists, records and notes that are about nobody. Texts are invented. */
import { describe, expect, test } from 'vitest';
import { acting } from '../testing/acting.ts';

const actsOn = (subject: string, body: string): boolean => acting({ subject, body }).length > 0;
/** Rows with '|' between the cells. */
const actsOnTable = (rows: string, subject = 'Lista'): boolean =>
  acting({ subject, body: 'Se bilaga.', attachments: [{ name: 'blad.csv', text: rows.replaceAll('|', '\t') }] })
    .length > 0;

describe('a list of those who are given a service', () => {
  test.each([
    ['Underlag', 'underlag för fakturering av oktober:\n\nElin Storm, gruppbostad\nKarl Lund, korttidsboende 4 dygn'],
    ['Faktura', 'Faktura avser: Elin Storm, gruppbostad Ekbacken, oktober 2026\nBelopp 41 200 kr'],
    ['Faktura', 'Kundens namn: Elin Storm\nAvser: hemtjänst oktober, 34 timmar'],
    ['Kørsel', 'Kørselsliste uge 12\nMette Krogh, bosted, kl. 8.15\nJens Dahl, bosted, kl. 8.30'],
    ['Egenandeler', 'Hei, egenandel praktisk bistand:\nIngrid Haugen 6 timer\nArne Solberg 4 timer'],
    ['Skjuts', 'Skjuts daglig verksamhet v 14:\n08.00 Linda Åberg, Björkvägen 2\n08.15 Tomas Ring, Ekgatan 4'],
    ['Oversigt', 'Oversigt over beboere\nInger Madsen, plejehjem Solgården\nPoul Lauridsen, plejehjem Solgården'],
    ['Timer', 'Navn: Lone Friis\nYdelse: hjemmepleje 4 timer pr. uge'],
    ['Faktura', 'Avser Linnea Hall, ledsagarservice 12 h, mars'],
    ['Lista', 'Hej, listan över våra brukare:\nSven Ahl, demensboende\nGreta Bohm, demensboende'],
  ])('%s: %j', (subject, body) => {
    expect(actsOn(subject, body)).toBe(true);
  });

  test.each([
    ['Kund|Artikel|Antal|Pris\nElin Storm|Gruppbostad dygn|31|1 200'],
    ['Navn|Type|Timer\nOla Nes|BPA|34\nPer Lie|Avlastning|8'],
    ['Navn|Tiltak|Antall døgn\nJonas Vik|Omsorgsbolig|12'],
  ])('in a table: %j', (rows) => {
    expect(actsOnTable(rows)).toBe(true);
  });

  test.each([
    ['Anst.nr|Namn|Lön|Medlem i\n40112|Jörgen Flink|51200|Vision\n40125|Anders Berg|31900|Kommunal'],
    ['Navn|Stilling|Medlem af\nJørgen Lind|Lærer|DLF\nBodil Krogh|Pædagog|BUPL'],
  ])('of what they belong to, by the head of the column: %j', (rows) => {
    expect(actsOnTable(rows)).toBe(true);
  });

  test('of what is delivered to whom, it is none', () => {
    expect(actsOnTable('Nr|Namn|Belopp|Leverans\n1|Jörgen Flink|51200|Vision\n2|Admir Basic|31900|Kommunal')).toBe(
      false,
    );
  });

  test.each([
    ['Nya chefer', 'Våra nya enhetschefer:\nElin Storm, gruppbostad\nKarl Lund, hemtjänst'],
    ['Vikarer', 'Vikarer i avlastning:\nIngrid Haugen 12 t\nArne Solberg 8 t'],
    ['Faktura', 'Faktura 2231, hemtjänst oktober, 400 tim.\nMvh\nLinda Åberg, hemtjänst'],
    ['Faktura', 'Reservdelar till Gruppbostad Ekbacken, märk: Linda Åberg'],
    ['Faktura', 'Arbetskläder, faktura:\nLinda Åberg, hemtjänst, 2 byxor\nTomas Ring, hemtjänst, 1 jacka'],
    ['Utlägg', 'Utlägg oktober:\nLinda Åberg, hemtjänst, 240 kr\nTomas Ring, gruppbostad, 120 kr'],
    ['Semester', 'Semesterdagar kvar:\nLinda Åberg, hemtjänst, 12 dagar\nTomas Ring, gruppbostad, 5 dagar'],
    ['Arbeid', 'Uke 12:\nOla Nes, avlastning, 34 t\nKari Moen, bofellesskap, 28 t'],
    ['Fakturor', 'Fakturor kontrolleras av\nLinda Åberg, hemtjänst\nTomas Ring, gruppbostad'],
    ['Faktura', 'Kund: Linda Åberg\nAvser: kontorsmaterial till hemtjänsten'],
    ['Avtal', 'Avtalspart: Omsorg Norr AB\nNamn: Linda Åberg\nTjänst: gruppbostad'],
    ['Ny kontaktman', 'Boende på Ekgården får ny kontaktman:\nElin Storm, gruppbostad, från 1 maj'],
    ['Kunder', 'Kunder: Attendo (hemtjänst), Humana (gruppbostad). Säljare: Linda Åberg.'],
    ['Priser', 'Gruppbostad 1 200 kr/dygn\nKorttidsboende 1 900 kr/dygn\nHemtjänst 400 kr/tim'],
  ])('is not one of staff, houses or things: %s: %j', (subject, body) => {
    expect(actsOn(subject, body)).toBe(false);
  });

  test.each([
    ['Namn|Enhet|Telefon\nElin Storm|Gruppbostad Ekbacken|0500-12 34\nMona Ek|Demensboendet|0500-12 36'],
    ['Namn|Arbetsplats\nElin Storm|Demensboendet Linden\nKarl Lund|Psykosvården'],
    ['Navn|Arbejdssted\nMette Krogh|Demenscentret\nJens Dahl|Misbrugscentret'],
    ['Ansatt|Avdeling|Timer\nOla Nes|Avlastning|34'],
    ['Namn|Verksamhet|Timmar\nLinda Åberg|Hemtjänst|12'],
    ['Navn|Tjeneste|Antall\nOla Nes|Hjemmetjeneste|1'],
  ])('a table of staff: %j', (rows) => {
    expect(actsOnTable(rows)).toBe(false);
  });

  test.each([
    ['Namn|Enhet|Diagnos\nElin Storm|Norra skolan|ADHD'],
    ['Namn|Enhet|Orsak\nElin Storm|Hemtjänst|utmattning'],
    ['Namn|Avdelning|Telefon\nElin Storm|ADHD, depression|0500-1'],
  ])('units beside what is told of somebody: %j', (rows) => {
    expect(actsOnTable(rows)).toBe(true);
  });
});

describe('a record', () => {
  test.each([
    ['Namn|Anna Berg\nDiagnos|ADHD\nSkola|Ekskolan'],
    ['|Ola Nes|Kari Moen\nKlasse|3A|4B\nDiagnose|ADHD|autisme'],
    ['Fornavn|Mette\nEfternavn|Krogh\nDiagnose|skizofreni\nMedicin|Abilify'],
    ['Uppgift|Värde\nSökande|Elin Storm\nAdress|Ekvägen 3\nInsats|försörjningsstöd'],
    ['Elev|Anna|Karl\nDiagnos|ADHD|Asperger\nAnpassning|lugnt rum|hörselkåpor'],
    ['Journal|\nNavn:|Ola Nes\nDiagnose:|demens'],
    ['Ola Nes||\nDiagnose|ADHD|\nMedisin|Ritalin|'],
    ['Namn|Xhuljana Qirjazi\nDiagnos|epilepsi'],
  ])('in a table turned round: %j', (rows) => {
    expect(actsOnTable(rows)).toBe(true);
  });

  test.each([
    ['Kurs|ADHD i klassrummet\nFöreläsare|Anna Berg\nLokal|Aulan'],
    ['Ansvarig|Anna Berg|Karl Lund\nOmråde|missbruk|psykiatri'],
    ['Fält|Betydelse\nNamn|elevens namn\nDiagnos|t.ex. ADHD'],
    ['Namn: Linda Åberg|Adress: Psykiatrihuset\nTelefon: 0500|Ärende: ADHD-dagen'],
    ['Navn|Demensforeningen\nAdresse|Bakken 1\nLeder|Ola Nes'],
    ['Fält|Exempel\nNamn|Anna Andersson\nDiagnos|ADHD'],
    ['|Linda Åberg|Tomas Ring\nTelefon|iPhone|Nokia\nAdress|Rådhuset|Psykiatrihuset'],
  ])('is not a table of work, courses or fields: %j', (rows) => {
    expect(actsOnTable(rows)).toBe(false);
  });

  test.each([
    ['Elev', 'Namn | Anna Berg\nKlass | 4B\nDiagnos | ADHD, dyslexi'],
    ['Bruker', 'Navn;Ola Nes\nDiagnose;demens\nTjeneste;hjemmesykepleie'],
    ['Skema', 'Navn: Mette Krogh\nAdresse: Bakken 1\nDiagnose: astma og ADHD\nMedicin: Ritalin'],
    ['Dokument', 'Elevens navn\nJonas Vik\n\nVansker\nADHD og dysleksi'],
    ['Dokument', 'Namn:\nXhuljana Qirjazi\nFunktionsnedsättning:\nMS'],
    ['Blankett', 'Namn: Anna Andersson\nPersonnummer:\nFunktionsnedsättning: MS, stroke 2024\nUnderskrift: Anna'],
  ])('in lines, whatever the form is called: %s: %j', (subject, body) => {
    expect(actsOn(subject, body)).toBe(true);
  });

  test.each([
    ['Mall', 'Exempel på ifylld blankett:\nNamn: Anna Andersson\nDiagnos: ADHD\nInsats: boendestöd'],
    ['Skjema', 'Slik fyller du ut skjemaet:\nNavn: Kari Nordmann\nDiagnose: epilepsi\nMedisin: Orfiril'],
    ['Blanket', 'Navn: Test Testesen\nDiagnose: ADHD\nMedicin: Ritalin'],
    ['Dokument', 'Namn\nDiagnos\nMedicin'],
    ['Dokument', 'Kontakt\nLinda Åberg\nDiagnoser\nADHD, autism'],
    ['Dokument', 'Namn\nNorra Skolan\nDiagnos\nAntal elever med ADHD: 12'],
    ['Reise', 'Navn: Arne Solberg\nÅrsak: konferanse om selvmordsforebygging\nBeløp: 400 kr'],
    ['Prosjekt', 'Navn på kontakt: Arne Solberg\nTiltak: selvmordsforebygging i kommunen'],
  ])('is not an example, nor a journey: %s: %j', (subject, body) => {
    expect(actsOn(subject, body)).toBe(false);
  });
});

describe('a note in half words', () => {
  test.each([
    ['Nils E 7A: självskada, BUP akut, mamma inf.'],
    ['Kalle S 5A – autism misst, utr påb, vh inf'],
    ['Mikkel P 3.a: ADHD-udr. i gang, PPR inde over'],
    ['Emma, 14: overdose, AMB, foreldre varslet'],
    ['Per L 4B: epi-anfall x2, buccolam givet, mor inf.'],
    ['Sara M: sjukskr 100 % t.o.m. 30/4, utmattn.'],
    ['Moa S 6B: orosanmälan gjord, soc kont.'],
  ])('is about whom it opens with: %j', (body) => {
    expect(actsOn('Notat', body)).toBe(true);
  });

  test.each([
    ['Arne: lage plakat om selvmordsforebygging\nIngrid: kontakte NAV om kurs i gjeldsrådgivning'],
    ['Linda Åberg: inf om nya riktlinjer för självskada, BUP kommer i maj'],
    ['Tomas R: remissvar om missbruksvård skickas, soc samordnar'],
    ['Linda Å: BUP-jour v 12, akut självskada ring växeln'],
    ['Per L 4B: matteprov x2, omprov v 12, mor inf.'],
  ])('is not one of what somebody is to do: %j', (body) => {
    expect(actsOn('Notat', body)).toBe(false);
  });
});

describe('whom a mail is about', () => {
  test.each([
    ['Familjen Storm', 'Elin är nöjd med lägenheten och flyttar i maj.'],
    ['Familien Moen', 'Kari er klar til å flytte inn 1. juni.'],
    ['Info', 'Storm har fått träd att falla. Sten är slut i lagret. Per er på kurs om demens.'],
    ['PPR-møde – Mette Krogh indkalder', 'Hej, vi ses tirsdag kl. 10.'],
    ['Barnevernsmøte – Ola Nes innkaller', 'Hei, vi møtes tirsdag kl. 10.'],
    ['SIP-möte, Karl Lund kallar', 'Vi ses tisdag.'],
    ['Podd', 'I veckans avsnitt: psykiatern Lena Falk om utmattning och överläkare Per Sand om psykoser.'],
    ['Övning', 'Övningsexempel till torsdag:\nAhmed, 15 år, har ADHD och har börjat röka hasch. Pappan slår honom.'],
    ['Case', 'Øvelse 2. Caset er opdigtet: Emil, 10 år, bliver slået af sin far og har angst.'],
    ['Case', 'Casen er oppdiktet. Sofie, 13 år, selvskader og moren ruser seg. Hva gjør du?'],
  ])('is not its caller, its speaker, a family alone or somebody invented: %s: %j', (subject, body) => {
    expect(actsOn(subject, body)).toBe(false);
  });

  test.each([
    ['Familjen Storm', 'Vi var där i går. Elin är utmattad och gråter mycket, hon klarar inte barnen.'],
    ['Info', 'Hei! Per er blitt dement og finner ikke veien hjem.'],
    ['Info', 'Hej! Stig har börjat dricka igen.'],
    ['Info', 'Bo er blevet indlagt med en depression.'],
    ['SIP-möte Karl Lund', 'Vi ses tisdag.'],
    ['SIP-möte Karl Lund – Anna kallar', 'Vi ses tisdag.'],
    ['Barnevernsmøte Ola Nes', 'Hei, møtet er tirsdag kl. 10 hos oss.'],
    ['Läkare', 'Överläkare Per Sand har skrivit att Elin Storm är psykotisk.'],
    ['Møte', 'Jonas er innkalt til avhør for vold på tirsdag.'],
    ['Case', 'Case 3 är färdigt. Fatima Ali, 14 år, har slutat gå till skolan och skär sig. Hennes mamma dricker.'],
  ])('is told all the same: %s: %j', (subject, body) => {
    expect(actsOn(subject, body)).toBe(true);
  });
});

test.each(['Elev|Personnummer\nAnna Berg|811218-9875', 'Elev||Personnummer\nAnna|Berg|811218-9875'])(
  "names beside a number that is nobody's are not held as hidden: %j",
  (rows) => {
    expect(actsOnTable(rows)).toBe(false);
  },
);

test('who hides in everyday words is held', () => {
  expect(
    acting({ subject: 'Inflytt', body: 'Linda har skyddade uppgifter, adressen får inte komma ut till någon.' }),
  ).toContain('protected-identity');
});
