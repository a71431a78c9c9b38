import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalForm } from './alphabet.ts';
import { langBits } from './inflection.ts';
import { LexiconBuilder, type Listed } from './lexicon.ts';
import { mayBePlain } from './spelling.ts';

const listed = (form: string, mode: Listed['mode'] = 'exact', lang = 'sv', capital = false): Listed => ({
  form,
  mode,
  langs: langBits(lang),
  capital,
});

function found(text: string, ...entries: Listed[]): string[] {
  const builder = new LexiconBuilder();
  for (const [i, entry] of entries.entries()) builder.add(entry, i);
  const hits = builder.build().find(text);
  return Array.from({ length: hits.count }, (_, i) => text.slice(hits.start[i], hits.end[i])).sort();
}

describe('the automaton', () => {
  const letter = fc.constantFrom('a', 'b', 'å', 'ö', 'n');
  const word = fc.array(letter, { minLength: 1, maxLength: 4 }).map((letters) => letters.join(''));
  const separator = fc.constantFrom(' ', '. ', '\n', '-', '  ');

  test('finds what a naive search over words finds', () => {
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 6 }),
        fc.array(fc.tuple(word, separator)),
        (forms, pieces) => {
          const text = pieces.map(([w, s]) => w + s).join('');
          const distinct = [...new Set(forms)];
          const naive = pieces
            .map(([w]) => w)
            .filter((w) => distinct.includes(w))
            .sort();
          expect(found(text, ...distinct.map((form) => listed(form)))).toEqual(naive);
        },
      ),
    );
  });

  test('tells apart long words that begin alike, listed by their first letters or not', () => {
    const long = fc
      .tuple(fc.constantFrom('banan', 'bananå', 'nabo'), fc.array(letter, { maxLength: 8 }))
      .map(([head, tail]) => head + tail.join(''));
    fc.assert(
      fc.property(
        fc.array(long, { minLength: 1, maxLength: 12 }),
        fc.array(fc.tuple(long, separator)),
        (forms, pieces) => {
          const distinct = [...new Set(forms.filter((form) => !mayBePlain(form) || !/[åö]/.test(form)))];
          const words = [...pieces.map(([w]) => w), ...distinct];
          const naive = words.filter((w) => distinct.includes(w)).sort();
          expect(found(words.join('. '), ...distinct.map((form) => listed(form)))).toEqual(naive);
        },
      ),
    );
  });

  test.each([100, 1_990, 2_010, 8_191, 24_575, 24_576, 24_577, 60_000])(
    'finds every word and phrase of a text of %i characters, wherever it is divided',
    (length) => {
      for (let shift = 0; shift < 12; shift++) {
        const text = `${'x'.repeat(shift)} ${'god man, diagnos '.repeat(Math.ceil(length / 17))}`.slice(0, length);
        const expected = [...text.matchAll(/god man|diagnos(?=\s|$)/g)].map(([word]) => word).sort();
        expect(found(text, listed('god man'), listed('diagnos'))).toEqual(expected);
      }
    },
  );

  test('finds phrases that begin within one another', () => {
    expect(found('en god man för barn', listed('god man'), listed('man för barn'), listed('barn'))).toEqual([
      'barn',
      'god man',
      'man för barn',
    ]);
  });

  test('reads a phrase over blanks, a line end and a hyphen, not over a full stop', () => {
    const phrase = listed('skyddat boende');
    for (const text of ['skyddat boende', 'skyddat  boende', 'skyddat\nboende', 'skyddat-boende']) {
      expect(found(text, phrase)).toEqual([text]);
    }
    expect(found('skyddat. boende', phrase)).toEqual([]);
  });

  test('stays linear on five million letters without a break and on nothing but hits', () => {
    expect(found('a'.repeat(5_000_000), listed('aaaa', 'prefix'), listed('aaaa', 'inside'))).toHaveLength(4_999_998);
    expect(found('adhd '.repeat(200_000), listed('adhd'))).toHaveLength(200_000);
    expect(found(`god${' '.repeat(1_000_000)}man`, listed('god man'))).toEqual([]);
  }, 60_000);
});

