/** Elements that a browser puts in where they are left out (HTML §13.2.6.4.2 ff.): rules of style may speak of them. */

/** Elements of which a browser puts none into the body. */
const OF_HEAD: ReadonlySet<string> = new Set([
  'title',
  'meta',
  'link',
  'style',
  'script',
  'base',
  'template',
  'noscript',
]);

/** Whether what opens in an element stands outside the body. @param name of the open element, '' for none */
export const isOutsideBody = (name: string): boolean => name === '' || name === 'html' || name === 'head';

/**
 * What comes before an element, or text, that opens outside the body.
 * @param name of the element, '' for text
 * @returns names to be opened, '/head' where the head ends, in order
 */
export function impliedBefore(name: string, isOpen: (name: string) => boolean): readonly string[] {
  if (name === 'html') return [];
  const outer = isOpen('html') ? [] : ['html'];
  if (name === 'head' || name === 'body' || name === 'frameset' || OF_HEAD.has(name)) return outer;
  return [...outer, ...(isOpen('head') ? ['/head'] : []), 'body'];
}
