import { z } from 'zod';
import type { WordingData } from '../../core/detector-data.ts';
import { WORDING_VERSION } from '../../core/wording-version.ts';
import type { DetectorProblem } from './detectors.ts';

const bits = z.number().int().min(8).max(22);
const schema = z.strictObject({
  version: z.literal(WORDING_VERSION),
  bits,
  scale: z.number(),
  bias: z.number(),
  weights: z.base64(),
  categories: z.array(z.strictObject({ name: z.string(), bias: z.number(), weights: z.base64() })).min(1),
  categoryBits: bits,
  categoryScale: z.number(),
});

const bytesIn = (base64: string): number => Buffer.byteLength(base64, 'base64');

/** Reads a model of wording; it is written by a program, so a problem names the file only. @returns null when it cannot be used */
export function readWording(file: string, text: string, problems: DetectorProblem[]): WordingData | null {
  const refuse = (message: string): null => {
    problems.push({ file, line: 1, column: 1, message });
    return null;
  };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse('not JSON; copy the file again from the package');
  }
  const checked = schema.safeParse(value);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    return refuse(`no model of this version (${issue?.path.join('.') ?? ''}); copy the file again from the package`);
  }
  const model = checked.data;
  const whole =
    bytesIn(model.weights) === 1 << model.bits &&
    model.categories.every(({ weights }) => bytesIn(weights) === 1 << model.categoryBits);
  return whole ? model : refuse('the file is cut short; copy it again from the package');
}
