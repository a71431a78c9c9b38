import { describe, expect, it } from 'vitest';
import { read, readExtracted, sheet, summary } from '../../testing/id-runs.ts';

const SE = 'se-personnummer 7808052398';
const SE12 = 'se-personnummer 197808052398';
const NO = 'no-fodselsnummer 17912099997';

describe('numbers that the rest of the text speaks for', () => {
  it.each([
    ['beside a hyphenated one', 'Saga 780805-2398 och 8312182382 är klara', 'se-personnummer 8312182382 medium'],
    [
      'of a Dane without modulus, though it passes as a Finnish one',
      'Mikkel Test (140492-5004) må ikke sendes ud igen. Hans attest viste noget, og han har desuden en sag.',
      'dk-cpr 1404925004 medium',
    ],
    ['of a Finn letter by letter', 'Henkilötunnus: 1 7 0 7 9 0 - 9 1 6 C', 'fi-hetu 170790-916C high'],
    ['of a Finn of this century letter by letter', '0 5 0 6 0 9 A 9 2 8 A', 'fi-hetu 050609A928A medium'],
    ['behind surname and given name in columns', '4     Test, Anna       780805 2398       SE', `${SE} medium`],
    [
      'as the subject of what is said of somebody',
      'Hej!\n- 2708010939 er vikar, hun skal ikke med',
      'dk-cpr 2708010939 medium',
    ],
    [
      'beside one that has its label',
      'cpr 070703-1298, og hele sagen om 2512489996 er klar',
      'dk-cpr 2512489996 medium',
    ],
    ['with a dot for the hyphen and a word behind', 'NN 179120.99997 står på listan', `${NO} medium`],
    ['after a name, its date in two groups', 'Villads Friis 0707 03 1298', 'dk-cpr 0707031298 medium'],
    ['its century apart', 'Walter (19 78 08 05-2398) byter', `${SE12} medium`],
    ['with adjectives before "nummer"', 'hennes fullständiga nummer, 780805-2398, stämmer', `${SE} medium`],
    ['of whom an alarm is', 'Avslut larm 780805-2398', `${SE} medium`],
    ['behind a mistyped word', 'persnummr 780805 2398', `${SE} high`],
    ['behind a name and leaders', 'Anna Test ........ 7808052398', `${SE} medium`],
    ['in a column of a database', 'id  | pnr        | ok\n----+------------+---\n811 | 7808052398 | A', `${SE} high`],
    ['of the owner in a land register', 'Fødselsnr/Org.nr: 179120 99997', `${NO} high`],
    ['in records of fixed length', 'PNR197808052398TEST ANNA\nPNR198312182382PROV BO', `${SE12} high`],
    ['told in words', 'Eva född 78-08-05 med födelsenummer 2398', `${SE} high`],
    ['in two columns', 'efternamn,fodd,fyra_sista\nTest,19780805,2398', `${SE12} high`],
  ])('%s', (_, text, expected) => {
    expect(summary(read(text, { country: expected.startsWith('dk') ? 'dk' : 'se' }))).toContain(expected);
  });

  it('are found in a file name of the own country that holds no other number', () => {
    const named = (name: string, country: 'dk' | 'se'): string =>
      summary(read(name, { where: 'filename', zone: 'filename', country }).filter(({ level }) => level !== 'low'));
    expect(named('pasfoto_0707031298.pdf', 'dk')).toBe('dk-cpr 0707031298 medium');
    expect(named('pasfoto_0707031298.pdf', 'se')).toBe('');
    expect(named('foto 12 0707031298.pdf', 'dk')).toBe('');
  });

  it('need somebody when many are written alike', () => {
    const lines = ['19780805 2398', '19780805 4711', '19801231 4712', '19650105 4713', '19710210 4714'];
    expect(read(lines.join(' x\n')).every(({ level }) => level === 'low')).toBe(true);
  });
});

