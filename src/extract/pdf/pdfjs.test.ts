import { expect, it } from 'vitest';
import { pdfOf, textAt } from '../../testing/pdf-builder.ts';
import { openPdf } from './pdfjs.ts';

it('leaves the functions of the language as they are', async () => {
  const push = Object.getOwnPropertyDescriptor(Array.prototype, 'push');
  const parse = Object.getOwnPropertyDescriptor(JSON, 'parse');
  const open = await openPdf(pdfOf([textAt(40, 800, 'Hej', 10)]), null);
  expect('failure' in open).toBe(false);
  expect(Object.getOwnPropertyDescriptor(Array.prototype, 'push')).toEqual(push);
  expect(Object.getOwnPropertyDescriptor(JSON, 'parse')).toEqual(parse);
  if (!('failure' in open)) await open.close();
});
