import { describe, expect, test } from 'vitest';
import { loadDetectorData } from '../config/detectors/detectors.ts';
import { PACKAGE_RULES } from '../config/package-rules.ts';
import { partPath } from '../core/brand.ts';
import { TextBuilder, type ExtractedText } from '../core/text.ts';
import { sketchedMail } from '../testing/detect-mail.ts';
import { compileDetectors } from './detect.ts';

const detectors = compileDetectors(loadDetectorData(PACKAGE_RULES).data);
const body = (part: string, text: string): ExtractedText =>
  new TextBuilder().add(text, { zone: 'body' }).build(partPath(part), 'body', []);

describe('a mail that says the same as text and as HTML', () => {
  const said =
    'Hej! Elias i 4B har fått sin adhd-diagnos, personnummer 780805-2398.\nLösenordet till filen är Granit!4471.\n';

  test('has the findings of each in both parts, as if each had been read by itself', () => {
    const { context } = sketchedMail({});
    const inParts = (second: string) =>
      detectors
        .detect({ texts: [body('1', said), body('2', second)], context })
        .map(({ part, detector, score, count, zone }) => ({ part, detector, score, count, zone }));
    const twice = inParts(said);
    const detected = twice.map(({ detector }) => detector);
    expect(detected).toEqual(expect.arrayContaining(['se-personnummer', 'health-terms', 'password-in-clear']));
    expect(twice.filter(({ part }) => part === '2')).toHaveLength(twice.length / 2);
    // a text that differs is looked at by itself
    expect(inParts(`${said}\n`)).toEqual(twice);
  });
});
