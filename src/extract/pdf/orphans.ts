/**
 * Pages that nothing leads to any more: editors that only save what has changed take a page out of the tree and leave it in the file. They
 * are read through a tree of their own in a copy of the file.
 */
import { copyWithPages } from './page-copies.ts';
import type { PageCopy } from './page-copies.ts';
import type { FoundObject, RawPdf } from './raw-objects.ts';
import { isDict, isList, isRef, nameOf } from './raw-values.ts';
import type { PdfDict, PdfValue } from './raw-values.ts';

/** Pages outside the tree that are read. */
const MOST_ORPHANS = 200;
/** Nodes of the tree that are followed; a tree beyond is hostile. */
const MOST_NODES = 200_000;

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
export function orphanFile(bytes: Buffer, raw: RawPdf, found: readonly FoundObject[]): PageCopy | null {
  const pages = [...raw.current.values()].filter(({ value }) => isPage(value));
  const inTree = reachable(raw);
  const orphans = pages.filter(({ number }) => !inTree.has(number)).slice(0, MOST_ORPHANS);
  // without a tree pdf.js looks for pages by itself
  if (orphans.length === 0 || !pages.some(({ number }) => inTree.has(number))) return null;
  return copyWithPages(bytes, raw, found, orphans);
}
