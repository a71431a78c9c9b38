import { describe, expect, it } from 'vitest';
import { WORDING_VERSION } from '../../core/wording-version.ts';
import type { DetectorProblem } from './detectors.ts';
import { readWording } from './wording-file.ts';

const bytes = (count: number): string => Buffer.alloc(count).toString('base64');
const MODEL = {
  version: WORDING_VERSION,
  bits: 8,
  scale: 0.1,
  bias: 0,
  weights: bytes(256),
  categories: [{ name: 'health', bias: 0, weights: bytes(256) }],
  categoryBits: 8,
  categoryScale: 0.1,
};

function read(value: unknown): { readonly model: unknown; readonly problems: readonly DetectorProblem[] } {
  const problems: DetectorProblem[] = [];
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return { model: readWording('common/wording/model.json', text, problems), problems };
}

describe('readWording()', () => {
  it('takes a whole model', () => {
    expect(read(MODEL)).toEqual({ model: MODEL, problems: [] });
  });

  it.each([
    ['no JSON', '{"version": 1,'],
    ['another version', { ...MODEL, version: 99 }],
    ['weights missing', { ...MODEL, weights: bytes(200) }],
    ['a category cut short', { ...MODEL, categories: [{ name: 'health', bias: 0, weights: bytes(255) }] }],
    ['no category', { ...MODEL, categories: [] }],
    ['weights that are no base64', { ...MODEL, weights: '???' }],
    ['a table beyond measure', { ...MODEL, bits: 40 }],
  ])('refuses %s, and names the file and what to do', (_, value) => {
    const { model, problems } = read(value);
    expect(model).toBeNull();
    expect(problems).toHaveLength(1);
    expect(problems[0]?.file).toBe('common/wording/model.json');
    expect(problems[0]?.message).toMatch(/copy (?:the file|it) again/);
  });
});
