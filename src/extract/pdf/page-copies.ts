/** A copy of a PDF with a tree of pages of its own, written behind it as an editor writes what has changed (ISO 32000-1 §7.5.6). */
import type { FoundObject, RawPdf } from './raw-objects.ts';
import { isList, isRef } from './raw-values.ts';

/** A copy of the file whose tree holds nothing but those pages. */
export interface PageCopy {
  readonly bytes: Buffer;
  readonly pages: number;
}

/** Readers take no numbers beyond. */
const LAST_NUMBER = 8_388_000;

/** Pages of a copy: one of the file, by its number and generation, or what a new one holds besides its type. */
export type CopiedPage = { readonly number: number; readonly generation: number } | { readonly entries: string };

/**
 * @param found objects as they stand in the file: those that its table does not list are listed in the copy
 * @param pages at least one; what new ones hold must have no strings, because the file may be encrypted
 * @returns null where the copy could not be opened
 */
export function copyWithPages(
  bytes: Buffer,
  raw: RawPdf,
  found: readonly FoundObject[],
  pages: readonly CopiedPage[],
): PageCopy | null {
  const encrypt = raw.trailer.get('Encrypt');
  if (encrypt !== undefined && !isRef(encrypt)) return null;
  const first = raw.objects.reduce((most, { number }) => Math.max(most, number), 0) + 1;
  if (first > LAST_NUMBER) return null;
  const objects: string[] = [];
  const kids = pages.map((page) => {
    if (!('entries' in page)) return `${page.number} ${page.generation} R`;
    objects.push(`<< /Type /Page /Parent ${first} 0 R ${page.entries} >>`);
    return `${first + 1 + objects.length} 0 R`;
  });
  objects.unshift(
    `<< /Type /Pages /Count ${pages.length} /Kids [${kids.join(' ')}] >>`,
    `<< /Type /Catalog /Pages ${first} 0 R >>`,
  );
  const chunks: string[] = ['\n'];
  let size = bytes.length + 1;
  const places = new Map<number, { readonly at: number; readonly generation: number }>();
  for (const { number, generation, start } of found) places.set(number, { at: start, generation });
  for (const [i, object] of objects.entries()) {
    const text = `${first + i} 0 obj\n${object}\nendobj\n`;
    places.set(first + i, { at: size, generation: 0 });
    chunks.push(text);
    size += text.length;
  }
  const rows = [...places].map(
    ([number, { at, generation }]) =>
      `${number} 1\n${String(at).padStart(10, '0')} ${String(generation).padStart(5, '0')} n \n`,
  );
  const before = /startxref\s+(\d{1,10})[^\d]*$/u.exec(bytes.toString('latin1', Math.max(0, bytes.length - 2048)))?.[1];
  const id = raw.trailer.get('ID');
  const ids = isList(id)
    ? id.map((part) => (Buffer.isBuffer(part) ? `<${part.toString('hex')}>` : '<>')).join(' ')
    : '';
  const trailer = [
    `/Size ${first + objects.length} /Root ${first + 1} 0 R`,
    before === undefined ? '' : `/Prev ${before}`,
    isRef(encrypt) ? `/Encrypt ${encrypt.ref} 0 R` : '',
    ids === '' ? '' : `/ID [${ids}]`,
  ];
  chunks.push(`xref\n${rows.join('')}trailer\n<< ${trailer.join(' ')} >>\nstartxref\n${size}\n%%EOF\n`);
  return { bytes: Buffer.concat([bytes, Buffer.from(chunks.join(''), 'latin1')]), pages: pages.length };
}