describe('written forms', () => {
  it.each([
    ['780805-2398', `${SE} medium`],
    ['7808052398', `${SE} low`],
    ['780805 2398', `${SE} low`],
    ['19780805-2398', `${SE12} medium`],
    ['197808052398', `${SE12} medium`],
    ['19780805 2398', `${SE12} medium`],
    ['78-08-05 2398', `${SE} medium`],
    ['78 08 05-2398', `${SE} medium`],
    ['1978-08-05-2398', `${SE12} medium`],
    ['78.08.05-2398', `${SE} medium`],
    ['78/08/05-2398', `${SE} medium`],
    ['780805 - 2398', `${SE} medium`],
    ['780805 -2398', `${SE} medium`],
    ['780805- 2398', `${SE} medium`],
    ['900101+9802', 'se-personnummer 9001019802 medium'],
    ['19121212+1212', 'se-personnummer 191212121212 medium'],
    ['701063-2391', 'se-samordningsnummer 7010632391 medium'],
    ['19150072-2390', 'se-samordningsnummer 191500722390 medium'],
    ['17912099997', `${NO} medium`],
    ['179120 99997', `${NO} medium`],
    ['179120-99997', `${NO} medium`],
    ['179120 999 97', `${NO} medium`],
    ['17.91.20 99997', `${NO} medium`],
    ['070703-1298', 'dk-cpr 0707031298 medium'],
    ['070703 1298', 'dk-cpr 0707031298 low'],
    ['0707031298', 'dk-cpr 0707031298 low'],
    ['131052-308T', 'fi-hetu 131052-308T medium'],
    ['131052-308t', 'fi-hetu 131052-308T medium'],
    ['020504B904H', 'fi-hetu 020504B904H medium'],
    ['080130-9390', 'fi-hetu 080130-9390 medium'],
  ])('%s without a label', (text, expected) => {
    expect(summary(read(text))).toBe(expected);
  });

  it.each([
    ['Ärendet är 131052-9030 och det ska inte vara klart när jag hör från er.', 'low'],
    ['Kaisa Virtanen 131052-9030 och hon ska inte vara kvar när jag hör från er.', 'medium'],
    ['Päätös 131052-9030 on tehty, mutta se ei ole vielä postissa.', 'medium'],
    ['131052-9030', 'medium'],
    ['131052-1003', 'low'],
    ['potilas 131052-9030', 'high'],
  ])('digits alone are a hetu among Finns or beside a person: %s', (text, level) => {
    expect(read(text).map((reading) => reading.level)).toEqual([level]);
  });

  it.each([
    ['no-break space', '780805\u00a02398'],
    ['narrow no-break space', '780805\u202f2398'],
    ['en dash', '780805\u20132398'],
    ['em dash', '780805\u20142398'],
    ['minus sign', '780805\u22122398'],
    ['non-breaking hyphen', '780805\u20112398'],
    ['full-width digits', '７８０８０５－２３９８'],
    ['Devanagari digits', '७८०८०५-२३९८'],
    ['soft hyphen inside', '7808\u00ad05-23\u00ad98'],
    ['soft hyphen between', '780805\u00ad2398'],
    ['zero-width characters', '78\u200b08\u200d05\ufeff2398'],
    ['spaced hyphen', '780805 - 2398'],
    ['double space', '780805  2398'],
    ['tab', '780805\t2398'],
    ['letter-spaced', '7 8 0 8 0 5 2 3 9 8'],
    ['letter-spaced with hyphen', '7 8 0 8 0 5 - 2 3 9 8'],
    ['form comb', '7|8|0|8|0|5|2|3|9|8'],
    ['slashed date', '78/08/05-2398'],
    ['line break after the hyphen', '780805-\r\n2398'],
    ['line break in a quotation', '780805-\n> 2398'],
    ['blanks in the date', '78 08 05-2398'],
    ['blank in the tail', '780805 23 98'],
    ['placeholder before', '(ÅÅMMDD-XXXX): 780805-2398'],
    ['parentheses', '(780805-2398)'],
    ['end of sentence', '780805-2398.'],
    ['name behind a slash', '780805-2398/Anna'],
  ])('reads %s beside a keyword', (_, written) => {
    expect(summary(read(`Elevens personnummer: ${written} enligt beslut`))).toBe(`${SE} high`);
  });

  it.each([['two cells', '780805\t2398']])('does not read %s without a keyword', (_, written) => {
    expect(read(`se ${written} här`)).toEqual([]);
  });

  it.each([
    ['letter-spaced', '7 8 0 8 0 5 2 3 9 8'],
    ['letter-spaced with hyphen', '7 8 0 8 0 5 - 2 3 9 8'],
    ['a slash for the hyphen', '780805/2398'],
    ['a dot for the hyphen', '780805.2398'],
    ['two cells behind a name', 'Anna Svensson\t780805\t2398'],
  ])('reads %s without a keyword when it stands alone', (_, written) => {
    expect(summary(read(`se ${written} här`))).toBe(`${SE} medium`);
  });

  it.each([
    ['digits in a table', '7 8 0 8 0 5 2 3 9 8', '1 2 3 4 5 6 7 8 9 1'],
    ['decimals', '780805.2398', '682312.1199'],
    ['cells', 'Anna Svensson\t780805\t2398', 'Bo Ek\t123456\t7890'],
  ])('takes one of many %s for what they are', (_, one, other) => {
    expect(read([one, other, other, other].join('\n'))).toEqual([]);
  });

  it.each([
    'Nord 179120.99997 Øst 6570011.123',
    '6570011.123 179120.99997',
    'x=179120.99997',
    'Lengde 179120.99997 m',
    '780805.2398 kr',
  ])('takes %j for a measure', (text) => {
    expect(read(text).filter(({ level }) => level !== 'low')).toEqual([]);
  });

  it('takes a day of the last years for no birth without a keyword', () => {
    expect(read('levererat 251104/1007 och 251104.1007')).toEqual([]);
  });

  it('gives the place in the normalised text and what stands there', () => {
    const [reading] = read('om 780805\u00ad\u20132398 ja');
    expect(reading).toMatchObject({
      span: { start: 3, end: 14 },
      raw: '780805-2398',
      normalized: '7808052398',
      synthetic: true,
    });
  });
});

