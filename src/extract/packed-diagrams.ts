/**
 * Drawings of draw.io, which keeps each page deflated and written as letters inside its XML. In: the text of such a file. Out: the pages, as
 * XML to be read next. None for any other text.
 */
import { inflateRawSync } from 'node:zlib';
import type { Budget } from './budget.ts';
import type { EmbeddedFile } from './format.ts';
import { expandedBy } from './leftovers.ts';

const PACKED = /<diagram(?:\s[^<>]{0,400})?>\s{0,200}([A-Za-z\d+/=\s]{24,})<\/diagram>/gu;
const MOST_PAGES = 200;
const MOST_EXPANDED = 8 * 1024 * 1024;

/** The letters of a page stand in it as in a URL. */
function unescaped(page: Buffer): Buffer {
  const text = page.toString('latin1');
  try {
    return Buffer.from(decodeURIComponent(text));
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    return page;
  }
}

/** @param text of a document */
export function packedDiagrams(text: string, budget: Budget): readonly EmbeddedFile[] {
  if (!text.includes('<mxfile')) return [];
  const pages: EmbeddedFile[] = [];
  for (const [, letters = ''] of text.matchAll(PACKED)) {
    const page = expandedBy([inflateRawSync], Buffer.from(letters, 'base64'), budget, MOST_EXPANDED);
    if (page !== null)
      pages.push({ name: null, declaredType: 'application/xml', bytes: unescaped(page), internal: true });
    if (pages.length >= MOST_PAGES) break;
  }
  return pages;
}
