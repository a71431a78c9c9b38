/** Places of the slides of a presentation: their order, their notes, whose comments they carry. */
import type { OfficePackage } from './package.ts';
import { attribute, attributes, scanXml } from './xml.ts';

/** Where a part of a presentation belongs. */
export interface SlidePlace {
  readonly number: number;
  /** 'slide 3', 'slide 3 notes' */
  readonly locator: string;
}

const fileOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1).toLowerCase();

/**
 * Reads presentation.xml and the relationships of the slides.
 * @returns by lower-case part name; empty for other packages
 */
export function slidePlaces(parts: OfficePackage): ReadonlyMap<string, SlidePlace> {
  const places = new Map<string, SlidePlace>();
  const slides = parts.names.filter((name) => /^ppt\/slides\/[^/]+\.xml$/iu.test(name));
  if (slides.length === 0) return places;
  const order = slideOrder(parts);
  // A slide that the presentation does not show is still in the file: numbered behind the others.
  const listed = new Set(order);
  const unlisted = slides.map(fileOf).filter((file) => !listed.has(file));
  [...order, ...unlisted].forEach((file, index) => {
    places.set(`ppt/slides/${file}`, { number: index + 1, locator: `slide ${index + 1}` });
    const relations = parts.peekXml(`ppt/slides/_rels/${file}.rels`);
    if (relations === null) return;
    for (const { target } of readRelations(relations)) {
      const part = `ppt/${target.replace(/^.*\.\.\//u, '').replace(/^\/ppt\//u, '')}`.toLowerCase();
      if (part.includes('notesslides/')) places.set(part, { number: index + 1, locator: `slide ${index + 1} notes` });
      else if (/\/(?:comments|charts|diagrams)\//u.test(part)) {
        const word = /\/(comment|chart|diagram)s\//u.exec(part)?.[1] ?? '';
        places.set(part, { number: index + 1, locator: `slide ${index + 1} ${word}` });
      }
    }
  });
  return places;
}

/** Makes slides come in their order, each followed by its notes. @returns a fraction to be added to the rank of a part */
export function presentationOrder(places: ReadonlyMap<string, SlidePlace>): (name: string) => number {
  return (name) => {
    const place = places.get(name.toLowerCase());
    return place === undefined ? 0 : place.number / (places.size + 2);
  };
}

function slideOrder(parts: OfficePackage): readonly string[] {
  const relations = parts.peekXml('ppt/_rels/presentation.xml.rels');
  const presentation = parts.peekXml('ppt/presentation.xml');
  if (relations === null || presentation === null) return [];
  const targets = new Map(readRelations(relations).map(({ id, target }) => [id, fileOf(target)]));
  const order = new Set<string>();
  const note = (name: string, raw: string): void => {
    if (name !== 'sldId') return;
    const id = attributes(raw).find((each) => each.name === 'id' && each.prefix !== '')?.value ?? '';
    const file = targets.get(id);
    if (file !== undefined) order.add(file);
  };
  scanXml(presentation, { open: note, close: () => undefined, text: () => undefined }, () => undefined);
  return [...order];
}

/** One relationship of a part. */
export interface Relation {
  readonly id: string;
  readonly type: string;
  readonly target: string;
  readonly external: boolean;
}

/** @returns all relationships of a .rels part */
export function readRelations(xml: string): readonly Relation[] {
  const found: Relation[] = [];
  const open = (name: string, raw: string): void => {
    if (name !== 'Relationship') return;
    found.push({
      id: attribute(raw, 'Id'),
      type: attribute(raw, 'Type'),
      target: attribute(raw, 'Target'),
      external: attribute(raw, 'TargetMode').toLowerCase() === 'external',
    });
  };
  scanXml(xml, { open, close: () => undefined, text: () => undefined }, () => undefined);
  return found;
}
