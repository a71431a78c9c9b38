/**
 * Pages that nothing leads to any more: editors that only save what has changed take a page out of the tree and leave it in the file. They
 * are read through a tree of their own that is written behind a copy of the file (ISO 32000-1 §7.5.6).
 */
import type { FoundObject, RawPdf } from './raw-objects.ts';
import { isDict, isList, isRef, nameOf } from './raw-values.ts';
import type { PdfDict, PdfValue } from './raw-values.ts';

/** Pages outside the tree that are read. */
const MOST_ORPHANS = 200;
/** Nodes of the tree that are followed; a tree beyond is hostile. */
const MOST_NODES = 200_000;

/** A copy of the file whose tree holds nothing but those pages. */
export interface OrphanFile {
  readonly bytes: Buffer;
  readonly pages: number;
}

/** Numbers of the objects that the page tree leads to. */
function reachable(raw: RawPdf): Set<number> {
  const seen = new Set<number>();
  const dictOf = (value: PdfValue | undefined): PdfDict | null => {
    const target = isRef(value) ? raw.current.get(value.ref)?.value : value;
    return isDict(target) ? target : null;
  };
  const waiting: PdfValue[] = [dictOf(raw.trailer.get('Root'))?.get('Pages') ?? null];
  for (let node = waiting.pop(); node !== undefined && seen.size < MOST_NODES; node = waiting.pop()) {
    if (isRef(node)) {
      if (seen.has(node.ref)) continue;
      seen.add(node.ref);
    }
    const kids = dictOf(node)?.get('Kids');
    const list = isRef(kids) ? raw.current.get(kids.ref)?.value : kids;
    if (isList(list)) for (const kid of list) if (isRef(kid)) waiting.push(kid);
  }
  return seen;
}

const isPage = (value: PdfValue): boolean =>
  isDict(value) && value.has('Contents') && /^(?:Page|Template)$/u.test(nameOf(value.get('Type')));

/**
 * @param found objects as they stand in the file: those that its table does not list are listed in the copy
 * @returns null when every page is in the tree, or nothing is known of the tree
 */
export function orphanFile(bytes: Buffer, raw: RawPdf, found: readonly FoundObject[]): OrphanFile | null {
  const pages = [...raw.current.values()].filter(({ value }) => isPage(value));
  const inTree = reachable(raw);
  const orphans = pages.filter(({ number }) => !inTree.has(number)).slice(0, MOST_ORPHANS);
  // without a tree pdf.js looks for pages by itself
  if (orphans.length === 0 || !pages.some(({ number }) => inTree.has(number))) return null;
  const encrypt = raw.trailer.get('Encrypt');
  if (encrypt !== undefined && !isRef(encrypt)) return null;
  const first = Math.max(0, ...raw.current.keys()) + 1;
  if (first > 8_388_000) return null;
  const kids = orphans.map(({ number, generation }) => `${number} ${generation} R`).join(' ');
  const objects = [
    `<< /Type /Pages /Count ${orphans.length} /Kids [${kids}] >>`,
    `<< /Type /Catalog /Pages ${first} 0 R >>`,
  ];
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
    `/Size ${first + 2} /Root ${first + 1} 0 R`,
    before === undefined ? '' : `/Prev ${before}`,
    isRef(encrypt) ? `/Encrypt ${encrypt.ref} 0 R` : '',
    ids === '' ? '' : `/ID [${ids}]`,
  ];
  chunks.push(`xref\n${rows.join('')}trailer\n<< ${trailer.join(' ')} >>\nstartxref\n${size}\n%%EOF\n`);
  return { bytes: Buffer.concat([bytes, Buffer.from(chunks.join(''), 'latin1')]), pages: orphans.length };
}
