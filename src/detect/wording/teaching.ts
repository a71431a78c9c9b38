/** What the model is taught with: the same features, in the same passages, as it judges by. */
import { partPath } from '../../core/brand.ts';
import type { DetectorData } from '../../core/detector-data.ts';
import { TextBuilder, type ExtractedText } from '../../core/text.ts';
import { genreOf } from '../context/genre.ts';
import { Observed, readWords } from '../observe.ts';
import { titleCues } from '../person/ambient.ts';
import { compileVocabulary, givenNameTest } from '../terms/vocabulary.ts';
import { featuresOf, passagesToJudge } from './judge.ts';
import type { Features } from './model.ts';

/** A passage in the features of the model. */
export interface Taught {
  readonly text: string;
  readonly features: Features;
}

/** Makes teaching material of passages and mails. */
export interface Teaching {
  passage(text: string): Taught;
  mail(texts: readonly ExtractedText[]): readonly Taught[];
}

/** Compiles the word lists that the features speak of. */
export function compileTeaching(data: DetectorData): Teaching {
  const vocabulary = compileVocabulary(data);
  const isGivenName = givenNameTest(data.givenNames);
  const observe = (source: ExtractedText): Observed =>
    new Observed(source, readWords(source.text, vocabulary), [], () => new Set());
  const mail = (texts: readonly ExtractedText[]): readonly Taught[] => {
    const observed = texts.map(observe);
    return observed.flatMap((text, index) => {
      if (text.source.where === 'header') return [];
      const { terms, signs, cues, source } = text;
      const genre = genreOf({ cues, signs, text: source.text }, titleCues(observed, index), false);
      // the words of a template are those of the letter that is made of it
      if (genre.form) return [];
      const sense = { terms, signs, cues, genre, ambient: [] };
      const isName = (start: number, end: number): boolean => isGivenName(source.text.slice(start, end));
      return passagesToJudge(text, sense).map((span) => ({
        text: source.text.slice(span.start, span.end),
        features: featuresOf(source.text, span, sense, isName),
      }));
    });
  };
  return {
    mail,
    passage: (text) => {
      const source = new TextBuilder().add(text, { zone: 'body' }).build(partPath('1'), 'body', []);
      const { terms, signs, cues } = observe(source);
      const sense = { terms, signs, cues, genre: genreOf({ cues, signs, text }, [], false), ambient: [] };
      const isName = (start: number, end: number): boolean => isGivenName(text.slice(start, end));
      return { text, features: featuresOf(text, { start: 0, end: text.length }, sense, isName) };
    },
  };
}
