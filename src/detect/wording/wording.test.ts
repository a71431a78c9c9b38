import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyDetectorData, loadDetectorData, mergeDetectorData } from '../../config/detectors/detectors.ts';
import { PACKAGE_RULES } from '../../config/package-rules.ts';
import type { WordingData } from '../../core/detector-data.ts';
import { sketchedMail } from '../../testing/detect-mail.ts';
import { compileDetectors } from '../detect.ts';
import { sentenceFeatures } from './features.ts';
import { compileWording } from './model.ts';
import { isSentence, sentences, SentenceWalk } from './passages.ts';
import { compileTeaching } from './teaching.ts';
import { combinedScore as combined, demandOf, isRuledOut, wordingScore, type Weights } from './verdict.ts';

const pieces = (text: string): readonly string[] =>
  sentences(text).map(({ start, end }) => text.slice(start, end).replace(/\s+/g, ' ').trim());

describe('SentenceWalk', () => {
  it('gives the same sentences around a place, and the one before, when what stands ahead is left out', () => {
    const alphabet = fc.constantFrom('a', 'B', ' ', '.', '!', '\n', '>', '-', '\t', '1', ':', 'å', '\r');
    fc.assert(
      fc.property(fc.string({ unit: alphabet, maxLength: 3000 }), fc.nat(3000), (text, place) => {
        const walk = new SentenceWalk(text);
        walk.skipTo(Math.min(place, text.length), isSentence);
        const rest = [];
        for (let one = walk.next(); one !== null; one = walk.next()) rest.push(one);
        const all = sentences(text);
        expect(all.slice(all.length - rest.length)).toEqual(rest);
        const before = all.filter(({ end }) => end <= place);
        const shown = rest.filter(({ end }) => end <= place);
        expect(shown.length).toBeGreaterThanOrEqual(Math.min(1, before.length));
      }),
      { numRuns: 500 },
    );
  });

  it('costs time in proportion to the text when it is led from place to place in one long line', () => {
    const text = 'Hon kom. '.repeat(6000);
    const walk = new SentenceWalk(text);
    const before = process.cpuUsage().user;
    for (let place = 0; place < text.length; place += 30) {
      walk.skipTo(place, isSentence);
      walk.next();
    }
    expect(process.cpuUsage().user - before).toBeLessThan(1_000_000);
  });
});

describe('isRuledOut()', () => {
  it('is true only where no word of the lists can make anything of the place', () => {
    const weights = fc.record({
      listed: fc.integer({ min: 0, max: 100 }),
      logOdds: fc.double({ min: -12, max: 6, noNaN: true }),
      damping: fc.integer({ min: -60, max: 0 }),
      doubt: fc.integer({ min: -60, max: 0 }),
      somebody: fc.boolean(),
      linked: fc.boolean(),
    });
    fc.assert(
      fc.property(weights, fc.boolean(), fc.nat(500), (known, topical, passages) => {
        const demand = demandOf({ topical, form: false }, passages);
        fc.pre(isRuledOut(known.logOdds, demand));
        expect(combined(known, demand)).toBe(0);
      }),
    );
    expect(isRuledOut(-5, demandOf({ topical: false, form: false }, 1))).toBe(true);
    expect(isRuledOut(-2, demandOf({ topical: false, form: false }, 1))).toBe(false);
  });
});

