import { expect, test } from 'vitest';
import { messageId } from '../core/brand.ts';
import { traceText } from './trace.ts';

test('traceText() says what could not be read, with its reason, beside what was found', () => {
  const entry = {
    reference: messageId('1BQ5B3R3SXZY'),
    about: null,
    at: '2026-11-27T07:03:35.393Z',
    listener: '127.0.0.1:2525',
    action: 'block',
    rule: 'external-uninspected',
    detectors: ['uninspected:encrypted'],
    categories: [],
    history: [{ at: '2026-11-27T07:03:35.478Z', state: 'rejected', hop: '', code: '' } as const],
  };
  expect(traceText(entry)).toBe(
    [
      '2026-11-27T07:03:35.393Z  1BQ5B3R3SXZY  block  rule external-uninspected',
      '    not read: encrypted',
      '    2026-11-27T07:03:35.478Z rejected',
      '',
    ].join('\n'),
  );
  const both = { ...entry, categories: ['weak-encryption'], detectors: ['uninspected:encrypted', 'weak-encryption'] };
  expect(traceText(both)).toContain('    found: weak-encryption by weak-encryption\n    not read: encrypted\n');
});
