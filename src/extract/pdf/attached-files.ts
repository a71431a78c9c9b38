/**
 * Files in a PDF, whatever leads to them: a page, the catalogue or an element of the structure that they belong to (ISO 32000-2 §14.13),
 * rich media (§13.7), an entry that nothing leads to any more. pdf.js gives those of the file's list and of notes only.
 */
import type { EmbeddedFile } from '../format.ts';
import { decodeTextString, isDict, isRef } from './raw-values.ts';
import type { PdfDict } from './raw-values.ts';
import type { RawPdf } from './raw-objects.ts';
import { walk } from './raw-sweep.ts';

/** Files that are taken out. */
const MOST_FILES = 2_000;

function nameIn(specification: PdfDict): string | null {
  for (const key of ['UF', 'F']) {
    const name = specification.get(key);
    if (Buffer.isBuffer(name) && name.length > 0) return decodeTextString(name);
  }
  return null;
}

/** @returns each file once, as far as its filters are known */
export function attachedFiles(raw: RawPdf): readonly EmbeddedFile[] {
  const files: EmbeddedFile[] = [];
  const seen = new Set<number>();
  for (const object of raw.objects) {
    walk(object.value, 0, (key, listed, specification) => {
      if (key !== 'EF') return;
      const versions = isRef(listed) ? raw.current.get(listed.ref)?.value : listed;
      for (const version of isDict(versions) ? versions.values() : []) {
        if (!isRef(version) || seen.has(version.ref) || files.length >= MOST_FILES) continue;
        seen.add(version.ref);
        const data = raw.current.get(version.ref)?.data ?? null;
        if (data !== null && data.length > 0)
          files.push({ name: nameIn(specification), declaredType: null, bytes: data });
      }
    });
  }
  return files;
}
