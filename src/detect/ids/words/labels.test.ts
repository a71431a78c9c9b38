import { describe, expect, it } from 'vitest';
import { read, summary } from '../../../testing/id-runs.ts';

const SE = 'se-personnummer 7808052398';
const SE12 = 'se-personnummer 197808052398';
const NO = 'no-fodselsnummer 17912099997';

describe('labels', () => {
  it.each([
    ['Oppgi fødselsnummer når du ringer: 179120 99997.', `${NO} high`],
    ['De vill ha hennes personnummer som referens, 19780805-2398.', `${SE12} high`],
  ])('%s', (text, expected) => {
    expect(summary(read(text))).toBe(expected);
  });

  it('a telephone number is still one to call', () => {
    expect(read('Ange ärendet när du ringer. Ring 780805 2398.').filter(({ level }) => level !== 'low')).toEqual([]);
  });

  it.each([
    'Personnummer:',
    'personnr',
    'Pers.nr.',
    'persnr',
    'Pnr',
    'P-nr:',
    'p.nr',
    'Barnets personnummer är',
    'födelsenummer',
    'id-nummer',
    'identitetsbeteckning',
    'Person-/organisationsnummer:',
    'Personnr/Orgnr:',
    'Org.nr/personnr:',
    'Vårdnadshavarpersonnummer',
    'personal identity number',
    'social security number',
    'SSN',
    'pnr=',
    'Person\u00adnummer',
    'persnnumer',
    'peronnummer',
    'personal code',
    'PersonCivilRegistrationIdentifier',
    '{"personalIdentifier":"',
    'coord_nr:',
  ])('%s makes ten bare digits high', (label) => {
    expect(summary(read(`${label} 7808052398`))).toBe(`${SE} high`);
  });

  it.each([
    'Fødselsnummer:',
    'fødselsnr.',
    'fnr',
    'f.nr.',
    'personnummer',
    'Foedselsnummer',
    'D-nummer',
    'hjelpenummer',
  ])('%s makes eleven digits high', (label) => {
    expect(summary(read(`${label} 17912099997`, { country: 'no' }))).toBe(`${NO} high`);
  });

  it.each([
    ['CPR-nr.: 0707031298', 'dk-cpr 0707031298 high'],
    ['CPR 251248-9996', 'dk-cpr 2512489996 medium'],
    ['henkilötunnus 131052-308T', 'fi-hetu 131052-308T high'],
    ['henk.tunnus 131052-308T', 'fi-hetu 131052-308T high'],
    ['131052 - 308T (hlötunnus)', 'fi-hetu 131052-308T high'],
    ['Kennitala: 1201603389', 'is-kennitala 1201603389 high'],
    ['kt. 120160-3399', 'is-kennitala 1201603399 medium'],
    ['kerfiskennitala 812016-3399', 'is-kennitala 8120163399 medium'],
    ['D-nr. 52905200100', 'no-d-nummer 52905200100 high'],
    ['FH-nummer 95367880318', 'no-fh-nummer 95367880318 high'],
    ['DUF-nummer 201812345604', 'no-duf-nummer 201812345604 high'],
    ['reservnummer 22950606FH20', 'se-reservnummer 22950606FH20 high'],
    ['reservnr 19810829-M071', 'se-reservnummer 19810829M071 high'],
    ['interimsnummer 20000101-T220', 'se-interimsnummer 20000101T220 high'],
    ['erstatnings-CPR 670703-1298', 'dk-erstatnings-cpr 6707031298 medium'],
    ['erstatningspersonnummer 010190-KOT1', 'dk-erstatnings-cpr 010190KOT1 medium'],
    ['fødselsnummer 30108299939', 'no-fodselsnummer 30108299939 medium'],
    ['personnummer 780805-2399', 'se-personnummer 7808052399 low'],
  ])('%s', (text, expected) => {
    expect(summary(read(text))).toBe(expected);
  });

  it.each([
    '251248-9996',
    '812016-3399',
    '120160-3399',
    '95367880318',
    '201812345604',
    '22950606FH20',
    '670703-1298',
    '30108299939',
  ])('%s is nothing without its keyword', (text) => {
    expect(read(`Vi skickar ${text} i morgon`)).toEqual([]);
  });

  it.each(['född', 'Patient', 'brukare', 'eleven', 'født', 'pasient', 'syntynyt'])(
    '%s lifts medium, low only from directly before it',
    (word) => {
      expect(summary(read(`${word} 780805-2398`))).toBe(`${SE} high`);
      expect(summary(read(`${word} 7808052398`))).toBe(`${SE} medium`);
      expect(summary(read(`${word} och bilen 7808052398`))).toBe(`${SE} low`);
    },
  );

  it.each([
    'Telefon:',
    'tfn',
    'Mobil',
    'OCR-nummer',
    'bankgiro',
    'Kontonr',
    'IBAN',
    'fakturanr',
    'Faktura',
    'Ordernummer:',
    'kundnr',
    'dnr',
    'Diarienummer',
    'ärendenr',
    'saksnr',
    'Org.nr',
    'organisationsnummer',
    'ticket',
    'batch',
    'Avtalsnummer',
    'polisnr',
    'puh.',
    'customer no',
    'purchase order number',
    'Hyllplats',
  ])('%s hides what follows', (label) => {
    expect(read(`${label} 780805-2398`)).toEqual([]);
    expect(read(`${label} 197808052398`)).toEqual([]);
  });

  it.each(['en person mer', 'Person-mer', 'sommer', '12 permer', 'persienner', 'coord no', 'GPS coord nr'])(
    '%s is no word for the number of a person',
    (words) => {
      expect(read(`${words} 7808052398`).filter(({ level }) => level !== 'low')).toEqual([]);
    },
  );

  it.each([
    'orderId=197808052398&qty=3',
    '{"deviceId":"197808052398","type":"sensor"}',
    'meterId=197808052398',
    '{"serialNumber":"197808052398"}',
    'serialNumber: 197808052398',
    'serialNumber=197808052398 model=X1',
    'device serialNumber=197808052398',
    'Phone: 12829499914',
    'Hotel phone number is 12829499914',
    'Växeln: 197808052398',
  ])('%s is the number of a thing', (text) => {
    expect(read(text)).toEqual([]);
  });

  it.each([
    'serialNumber=197808052398,cn=Kent Test,c=SE',
    'SERIALNUMBER=197808052398, CN=Kent Test',
    '{"userId":"197808052398"}',
    'externalId=197808052398',
    'Telefon saknas, 197808052398',
  ])('%s is the number of a person', (text) => {
    expect(summary(read(text))).toBe('se-personnummer 197808052398 medium');
  });

  it.each(['"external_id": "', 'user_id=', 'subject_id: '])('%s may be a person with a hyphen', (key) => {
    expect(summary(read(`${key}780805-2398`))).toBe(`${SE} medium`);
  });

  it.each(['Potilasnro', 'Henkilönumero:', 'Hlönro', 'Asiakasnro:', 'Jäsennro'])(
    '%s does not hide a hetu with a letter',
    (label) => {
      expect(read(`${label} 131052-308T`).map(({ level }) => level)).toEqual(['medium']);
    },
  );

  it.each(['Asiakasnro', 'Laskunro:', 'Tilausnumero'])('%s hides ten digits', (label) => {
    expect(read(`${label} 7808052398`)).toEqual([]);
  });

  it('the nearest word wins, and a word for another number does not act to the right', () => {
    expect(summary(read('Telefon 08-123 456 78, personnummer 7808052398'))).toBe(`${SE} high`);
    expect(read('Personnummer saknas, telefon 7808052398')).toEqual([]);
    expect(summary(read('780805-2398, telefon i morgon'))).toBe(`${SE} medium`);
    expect(summary(read('7808052398 (personnummer)'))).toBe(`${SE} high`);
  });

  it('a word for another number ends with its sentence, its line and its own number', () => {
    expect(summary(read('Ring på telefon. Anna har 780805-2398'))).toBe(`${SE} medium`);
    expect(summary(read('Telefon: 08-123 456 78\n780805-2398'))).toBe(`${SE} medium`);
    expect(summary(read('tfn 08-123 456 78, 780805-2398'))).toBe(`${SE} medium`);
    expect(summary(read('Faktura avseende vård för 780805-2398'))).toBe(`${SE} medium`);
    expect(summary(read('Ref: Anna Svensson 780805-2398'))).toBe(`${SE} medium`);
    expect(read('Ref: Anna Svensson 197808052398')).toEqual([]);
  });

  it.each([
    'Bilaga nr 3, 780805-2398, Bo Lund',
    'Ärende nr 12/2026, 780805-2398, Bo Lund',
    'Stol nr 3 780805-2398',
    'Spår nr 4 7808052398 Bo Lund',
    'F.DATUM NR: 780805-2398',
    'NAMN  F.DATUM  SKOLA\nLUND BO  780805-2398  EKSKOLAN',
    'NAMN  DATUM  SKOLA\nLUND BO  780805-2398  EKSKOLAN',
    'Namn;Datum\nBo Lund;780805-2398',
    'NR   NAMN      F.DATUM NR   SKOLA\n001  LUND BO   780805-2398  EKSKOLAN',
    'NR  NAMN                 F.DATUM NR   SKOLA\n001 LUND BO              780805-2398 EKSKOLAN',
  ])('%j: the word has had its own number, or is one for a day', (text) => {
    expect(summary(read(text))).toContain(`${SE} medium`);
  });

  it.each([
    ['Kundnummer: 19780805-2398 (ditt personnummer)', 'high'],
    ['Kund nr 19780805-2398, Bo Lund', 'medium'],
    ['Anbud från Bo Lund, org.nr 19780805-2398.', 'medium'],
    ['Kundnummer: 19780805-2398\nBo Lund, Storgatan 4', 'medium'],
  ])(
    '%j: what brackets say, and a name beside a number with its century, count for more than the word',
    (text, level) => {
      expect(summary(read(text))).toBe(`se-personnummer 197808052398 ${level}`);
    },
  );

  it.each([
    'Kundnummer: 780805-2398 (inte personnummer)',
    'Kundnummer: 19780805-2398\nStorgatan 4',
    'Kund nr 19780805-2391, Bo Lund',
    'Kund nr 780805-2398',
    'Order nr 20171123-0951, Bo Lund',
    'Order nr 20240805-2393, Bo Lund',
    'Kundnr 1: 780805-2398',
    'Ordernr 780805-2398, 820103-2391',
    'Namn;Datum\nBo Lund;7808052398',
    'Namn;Datum\nBo Lund;197808052398',
    'Rad;Datum\n1;010101-1212',
  ])('%j is a number of something else', (text) => {
    expect(read(text).filter(({ level }) => level !== 'low')).toEqual([]);
  });

  it('what a number is for does not make it the number of that', () => {
    expect(summary(read('Her personal number for the invoice is 780805-2398'))).toBe(`${SE} high`);
    expect(summary(read('Personnummer till fakturan: 780805-2398'))).toBe(`${SE} high`);
    expect(read('Personnummer behövs inte för anmälan. Fakturan 780805-2398')).toEqual([]);
  });

  it('the number of a picture is low, unless it is called a personal number', () => {
    expect(summary(read('Bilden IMG_197808052398.jpg ligger i mappen'))).toBe(
      `${SE} low`.replace('7808052398', '197808052398'),
    );
    expect(summary(read('Bilden 197808052398.jpg ligger i mappen'))).toBe(
      `${SE} medium`.replace('7808052398', '197808052398'),
    );
  });

  it('the letters of the text decide between two registers with numbers of one shape', () => {
    expect(summary(read('Hej, Bente Ibsen, 270301-2860, har mødt sin nye læge.'))).toBe('dk-cpr 2703012860 medium');
    expect(summary(read('Hej, Berit Ibsen, 270301-2860, har mött sin läkare igår.'))).toBe(
      'se-personnummer 2703012860 medium',
    );
    expect(summary(read('Hei, Bente Ibsen, 270301-2860, har ikke møtt søsteren. Jeg må få brevet etter det.'))).toBe(
      'se-personnummer 2703012860 medium',
    );
  });

  it('a positive word reaches 80 characters back and 30 ahead', () => {
    const gap = (length: number): string => 'x '.repeat(length / 2);
    expect(summary(read(`pnr ${gap(76)}7808052398`))).toBe(`${SE} high`);
    expect(summary(read(`pnr ${gap(90)}7808052398`))).toBe(`${SE} low`);
    expect(summary(read(`7808052398 ${gap(26)}pnr`))).toBe(`${SE} high`);
    expect(summary(read(`7808052398 ${gap(40)}pnr`))).toBe(`${SE} low`);
  });

  it('Nordea: digits after clearing number 3300 are a person', () => {
    expect(summary(read('konto 3300-7808052398'))).toBe(`${SE} medium`);
    expect(summary(read('clearing 3300, konto 780805-2398'))).toBe(`${SE} medium`);
    expect(read('konto 3301-7808052398')).toEqual([]);
  });

  it('the kennitala of a company is nobody\u2019s, though it may pass as a Swedish number', () => {
    expect(read('Kennitala félagsins er 441226-2398')).toEqual([]);
    expect(summary(read('Personnummer 441226-2398'))).toBe('se-personnummer 4412262398 high');
    expect(summary(read('Kennitala 780805-2398'))).toContain('7808052398 high');
  });

  it('Norwegian Fnr beside Gnr and Bnr is a lease', () => {
    expect(summary(read('Gnr. 12 Bnr. 34 Fnr. 0, 17912099997', { country: 'no' }))).toBe(`${NO} medium`);
  });
});

