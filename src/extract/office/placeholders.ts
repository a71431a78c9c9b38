/**
 * Placeholders of slide masters and layouts (ECMA-376 part 1, 19.3.1.36): what stands in them ("Click to edit the title text format") is on no
 * slide, other than the shapes of a master without one. In: the XML of a master. Out: that without its placeholders, and them by
 * themselves, so that what they say is read but does not stand among what the slides say. Linear.
 */

/** Parts whose placeholders are prompts, by root element. */
const MASTERS = new Set(['sldMaster', 'sldLayout', 'notesMaster', 'handoutMaster']);
const SHAPE_END = /<\/(\w{0,20}:?)sp\s{0,20}>/gu;
const PLACEHOLDER = /<(?:\w{1,20}:)?ph[\s/>]/u;

/** A part in two; `prompts` is empty where there are none. */
interface Divided {
  readonly shown: string;
  readonly prompts: string;
}

/** @param root element of the part */
export function dividePlaceholders(xml: string, root: string): Divided {
  if (!MASTERS.has(root)) return { shown: xml, prompts: '' };
  const shown: string[] = [];
  const prompts: string[] = [];
  let from = 0;
  for (const end of xml.matchAll(SHAPE_END)) {
    const piece = xml.slice(from, end.index + end[0].length);
    from += piece.length;
    const element = `<${end[1] ?? ''}sp`;
    const start = Math.max(piece.lastIndexOf(`${element}>`), piece.lastIndexOf(`${element} `));
    const isPrompt = start >= 0 && PLACEHOLDER.test(piece.slice(start));
    shown.push(isPrompt ? piece.slice(0, start) : piece);
    if (isPrompt) prompts.push(piece.slice(start));
  }
  shown.push(xml.slice(from));
  return { shown: shown.join(''), prompts: prompts.length === 0 ? '' : `<${root}>${prompts.join('')}</${root}>` };
}