describe('sentences()', () => {
  it('cuts a text of millions of letters without a blank, or of blanks, in time in proportion to its length', () => {
    const before = process.cpuUsage().user;
    expect(sentences('x'.repeat(6_000_000)).length).toBeGreaterThan(10_000);
    for (const blank of [' ', '\t', '>'])
      expect(sentences(`Hej ${blank.repeat(1_000_000)}x`).length).toBeGreaterThan(0);
    expect(process.cpuUsage().user - before).toBeLessThan(2_000_000);
  });

  it('ends at full stops before capitals, at marks and at blank lines', () => {
    expect(pieces('Vi ses kl. 10 på fredag. Ta med kaffe! Kan du?\n\nHej då')).toEqual([
      'Vi ses kl. 10 på fredag.',
      'Ta med kaffe!',
      'Kan du?',
      'Hej då',
    ]);
  });

  it('goes on over a wrapped line, also a quoted one, and stops at items of a list', () => {
    expect(
      pieces('> Hon har varit hemma sedan i mars och orkar fortfarande\n> inte gå upp på morgnarna.'),
    ).toHaveLength(1);
    expect(pieces('Ta med:\n- matsäck\n- regnkläder')).toEqual(['Ta med:', '- matsäck', '- regnkläder']);
  });

  it('takes every row of a table by itself', () => {
    expect(pieces('Anna\tastma\nBo\tinget\n')).toHaveLength(2);
  });

  it('is ascending, without overlap and inside the text, whatever stands there', () => {
    const alphabet = fc.constantFrom('a', 'B', ' ', '.', '!', '\n', '>', '-', '\t', '1', ':', 'å', '\r');
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: alphabet, maxLength: 2000 })), (text) => {
        let last = 0;
        for (const { start, end } of sentences(text)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          last = end;
        }
        expect(last).toBeLessThanOrEqual(text.length);
      }),
    );
  });

  it('ends on megabytes without a stop, and on nothing but stops', () => {
    expect(sentences('a'.repeat(3_000_000)).length).toBeGreaterThan(1000);
    expect(sentences('. '.repeat(1_000_000)).length).toBeLessThanOrEqual(20_001);
    expect(sentences('\n>'.repeat(1_000_000)).length).toBeLessThanOrEqual(20_001);
  });
});

describe('sentenceFeatures()', () => {
  const features = (text: string): readonly number[] =>
    [
      ...sentenceFeatures(text, 0, text.length, (start, end) => ['Anna', 'Elsa'].includes(text.slice(start, end))),
    ].sort();

  it('knows names and numbers as a kind only', () => {
    expect(features('Anna äter 12 tabletter')).toEqual(features('Elsa äter 7 tabletter'));
    expect(features('Vi ringer Ragnhild')).toEqual(features('Vi ringer Mohammed'));
    expect(features('Anna äter')).not.toEqual(features('Anna sover'));
  });

  it('tells what is asked from what is said', () => {
    expect(features('hon är sjuk?')).not.toEqual(features('hon är sjuk.'));
    expect(features('hon är sjuk!')).toEqual(features('hon är sjuk.'));
  });

  it('shares what the neighbouring languages share', () => {
    expect(features('hon äter kött')).toEqual(features('HON æter køtt'));
  });

  it('is total, and gives each feature once', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const found = sentenceFeatures(text, 0, text.length, () => false);
        expect(new Set(found).size).toBe(found.length);
      }),
    );
  });
});

describe('the passages of a text', () => {
  const { data } = loadDetectorData(PACKAGE_RULES);

  it('are each sentence and the pair with the one before it, ascending by where they begin', () => {
    const { texts } = sketchedMail({ body: 'Elsa Vik är hemma. Hon har adhd. Vi hör av oss.' });
    const passages = compileTeaching(data).mail(texts);
    expect(passages.map(({ text }) => text.trim())).toEqual([
      'Elsa Vik är hemma.',
      'Elsa Vik är hemma. Hon har adhd.',
      'Hon har adhd.',
      'Hon har adhd. Vi hör av oss.',
    ]);
  });

  it('count beside a mere mention of the subject of protected identities', () => {
    const told =
      'Mor flygtede i oktober, og han må under ingen omstændigheder få at vide, hvilken børnehave den lille går i.';
    const body = `${told}\n\nRutinen för skyddad identitet finns på intranätet.`;
    const found = compileDetectors(data).detect(sketchedMail({ body }));
    expect(found.filter((f) => f.category === 'protected-identity').map((f) => f.confidence)).not.toEqual(['low']);
  });
});

describe('compileWording()', () => {
  const row = (weights: readonly number[]): string => Buffer.from(Int8Array.from(weights).buffer).toString('base64');
  const data: WordingData = {
    version: 1,
    bits: 2,
    scale: 0.5,
    bias: -1,
    weights: row([2, 4, -6, 0]),
    categories: [
      { name: 'health', bias: 0, weights: row([0, 0, 8, 0]) },
      { name: 'criminal', bias: 0.5, weights: row([8, 0, 0, 0]) },
    ],
    categoryBits: 2,
    categoryScale: 1,
  };

  it('adds up weights and divides by the root of their number', () => {
    const model = compileWording(data);
    expect(model.sum([0, 1])).toBe(3);
    expect(model.logOdds(model.sum([0, 1, 3, 3]), 4)).toBe(-1 + 3 / 2);
    expect(model.logOdds(0, 0)).toBe(-1);
  });

  it('names the category with the highest odds', () => {
    const model = compileWording(data);
    expect(model.categoryOf([[2], [3]])).toBe('health');
    expect(model.categoryOf([[0]])).toBe('criminal');
    expect(model.categoryOf([])).toBe('criminal');
  });
});

