import { describe, expect, it } from 'vitest';
import { read, sheet, summary, readExtracted } from '../../../testing/id-runs.ts';

const NO = '17912099997';
const NO2 = '29822099635';
const SE = '780805-2398';
const TEN = '7808052398';

const found = (text: string): string => summary(read(text).filter(({ level }) => level !== 'low'));

describe('a surname that is also a thing', () => {
  it.each([
    `Nils Kort ${SE}`,
    `Kari Bord ${NO}`,
    `Anna Ring ${SE}`,
    `Per Buss, ${SE}`,
    `Anna-Lena Stolpe ${SE}`,
    `Utbetalas till Nils Kort ${SE}`,
    `Nils Kort 197808052398`,
    `Nils Kort ${TEN}`,
  ])('is a name behind a given name: %s', (text) => {
    expect(found(text)).toMatch(/^(?:se-personnummer|no-fodselsnummer)/);
  });

  it.each([
    `Nytt Kort ${SE}`,
    `Kort ${SE}`,
    `Nils kort ${SE}`,
    `Ny Bord ${NO}`,
    `Bord ${NO}`,
    `Ring ${TEN}`,
    `Fru Telefon ${TEN}`,
    `Anna Test, Kort ${NO}`,
  ])('is the thing otherwise: %s', (text) => {
    expect(found(text)).toBe('');
  });
});

describe('a person beside a hyphenated number', () => {
  it.each([
    `Bestilling ${SE} Anna Test`,
    `Faktura: ${SE}, Anna Test`,
    `Dokument ${SE} (Anna Test)`,
    `Larm ${SE} Anna Test`,
    `Anna Test, larm ${SE}`,
    `Kort ${SE} Anna-Lena Test`,
    `Kort ${SE} Anna af Test`,
  ])('is whose number it is: %s', (text) => {
    expect(found(text)).toBe('se-personnummer 7808052398 medium');
  });

  it.each([
    `Faktura ${SE}`,
    `Faktura ${SE} Svart Stol`,
    `Faktura ${SE} Anna Test AB`,
    `Faktura ${SE} Anna Tests gata 4`,
    `Faktura nr ${SE} Anna Test`,
    `Fakturanr ${SE} Anna Test`,
    `Kort-id ${SE} Anna Test`,
    `Artikel ${SE} Anna Test`,
    `Konto ${SE} Anna Test`,
    `Telefon ${SE} Anna Test`,
    `Ref: Anna Test, order ${SE}`,
    `Kort ${NO} Kari Test`,
  ])('says nothing where the number is told to be another: %s', (text) => {
    expect(found(text)).toBe('');
  });
});