describe('what is never reported', () => {
  it.each([
    '850525-XXXX',
    '******-2398',
    '000000-0000',
    '1978-08-05',
    '780805',
    'ÅÅMMDD-XXXX',
    'SN-780805-2398',
    '12/780805-2398',
    '1.780805-2398',
    '780805-2398/2',
    '780805-2398-1',
    '780805-2398@example.org',
    '+780805-2398',
    '#7808052398',
    'a7808052398',
    '7808052398b',
    '0,7808052398',
    '99780805-2398',
    '780805-23981',
    '550e8400-e29b-41d4-a716-197808052398',
    'da39a3ee5e6b197808052398bfef95601890afd80709',
    'SE45 5000 0000 0583 9825 7466',
    '1791.20.99997',
    '1791 20 99997',
    '4571 7808 0523 9800',
    '070-174 06 05',
    '+46 70 174 06 05',
    '556036-0793',
    '7808052398 kr',
    'SEK 7808052398',
    '780805-2399',
    '120160-338',
  ])('%s', (text) => {
    expect(read(`Se ${text} i bilagan`)).toEqual([]);
  });

  it('the third group of a card number is at most low', () => {
    expect(read('3782 179120 99997').filter(({ level }) => level !== 'low')).toEqual([]);
  });
});

describe('places', () => {
  it.each([
    ['beslut_780805-2398_final.pdf', `${SE} medium`],
    ['beslut-780805-2398.pdf', `${SE} medium`],
    ['780805_2398.pdf', `${SE} low`],
    ['Anna 197808052398.docx', `${SE12} medium`],
    ['pnr_7808052398.pdf', `${SE} high`],
    ['17912099997_vedtak.pdf', `${NO} medium`],
    ['logg_202001151438.txt', ''],
  ])('file name %s', (name, expected) => {
    expect(summary(read(name, { where: 'filename', zone: 'filename' }))).toBe(expected);
  });

  it('a round time of a day to come is an appointment unless a label says otherwise', () => {
    // 270331-0900 passes as the personnummer of somebody born in 1927.
    expect(summary(read('Slutbesiktning 270331-0850', { today: '2026-11-02' }))).toBe('se-personnummer 2703310850 low');
    expect(summary(read('personnummer 270331-0850', { today: '2026-11-02' }))).toBe('se-personnummer 2703310850 high');
    expect(summary(read('Nils 370331-0855', { today: '2026-11-02' }))).not.toContain('low');
  });

  it.each([
    'Fakturor att skicka:\n\n780805-2398 Anna Test\n831218-2382 Bo Ek',
    'Fakturor att skicka:\n\n780805-2398\n831218-2382',
    'Fakturor att skicka:\n780805-2398;Anna Test;400\n831218-2382;Bo Ek;300',
    'Beställningar:\n780805-2398  Anna Test   400\n831218-2382  Bo Ek       300',
    'Kort till följande:\n780805-2398 Anna Test\n831218-2382 Bo Ek',
  ])('a heading of things does not hide the people below it: %j', (text) => {
    expect(summary(read(text))).toBe(`${SE} medium; se-personnummer 8312182382 medium`);
  });

  it('a heading speaks for every line of its list', () => {
    const list = `CPR-nummer      Navn\n${'070703-1298     Lis Dam\n'.repeat(30)}251248-9996     Nancy Ann Berggren`;
    expect(summary(read(list))).toContain('dk-cpr 2512489996 medium');
    expect(summary(read('Navn\n251248-9996 Nancy'))).toBe('');
  });

  it('moments of one day in a row are low', () => {
    const samples = '610911-0801;Badudden\n610911-0830;Lillsand\n610911-0845;Nackviken';
    expect(summary(read(samples))).toBe('se-personnummer 6109110830 low');
    expect(summary(read('610911-0830;Lillsand'))).toBe('se-personnummer 6109110830 medium');
  });

  it('a clock in a file name or glued by an underscore is low', () => {
    // 2011-06-01 12:06 passes as a personnummer.
    expect(summary(read('201106011206'))).toBe('se-personnummer 201106011206 medium');
    expect(summary(read('201106011206.log', { where: 'filename' }))).toBe('se-personnummer 201106011206 low');
    expect(summary(read('kopia_201106011206'))).toBe('se-personnummer 201106011206 low');
  });

  it.each([
    ['https://portal.example/?pnr=7808052398&x=1', `${SE} high`],
    ['https://portal.example/api/person?id=197808052398&ts=1', 'se-personnummer 197808052398 high'],
    ['https://portal.example/pasienter/17912099997/journal', 'no-fodselsnummer 17912099997 high'],
    ['https://portal.example/orders?id=197808052398', ''],
    ['https://portal.example/people/201903010815', ''],
    ['https://portal.example/people/201903010815.jpg', ''],
    ['https://portal.example/elev/780805-2398', `${SE} medium`],
    ['https://portal.example/elev/7808052398', ''],
    ['https://portal.example/197808052398', ''],
    ['mailto:a@example.org?subject=780805-2398', `${SE} medium`],
    ['<cid:197808052398@example.org>', ''],
    ['https://kommun.example/filer/Intyg-19780805-2398.pdf', 'se-personnummer 197808052398 medium'],
    ['https://kommun.example/filer/Intyg780805-2398.pdf', `${SE} medium`],
    ['https://kommun.example/filer/Intyg-780805-2398-v2.docx?web=1', `${SE} medium`],
    ['https://kommun.example/filer/intyg-780805-2398', `${SE} medium`],
    ['https://kommun.example/filer/personnummer-7808052398.pdf', `${SE} high`],
    ['https://kommun.example/pnr/7808052398', `${SE} high`],
    ['https://kommun.example/journal#780805-2398', `${SE} medium`],
    ['https://kommun.example/filer/Intyg-7808052398.pdf', ''],
    ['https://kommun.example/filer/Intyg-197808052398.pdf', ''],
    ['https://kommun.example/filer/faktura-7808052398.pdf', ''],
    ['https://kommun.example/id/12345678-780805-2398-abcd', ''],
    ['https://kommun.example/id/abcdef-780805-2398-4711', ''],
    ['https://kommun.example/artikel-780805-2398-4711', ''],
    ['https://kommun.example/ordernummer-780805-2398', ''],
    ['https://kommun.example/d/1aB780805-2398xyz/view', ''],
  ])('link %s', (text, expected) => {
    expect(summary(read(text))).toBe(expected);
  });

  it('scripts, links and attributes count labelled or hyphenated numbers', () => {
    for (const zone of ['script', 'link', 'attribute'] as const) {
      expect(read('x = 197808052398', { zone })).toEqual([]);
      expect(summary(read('"personnummer":"7808052398"', { zone }))).toBe(`${SE} high`);
      expect(summary(read("x = '780805-2398'", { zone }))).toBe(`${SE} medium`);
    }
  });

  it('words that a tag joined to the number are its label', () => {
    expect(summary(read('Pnr780805-2398'))).toBe(`${SE} high`);
    expect(summary(read('Pers.nr.780805-2398'))).toBe(`${SE} high`);
    expect(read('Hus780805-2398')).toEqual([]);
  });

  it('a VAT number of a sole trader and an Icelandic account hold their owner', () => {
    expect(summary(read('Momsreg.nr SE780805239801'))).toBe(`${SE} low`);
    expect(summary(read('enskild firma, SE780805239801'))).toBe(`${SE} medium`);
    expect(summary(read('IBAN IS850159260076541201603389'))).toBe('is-kennitala 1201603389 medium');
  });
});