describe('the verdict', () => {
  const letter = demandOf({ topical: false, form: false }, 4);
  const combinedScore = (weights: Weights): number => combined(weights, letter);

  it('rises with the wording and with the lists, and falls with what speaks against', () => {
    const base = { listed: 40, logOdds: 2, damping: 0, doubt: 0, somebody: true, linked: false };
    expect(combinedScore({ ...base, logOdds: 3 })).toBeGreaterThan(combinedScore(base));
    expect(combinedScore({ ...base, listed: 90 })).toBeGreaterThan(combinedScore(base));
    expect(combinedScore({ ...base, damping: -30 })).toBeLessThan(combinedScore(base));
    expect(combinedScore({ ...base, somebody: false })).toBeLessThan(combinedScore(base));
    expect(wordingScore(50, letter)).toBe(100);
    expect(wordingScore(-50, letter)).toBe(0);
  });

  it('lets what is said plainly of somebody by name stand unless the wording speaks against it', () => {
    const plain = { listed: 70, logOdds: 0, damping: 0, doubt: 0, somebody: true, linked: true };
    expect(combinedScore(plain)).toBe(60);
    expect(combinedScore({ ...plain, linked: false })).toBeLessThan(60);
    expect(combinedScore({ ...plain, logOdds: -2 })).toBeLessThan(60);
    expect(combined(plain, demandOf({ topical: true, form: false }, 4))).toBeLessThan(60);
  });

  it('asks more of a text about a topic, and of a long one', () => {
    expect(demandOf({ topical: true, form: false }, 4).more).toBeGreaterThan(letter.more);
    expect(demandOf({ topical: false, form: false }, 200).more).toBeGreaterThan(letter.more);
    expect(demandOf({ topical: false, form: false }, 0).more).toBe(0);
  });
});

describe('detect() with the shipped model', () => {
  const { data } = loadDetectorData(PACKAGE_RULES);
  const withWording = compileDetectors(data);
  const listsOnly = compileDetectors({ ...data, options: { ...data.options, wording: 'off' } });
  const acts = (detectors: typeof withWording, body: string): readonly string[] =>
    detectors
      .detect(sketchedMail({ body }))
      .filter(({ confidence }) => confidence !== 'low')
      .map(({ detector }) => detector);

  it.each([
    ['sv', 'Hon orkar inte gå upp på morgnarna längre och har slutat äta sedan pappan flyttade.'],
    ['nb', 'Hun orker ikke stå opp om morgenen lenger og har sluttet å spise etter at faren flyttet ut.'],
    ['da', 'Hun magter ikke at komme ud af sengen, og der er ikke mad i huset til drengene.'],
    ['nn', 'Ho har ikkje vore på skulen sidan i haust og sit berre inne på rommet sitt.'],
  ])('%s: everyday words about somebody, which no list has', (_, body) => {
    expect(acts(listsOnly, body)).toEqual([]);
    expect(acts(withWording, body).join()).toMatch(/-wording/);
  });

  it.each([
    'Hon orkar inte komma på fredag, kan vi flytta mötet till veckan efter?',
    'Hunden orker ikke gå lenger enn til postkassen, men vi møtes gjerne der.',
    'Kaffen lugtede fælt igen i går, da han hentede kopperne.',
  ])('%s passes', (body) => {
    expect(acts(withWording, body)).toEqual([]);
  });

  it('counts places, not the passages that a sentence stands in', () => {
    const body = 'Hej.\nHon orkar inte gå upp på morgnarna längre och har slutat äta. Vi hörs.';
    const [finding] = withWording.detect(sketchedMail({ body })).filter(({ confidence }) => confidence !== 'low');
    expect(finding?.count).toBe(1);
  });

  it('an own model in the rule directory wins', () => {
    const own = { ...emptyDetectorData(), wording: data.wording };
    expect(mergeDetectorData(emptyDetectorData(), own).wording).toBe(data.wording);
    expect(mergeDetectorData(own, emptyDetectorData()).wording).toBe(data.wording);
  });
});