describe('digits without a hyphen', () => {
  it.each([
    `Eleven ${TEN}`,
    `Elev 2: ${TEN}`,
    `Patient: ${TEN}, tid kl 9`,
    `född ${TEN}`,
    `Anna Test ${TEN} har tappat kortet`,
    `Anna Test (${TEN})`,
    `Test, Anna, ${TEN}`,
    `${TEN} Anna Test`,
    `Anna Test 780805 2398`,
    `Anna Test 19780805 2398`,
    `Anna Test;${TEN};aktiv`,
    `Anna ${TEN} är hemma`,
    `Test Anna ${TEN}`,
    `Fru Test ${TEN}`,
    `Anna Test f ${TEN}`,
    `Anna Test\n${TEN}\nStorgatan 3`,
    `Vårdnadshavare 2: ${TEN}`,
    `mamman, ${TEN}, ringde`,
    `hyresgästen (${TEN})`,
  ])('belong to the person directly beside them: %s', (text) => {
    expect(found(text)).toMatch(/^se-personnummer (?:19)?7808052398 medium$/);
  });

  it.each([
    TEN,
    `Hej, ${TEN} gäller fortfarande.`,
    `Eleven i klass ${TEN}`,
    `Kund ${TEN}`,
    'Anna 0704272392',
    'Anna Test\n0704272392',
    `Anna Test\n${TEN} kr`,
    `Svart Stol\n${TEN}`,
    `Max ${TEN}`,
    `Hej Anna! ${TEN}`,
    `Anställd ${TEN}`,
    `Medlem ${TEN}`,
    `personer ${TEN}`,
    `Svart Stol ${TEN}`,
    `${TEN} Annas gata`,
    `Ring Anna Test på ${TEN}`,
    `Anna Test, mobil ${TEN}`,
    `Anna Test 0704272392`,
  ])('stay low without one: %s', (text) => {
    expect(found(text)).toBe('');
  });

  it.each(['Rum Eva       780805 2398', 'Lampa Stina       780805 2398'])('a thing is no surname: %j', (text) => {
    expect(found(text)).toBe('');
  });

  it('of a child or beside a name may begin as the telephone numbers of a neighbour do', () => {
    expect(found('Eleven 0704272392')).toBe('se-personnummer 0704272392 medium');
    expect(found('Anna Test 0503182396')).toBe('se-personnummer 0503182396 medium');
    expect(summary(read('Anna Test 0503182396', { country: 'fi' }))).toBe('se-personnummer 0503182396 low');
    expect(found('mamma 0704272392')).toBe('');
  });

  it('of a Danish organisation are no telephone numbers, which are shorter there', () => {
    const cpr = '0707031298';
    expect(summary(read(`Borger ${cpr}`, { country: 'dk' }))).toBe(`dk-cpr ${cpr} medium`);
    expect(summary(read(`Borger ${cpr}`, { country: 'se' }))).toBe(`dk-cpr ${cpr} low`);
    expect(summary(read(`Vi sender ${cpr} i morgen`, { country: 'dk' }))).toBe(`dk-cpr ${cpr} low`);
  });

  it('stay low in a list of names where the numbers written alike mostly do not pass', () => {
    const list = `Anna Test 5012345678\nKari Test 5098765432\nNils Test ${TEN}\nPer Test 5055555555`;
    expect(found(list)).toBe('');
    expect(found(`Anna Test ${TEN}\nKari Test 5012345678`)).toBe('');
    expect(found('Anna Test 8201032391\nKari Test 8403262390\nNils Test 7808052398\nPer Test 5055555555')).toContain(
      'se-personnummer 7808052398',
    );
  });

  it('stay low in a column of names where most do not pass', () => {
    const rows = [TEN, '5012345678', '5098765432', '5055555555'].map((number) => ['Anna Test', number]);
    expect(summary(readExtracted(sheet(rows)).filter(({ level }) => level !== 'low'))).toBe('');
    expect(summary(readExtracted(sheet(rows.slice(0, 1))))).toBe('se-personnummer 7808052398 medium');
  });

  it('end before an age or a count behind them', () => {
    expect(summary(read(`Personnummer ${TEN} 48 år`))).toBe('se-personnummer 7808052398 high');
    expect(summary(read(`fnr ${NO} 12 år`))).toBe(`no-fodselsnummer ${NO} high`);
    expect(summary(read('Per Prøve, 179120 999 97'))).toBe(`no-fodselsnummer ${NO} medium`);
  });
});

describe('what stands between a word and a number that is written out', () => {
  it.each([
    `Fakturan gick till ${SE}`,
    `Har pratat i telefon med ${SE}`,
    `Kontot tillhör ${SE}`,
    `Fakturan till Anna, ${SE}`,
    `Perioden nov-dec, ${SE}`,
    `Ring upp ${SE}`,
    'Fakturan gick till 197808052398',
  ])('may lead to a person: %s', (text) => {
    expect(found(text)).toMatch(/^se-personnummer (?:19)?7808052398 medium$/);
  });

  it.each([`Faktura sendt til ${NO}`, `Referanse: Kari Test ${NO}`, `Kontoen tilhører ${NO}`])(
    'may lead to a person: %s',
    (text) => {
      expect(found(text)).toBe(`no-fodselsnummer ${NO} medium`);
    },
  );

  it.each([
    `Fakturan är ${SE}`,
    `Fakturan till skolan: ${SE}`,
    `Fakturanr, som alltid, ${SE}`,
    `Telefon ${SE}`,
    'Ring 070427-2392',
    `Faktura till ${TEN}`,
    `Overfør fra konto til ${NO}`,
    `Konto: Kari Test ${NO}`,
    'Backup från 20171123-0951',
  ])('says nothing else: %s', (text) => {
    expect(found(text)).toBe('');
  });
});