describe('several readings of the same digits', () => {
  // These digits fit Sweden and, with modulus 11, Denmark.
  const both = '110103-0128';
  it('the keyword decides, then the country of the organisation', () => {
    const detector = (text: string, country: 'se' | 'dk'): string | undefined => read(text, { country })[0]?.detector;
    expect(detector(`personnummer ${both}`, 'se')).toBe('se-personnummer');
    expect(detector(both, 'se')).toBe('se-personnummer');
    expect(detector(both, 'dk')).toBe('dk-cpr');
    expect(detector(`CPR ${both}`, 'se')).toBe('dk-cpr');
    expect(detector(`personnummer ${both}`, 'dk')).toBe('dk-cpr');
  });

  it('the other numbers of the text decide before the country, the letters of the text before them', () => {
    const detector = (text: string): string | undefined =>
      read(text).find(({ normalized }) => normalized === '1101030128')?.detector;
    expect(detector(`Hold 3: ${both}, 070703-1298`)).toBe('dk-cpr');
    expect(detector(`Hold 3: ${both}, 0707031298`)).toBe('se-personnummer');
    expect(detector(`Grupp 3: ${both}, 780805-2398`)).toBe('se-personnummer');
    expect(detector(`Grupp 3: ${both}, 070703-1298, 780805-2398`)).toBe('se-personnummer');
    expect(detector(`Grupp 3, läsår två: ${both}, 070703-1298`)).toBe('se-personnummer');
  });

  it('an Icelandic text has Icelandic numbers', () => {
    const text = '140620-2380 sækir um leyfi það sem um var rætt';
    expect(read(text)[0]?.detector).toBe('is-kennitala');
    expect(read('140620-2380 kommer på fredag')[0]?.detector).toBe('se-personnummer');
  });

  it('one number is one reading, side by side numbers are two', () => {
    expect(summary(read('780805-2398 820103-2391'))).toBe(`${SE} medium; se-personnummer 8201032391 medium`);
    expect(summary(read('123456 780805-2398'))).toBe(`${SE} medium`);
    expect(summary(read('2024-01-15 197808052398'))).toBe(`${SE12} medium`);
  });
});