describe('a listed word', () => {
  test.each([
    ['sv', 'medlem', 'medlemmar medlemmen medlemmarnas'],
    ['sv', 'diagnos', 'diagnosen diagnoser diagnosens'],
    ['sv', 'schizofreni', 'schizofrenin'],
    ['sv', 'hot', 'hotet hoten'],
    ['sv', 'anmälan', 'anmälningar anmälningarna'],
    ['nb', 'legemiddel', 'legemidler legemiddelet'],
    ['nb', 'fødsel', 'fødsler fødselen'],
    ['nb', 'trussel', 'trusler trusselen truslene'],
    ['nb', 'dom', 'dommen dommer'],
    ['nb', 'diagnose', 'diagnosen diagnoser'],
    ['nn', 'sjukdom', 'sjukdomar sjukdommen'],
    ['nn', 'smerte', 'smerta smertene'],
    ['da', 'lægemiddel', 'lægemidler lægemidlet'],
    ['da', 'sygdom', 'sygdomme sygdommen'],
    ['da', 'fødsel', 'fødsler fødslen'],
    ['en', 'allergy', 'allergies'],
  ])('%s %s is met in its inflections', (lang, base, forms) => {
    const wanted = forms.split(' ').sort();
    expect(found(forms, listed(base, 'inflect', lang))).toEqual(wanted);
  });

  test.each([
    ['sv', 'dom', 'domän ungdom domherre'],
    ['sv', 'brott', 'avbrott brottning'],
    ['nb', 'syk', 'sykkel sykehus'],
    ['nb', 'rus', 'rusk frustrert virus'],
    ['nb', 'verge', 'avverge'],
    ['sv', 'demens', 'dem demo'],
    ['nb', 'menighet', 'men meninger'],
  ])('%s %s is not met in %s', (lang, base, others) => {
    expect(found(others, listed(base, 'inflect', lang))).toEqual([]);
  });

  test('is met without diacritics, with two letters and in the neighbour’s spelling', () => {
    const term = listed('självmordsförsök', 'inflect');
    for (const text of ['sjalvmordsforsok', 'sjaelvmordsfoersoek', 'självmordsförsöket', 'SJÄLVMORDSFÖRSÖK']) {
      expect(found(text, term)).toEqual([text]);
    }
    expect(found('kræftdiagnose kräftdiagnose kraeftdiagnose', listed('kræftdiagnose', 'prefix', 'da'))).toHaveLength(
      3,
    );
  });

  test('keeps its diacritics where another word would be met', () => {
    expect(found('kraft bon lon', listed('kræft', 'inflect', 'da'), listed('bön'), listed('lön'))).toEqual([]);
    expect(found('lön', listed('lon'))).toEqual([]);
  });

  test('as an acronym needs its capitals and takes endings behind a colon', () => {
    expect(found('SiS SIS sis SiS:s SiS-hem', listed('SiS', 'acronym'))).toEqual(['SiS', 'SiS', 'SiS']);
  });

  test('with a capital needs the capital', () => {
    expect(found('høyre Høyre', listed('Høyre', 'inflect', 'nb', true))).toEqual(['Høyre']);
  });

  test('as a last part needs a first part', () => {
    expect(found('alkoholmissbruket missbruk', listed('missbruk', 'suffix'))).toEqual(['alkoholmissbruket']);
  });

  test('of ten letters is met in two words', () => {
    expect(found('sjuk skrivning', listed('sjukskrivning', 'inflect'))).toEqual(['sjuk skrivning']);
  });

  test('is folded into canonical letters', () => {
    expect(canonicalForm('Ærlig-BØSSE  é')).toBe('ärlig bösse e');
  });
});
