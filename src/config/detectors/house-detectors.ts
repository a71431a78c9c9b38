import { z } from 'zod';
import type { CustomDetector, DetectorOptions } from '../../core/detector-data.ts';
import { checkFile } from '../mistakes.ts';
import { readYaml, type Mistake } from '../yaml-file.ts';
import { expressionProblem } from './expressions.ts';

/** Highest score a detector of the house may give. */
const MAX_SCORE = 100;
const MAX_WORDS = 20_000;
const MAX_EXPRESSIONS = 200;
const DEFAULT_SCORE = 70;

const word = z.string().min(2).max(120);
const schema = z.strictObject({
  detectors: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z][a-z0-9-]{1,60}$/, 'lower-case letters, digits and hyphens'),
        category: z.string().regex(/^[a-z][a-z0-9-]{1,60}$/, 'lower-case letters, digits and hyphens'),
        score: z.int().min(1).max(MAX_SCORE).default(DEFAULT_SCORE),
        words: z.array(word).max(MAX_WORDS).default([]),
        expressions: z.array(z.string()).max(MAX_EXPRESSIONS).default([]),
      }),
    )
    .default([]),
  options: z
    .strictObject({
      rule2032: z.enum(['off', 'keyword', 'on']).optional(),
      secureWords: z.array(z.string().min(2)).optional(),
      allowedIdentifiers: z.array(z.string().regex(/^[0-9A-Za-z+-]{9,13}$/, 'an identifier without blanks')).optional(),
      wording: z.enum(['on', 'off']).optional(),
      extraWorthy: z.array(z.enum(['iban', 'account', 'vehicle', 'property'])).optional(),
    })
    .optional(),
});

/** What a `detectors/*.yaml` file says. */
export interface HouseDetectors {
  readonly custom: readonly CustomDetector[];
  readonly options: Partial<DetectorOptions>;
  readonly mistakes: readonly Mistake[];
}

/**
 * Reads the detectors and options that IT staff wrote.
 * @param file name for messages
 */
export function readHouseDetectors(file: string, text: string): HouseDetectors {
  const yaml = readYaml(text);
  const checked = checkFile(yaml, schema);
  if (!('value' in checked)) return { custom: [], options: {}, mistakes: checked.mistakes };
  const mistakes: Mistake[] = [];
  const custom = checked.value.detectors.map((detector, i): CustomDetector => {
    if (detector.words.length + detector.expressions.length === 0) {
      mistakes.push({
        ...yaml.positionOf(['detectors', i]),
        message: `'${detector.id}' has neither words nor expressions`,
      });
    }
    for (const [j, expression] of detector.expressions.entries()) {
      const trouble = expressionProblem(expression, '');
      if (trouble === null) continue;
      mistakes.push({ ...yaml.positionOf(['detectors', i, 'expressions', j]), message: `${detector.id}: ${trouble}` });
    }
    const { line, column } = yaml.positionOf(['detectors', i]);
    return { ...detector, source: `${file}:${line}:${column}` };
  });
  const { rule2032, secureWords, allowedIdentifiers, wording, extraWorthy } = checked.value.options ?? {};
  return {
    custom: mistakes.length === 0 ? custom : [],
    options: {
      ...(rule2032 === undefined ? {} : { rule2032 }),
      ...(secureWords === undefined ? {} : { secureWords }),
      ...(allowedIdentifiers === undefined ? {} : { allowedIdentifiers }),
      ...(wording === undefined ? {} : { wording }),
      ...(extraWorthy === undefined ? {} : { extraWorthy }),
    },
    mistakes,
  };
}