describe('tables', () => {
  it('a keyword in a header cell counts for every row of its column, and only for that', () => {
    const rows = [
      ['Namn', 'Personnummer', 'Telefon'],
      ...Array.from({ length: 40 }, () => ['Anna', '7808052398', '8201032391']),
    ];
    const readings = readExtracted(sheet(rows));
    expect(readings).toHaveLength(40);
    expect(new Set(readings.map(({ level }) => level))).toEqual(new Set(['high']));
    expect(summary(read(rows.map((row) => row.join(';')).join('\n')).slice(0, 1))).toBe(`${SE} high`);
    expect(read(rows.map((row) => row.join(',')).join('\n'))).toHaveLength(40);
  });

  it('a key before the value counts in its row', () => {
    const rows = [
      ['Telefon', '8201032391'],
      ['Personnummer', '7808052398'],
      ['Ordernr', '8403262390'],
    ];
    expect(summary(readExtracted(sheet(rows)))).toBe(`${SE} high`);
  });

  it('a number split over two cells counts under a keyword', () => {
    const split = (header: string): string =>
      summary(
        readExtracted(
          sheet([
            ['Namn', header, 'sista'],
            ['Anna', '780805', '2398'],
          ]),
        ),
      );
    expect(split('Personnr')).toBe(`${SE} high`);
    expect(split('Datum')).toBe('');
  });

  it('a column in which nearly all pass is a register even without a label', () => {
    const numbers = ['7808052398', '8201032391', '8403262390', '8607212399', '8808122397', '9901202391', '0209102383'];
    const readings = readExtracted(sheet(numbers.map((number) => ['x', number])));
    expect(readings.map(({ level }) => level)).toEqual(numbers.map(() => 'medium'));
    expect(readings[0]?.reasons.map(({ reason }) => reason)).toContain('column-register');
  });

  it('one of a hundred and twenty is chance', () => {
    const rows = Array.from({ length: 119 }, (_, i) => [String(17912000000 + i * 1009)]);
    const readings = readExtracted(sheet([...rows, ['17912099997']]), { country: 'no' });
    expect(readings.at(-1)).toMatchObject({ normalized: '17912099997', level: 'low' });
  });
});

