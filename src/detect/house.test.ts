import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DetectorData } from '../core/detector-data.ts';
import { compareFindings } from '../core/finding.ts';
import { emptyDetectorData, loadDetectorData } from '../config/detectors/detectors.ts';
import { PACKAGE_RULES } from '../config/package-rules.ts';
import { sketchedMail } from '../testing/detect-mail.ts';
import { compileDetectors } from './detect.ts';
import { isIban } from './extra-worthy.ts';
import { registerHash } from './register.ts';

const house = (over: Partial<DetectorData>): ReturnType<typeof compileDetectors> =>
  compileDetectors({ ...emptyDetectorData(), ...over });

describe('detectors of the house', () => {
  const custom = [
    {
      id: 'project',
      category: 'our-projects',
      score: 75,
      words: ['Polstjärnan'],
      expressions: ['PRJ-\\d{4}'],
      source: '',
    },
  ];

  test('find their words in any inflection and their expressions', () => {
    const found = house({ custom }).detect(sketchedMail({ body: 'Polstjärnans budget, se PRJ-1234.' }));
    expect(found).toMatchObject([
      { detector: 'project', category: 'our-projects', score: 75, count: 2, confidence: 'medium' },
    ]);
    expect(JSON.stringify(found)).not.toContain('1234');
  });

  test('need linear time for what kills a backtracking engine', () => {
    const slow = [{ ...custom[0]!, expressions: ['(a+)+$', '(a|aa)+b'], words: [] }];
    expect(house({ custom: slow }).detect(sketchedMail({ body: `${'a'.repeat(50_000)}c` }))).toEqual([]);
  });
});

describe('the exact-match register', () => {
  const key = Buffer.from('a key of thirty-two bytes length');
  const register = {
    keyBase64: key.toString('base64'),
    hashes: ['Elsa Vik', 'Ekvägen 4', '191212121212'].map((value) => registerHash(key, value)),
  };

  test.each(['Hälsa ELSA VIK', 'hon bor på Ekvägen 4 nu', 'nr 19121212-1212'])(
    'finds a registered value in %s and shows nothing',
    (body) => {
      const found = house({ register })
        .detect(sketchedMail({ body }))
        .filter((f) => f.detector === 'register');
      expect(found).toMatchObject([{ confidence: 'high', masked: '', maskedStrictly: '' }]);
    },
  );

  test('finds nothing else', () => {
    expect(house({ register }).detect(sketchedMail({ body: 'Elsa och Vik bor på Ekvägen 5.' }))).toEqual([]);
  });
});

describe('extra-worthy data', () => {
  const options = { ...emptyDetectorData().options, extraWorthy: ['iban', 'vehicle', 'property'] };

  test('is found only when switched on', () => {
    const mail = sketchedMail({ body: 'Konto NO93 8601 1117 947, registreringsnummer ABC 12D' });
    expect(house({}).detect(mail)).toEqual([]);
    expect(
      house({ options })
        .detect(mail)
        .map((f) => f.detector)
        .sort(),
    ).toEqual(['iban', 'vehicle']);
  });

  test('isIban() checks modulo 97 (the examples of ISO 13616)', () => {
    expect(isIban('GB82 WEST 1234 5698 7654 32')).toBe(true);
    expect(isIban('GB82 WEST 1234 5698 7654 23')).toBe(false);
    expect(isIban('SE!!')).toBe(false);
  });
});

describe('detect()', () => {
  const shipped = compileDetectors(loadDetectorData(PACKAGE_RULES).data);

  test('is total, ordered and the same every time over any text', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.string({ unit: 'binary' }),
            fc.constantFrom('Elsa Vik', ' har adhd ', '\n> ', 'Hej ', 'lösenord: ', '\t', ' eleven ', 'sekretess'),
          ),
          { maxLength: 30 },
        ),
        (pieces) => {
          const mail = sketchedMail({ subject: pieces[0] ?? '', body: pieces.join('') });
          const found = shipped.detect(mail);
          expect(found).toEqual([...found].sort(compareFindings));
          expect(shipped.detect(mail)).toEqual(found);
          for (const finding of found) expect(finding.score).toBeGreaterThanOrEqual(0);
        },
      ),
      { numRuns: 60 },
    );
  });

  test.each([
    ['one word of two million letters', 'x'.repeat(2_000_000)],
    ['nothing but terms and names', 'Elsa Vik har adhd. '.repeat(20_000)],
    ['nothing but greetings', 'Hej Anna\n'.repeat(40_000)],
    ['nothing but capitals', 'AB CD EF '.repeat(60_000)],
    ['nothing but passwords', 'lösenord: a '.repeat(30_000)],
    ['nothing but headers', 'Från: a\n'.repeat(40_000)],
    ['nothing but markings', 'Sekretess\n'.repeat(30_000)],
  ])(
    'ends on %s',
    (_name, body) => {
      expect(
        Array.isArray(shipped.detect(sketchedMail({ body: '', attachments: [{ name: 'a.txt', text: body }] }))),
      ).toBe(true);
    },
    60_000,
  );
});
