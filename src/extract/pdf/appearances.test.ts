/** Which appearances are read by themselves, and what many of them cost. */
import { describe, expect, it } from 'vitest';
import { PdfBuilder, pdfOf, textAt } from '../../testing/pdf-builder.ts';
import { Budget, DEFAULT_LIMITS } from '../budget.ts';
import { appearancesFile } from './appearances.ts';
import { findObjects, readObjects } from './raw-objects.ts';

const FORM = '/Type /XObject /Subtype /Form /BBox [0 0 200 20]';

/** Pages on which the appearances of a file are read; 0 where it needs no second look. */
function pagesOf(bytes: Buffer, budget = new Budget(DEFAULT_LIMITS, () => performance.now())): number {
  const source = findObjects(bytes, budget);
  const raw = readObjects(source, bytes.length, null, budget);
  return appearancesFile(bytes, raw, source.found, budget)?.pages ?? 0;
}

/** @param annotation of the page, given the number of a form that draws another one with this content */
function drawing(content: string, annotation: (form: number) => string): Buffer {
  const b = new PdfBuilder();
  const inner = b.stream(content, FORM);
  const outer = b.stream('/R0 gs /Form Do', `${FORM} /Resources << /XObject << /Form ${inner} 0 R >> >>`);
  return pdfOf([textAt(50, 700, 'Hej')], { page: `/Annots [<< /Type /Annot /Rect [0 0 200 20] ${annotation(outer)} >>]` }, b); // prettier-ignore
}
const TEXT = 'BT /F1 12 Tf (811218-9876) Tj ET';
const PEN = '1 1 0 rg 0 0 200 20 re f';
const highlight = (form: number): string => `/Subtype /Highlight /AP << /N ${form} 0 R >>`;

describe('appearances', () => {
  it('are read where a form within them shows text, and not where none does', () => {
    expect(pagesOf(drawing(TEXT, highlight))).toBe(1);
    expect(pagesOf(drawing(PEN, highlight))).toBe(0);
  });

  it('are read where a form is drawn that they do not name', () => {
    const b = new PdfBuilder();
    const form = b.stream('/Somewhere Do', FORM);
    const note = `/Annots [<< /Type /Annot /Rect [0 0 200 20] ${highlight(form)} >>]`;
    expect(pagesOf(pdfOf([textAt(50, 700, 'Hej')], { page: note }, b))).toBe(1);
  });

  it('are read where their text is as long as a file may be', () => {
    const b = new PdfBuilder();
    const form = b.stream(`(${'a'.repeat(32_000_000)}) Tj`, FORM);
    const note = `/Annots [<< /Type /Annot /Rect [0 0 200 20] ${highlight(form)} >>]`;
    expect(pagesOf(pdfOf([textAt(50, 700, 'Hej')], { page: note }, b))).toBe(1);
  });

  it('that share a stream are looked into once', () => {
    const b = new PdfBuilder();
    const form = b.stream('(abcdefgh) Tj '.repeat(15_000), FORM, true);
    const note = b.add('null');
    for (let i = 0; i < 5_000; i++)
      b.add(`<< /Type /Annot /Subtype /Stamp /F 2 /Rect [0 0 9 9] /AP << /N ${form} 0 R >> >>`);
    const bytes = pdfOf([textAt(50, 700, 'Hej')], { page: `/Annots [${note} 0 R]` }, b);
    const before = process.cpuUsage().user;
    expect(pagesOf(bytes)).toBe(1);
    expect(process.cpuUsage().user - before).toBeLessThan(3_000_000);
  });
});