describe('options and reasons', () => {
  it('never reports what the organisation allows, with or without century', () => {
    const allowedIdentifiers = ['19780805-2398', '131052-308T'];
    expect(read('780805-2398 19780805-2398 131052-308T', { allowedIdentifiers })).toEqual([]);
    expect(read('820103-2391', { allowedIdentifiers })).toHaveLength(1);
  });

  it('the switch for 2032', () => {
    expect(read('30108299939', { rule2032: 'keyword' })).toEqual([]);
    expect(summary(read('30108299939', { rule2032: 'on' }))).toBe('no-fodselsnummer 30108299939 medium');
    expect(summary(read('fnr 30108299939', { rule2032: 'off' }))).toBe('no-fodselsnummer 30108299939 low');
  });

  it('the reasons add up to the score', () => {
    const texts = [
      'pnr 780805-2398',
      '780805-2398',
      '7808052398',
      'pnr 780805-2399',
      'CPR 251248-9996',
      '3300-7808052398',
    ];
    for (const reading of texts.flatMap((text) => read(text)))
      expect(reading.reasons.reduce((sum, { points }) => sum + points, 0)).toBe(reading.score);
  });
});

describe('moments and other ways to write', () => {
  it('takes lines of a log for moments, and a lone number of that shape for a person', () => {
    const log = '202403120815 WARN\n202403120823 ERROR\n202403120831 INFO';
    expect(read(log).filter(({ level }) => level !== 'low')).toEqual([]);
    expect(summary(read('Flickan 202403120815 börjar på måndag'))).toBe('se-personnummer 202403120815 medium');
  });

  it('reads a Norwegian number in pairs without a label', () => {
    expect(summary(read('Rolf Eide 17 91 20 99997', { country: 'no' }))).toBe('no-fodselsnummer 17912099997 medium');
  });
});
