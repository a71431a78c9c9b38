/** What a letter says of somebody is found whatever single word of another matter stands in it. */
import { describe, expect, it, test } from 'vitest';
import { loadDetectorData } from '../config/detectors/detectors.ts';
import { PACKAGE_RULES } from '../config/package-rules.ts';
import { acting } from '../testing/acting.ts';

const { data } = loadDetectorData(PACKAGE_RULES);

const STATEMENTS = {
  sv: [
    'Maria Lindgren är sjukskriven för depression.',
    'Rektor har gjort polisanmälan mot Hugo Bergdahl för misshandel.',
  ],
  nb: ['Marie Lund er sykmeldt på grunn av depresjon.', 'Elias Holm i 4B har fått diagnosen adhd.'],
  da: ['Marie Lund er sygemeldt med depression.', 'Skolen har politianmeldt Henrik Berg for vold.'],
} as const;
const THANKS = { sv: 'Tack för', nb: 'Takk for', da: 'Tak for' } as const;
/** Kinds of words that say what a text is about, not that nobody in it is real. */
const TOPICS: ReadonlySet<string> = new Set(['policy', 'bulk', 'jobad', 'meeting', 'generic', 'publicrole']);

const languagesOf = (listed: string): readonly (keyof typeof STATEMENTS)[] =>
  (['sv', 'nb', 'da'] as const).filter((lang) => listed.split(',').includes(lang));

describe('a clear statement', () => {
  it.each(['sv', 'nb', 'da'] as const)('in %s is found beside nearly every single word of a topic', (lang) => {
    const hidden: string[] = [];
    let tried = 0;
    for (const { kind, phrase, lang: listed } of data.signals) {
      if (!TOPICS.has(kind) || !languagesOf(listed).includes(lang)) continue;
      const word = phrase.replaceAll('*', '');
      for (const statement of STATEMENTS[lang]) {
        tried++;
        const body = `Hej,\n\n${THANKS[lang]} ${word}. ${statement}\n\nBerit\n`;
        if (acting({ subject: 'x', body }).length === 0) hidden.push(`${word}: ${statement}`);
      }
    }
    expect(tried).toBeGreaterThan(100);
    // a few say that what follows is general: 'handlingsplan mot', 'så gör du'
    expect(hidden.length, hidden.join('\n')).toBeLessThan(tried * 0.05);
  });

  test.each([
    [
      'a word that three languages list',
      'x',
      'Tack för filmen. Rektor har gjort polisanmälan för misshandel på Hugo Bergdahl idag.',
    ],
    ['a course', 'x', 'Takk for kurset. Marie Lund er sykmeldt på grunn av depresjon.'],
    ['the subject of what is answered', 'SV: Utbildning', 'Jonas Ek dricker igen och har fått ett återfall.'],
    ['the subject of what is answered, in Danish', 'SV: Temadag', 'Skolen har politianmeldt Henrik Berg for vold.'],
  ])('is not hidden by %s', (_what, subject, statement) => {
    expect(acting({ subject, body: `Hej,\n\n${statement}\n\nMvh\nBerit\n` })).not.toEqual([]);
  });
});