describe('labels as they are misspelt', () => {
  it.each(['persnummer', 'personnumer', 'personr', 'personumret', 'p nr', 'fødselnummer', 'fødselsnumer'])(
    '%s',
    (label) => {
      expect(found(`${label}: ${TEN}`)).toBe('se-personnummer 7808052398 high');
    },
  );

  it.each(['person', 'personer', 'serienumer', 'nummer'])('%s is none', (word) => {
    expect(found(`${word}: ${NO}`)).not.toContain('high');
  });

  it('a driving licence and an electronic identity bear their holder\u2019s number', () => {
    expect(found(`körkortsnr ${SE}`)).toContain('se-personnummer');
    expect(found(`BankID ${SE}`)).toContain('se-personnummer');
    expect(found(`lånekortsnr ${SE}`)).toBe('');
  });
});

describe('the end of a sentence', () => {
  it.each([`Kan du stänga kontot? ${SE}`, `Jag stängde kontot. ${SE} är borta`, `Ordern är betald! ${SE}`])(
    'parts a word for another number from ours: %s',
    (text) => {
      expect(found(text)).toBe('se-personnummer 7808052398 medium');
    },
  );

  it.each([`Fakturanummer? ${SE}`, `Ordernr. ${SE}`, `Art. ${SE}`, `Kontot ${SE}`, `Stäng kontot? ${TEN}`])(
    'does not where the word asks for the number or is cut short: %s',
    (text) => {
      expect(found(text)).toBe('');
    },
  );
});

it('a birth may be glued to its number', () => {
  expect(found(`Anna Test f.${SE}`)).toContain('se-personnummer');
  expect(found(`ref.${SE}`)).toBe('');
});

describe('a slash', () => {
  it('joins a name to its number', () => {
    expect(found(`Prov/${SE} kommer på onsdag`)).toBe('se-personnummer 7808052398 medium');
  });

  it.each([`SN/${SE}`, `Order/${SE}`, `Dnr/${SE}`, `prov/${SE}`, `Prov/${TEN}`, `Prov/${NO}`])(
    'joins anything else to a longer reference: %s',
    (text) => {
      expect(found(text)).toBe('');
    },
  );
});

describe('account numbers', () => {
  const grouped = ['Elvebyen IL 1234 56 78901', 'Speiderne 1234.56.78901'];

  it('are not taken for persons where the lines beside end in some', () => {
    expect(found([...grouped, `Velforeningen ${NO}`].join('\n'))).toBe('');
    expect(found([`Velforeningen ${NO}`, ...grouped].join('\n'))).toBe('');
  });

  it('leave a number alone that stands between them, or has a word of its own', () => {
    expect(found(`Kari Test ${NO}\n1234 56 78901\nOla Test ${NO2}\n1234 56 78901`)).toContain(NO2);
    expect(found([...grouped, `fnr ${NO}`].join('\n'))).toContain('high');
  });

  it('among clubs do not hide the number of somebody named', () => {
    expect(found([...grouped, `Kari Test ${NO}`].join('\n'))).toContain(NO);
  });
});

describe('a Danish number without a check digit', () => {
  it.each([
    'Mette Krogh 120588-4417',
    'Kære alle. Hvad siger I til, at Mette Krogh, 250312-4417, også bliver flyttet af os i dag? Jeg kunne ikke få fat i dem.',
  ])('is that of the person beside it: %s', (text) => {
    expect(found(text)).toContain('dk-cpr');
  });

  it('may at home have a day that reads as one of the last years elsewhere', () => {
    expect(summary(read('Mette Krogh 250312-4417', { country: 'dk' }))).toBe('dk-cpr 2503124417 medium');
  });

  it.each([
    'Anna Berg 250312-4417',
    'Besiktning 241130-0002, Per Ek',
    'Ärende nr 3, 250312-4417 (Per Ek, handläggare)',
    'Datum nr;Namn\n250312-4417;Eva Sand',
    'Mette Krogh 120526-7788',
    'Kære Bo. Hermed kvittering. Mette Krogh 250425-4417 varer 230 kr.',
    'Hej Bo. Byggesag 110425-4417 (Mette Krogh)',
  ])('is that of a paper where its day is of the last years: %s', (text) => {
    expect(found(text)).toBe('');
  });
});
