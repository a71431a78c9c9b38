import { Transform } from 'node:stream';
import type { Edit } from '../core/ruling.ts';

/** placeholder */
export function applyEdits(_edits: readonly Edit[]): Transform {
  throw new Error('not yet');
}
