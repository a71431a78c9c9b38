/** Entities that a document declares itself (XML 1.0 §4). */

const MOST_ENTITIES = 1000;
const LONGEST_ENTITY = 10_000;
/** Entities are put in once: what they hold is text, never again a reference. */
const MOST_GROWTH = 1_000_000;
const NAME = String.raw`[\p{L}_][\p{L}\p{N}_.-]{0,80}`;
const DECLARED = new RegExp(String.raw`<!ENTITY\s+(${NAME})\s+(?:"([^"]*)"|'([^']*)')`, 'gu');
const REFERENCE = new RegExp(`&(${NAME});`, 'gu');
/** Known without a declaration (XML 1.0 §4.6). */
const PREDEFINED: ReadonlySet<string> = new Set(['amp', 'lt', 'gt', 'quot', 'apos']);
const DOCTYPE = '<!DOCTYPE';
/** The declarations of a document; brackets in quotation marks and comments do not end them. Every character fits one alternative only. */
const SUBSET = /^[^[>]*\[(?:"[^"]*"|'[^']*'|<!--(?:(?!-->)[^])*-->|(?!<!--)[^\]"'])*\]\s*>/u;
const LONGEST_SUBSET = 1_000_000;

const CHARACTER = /&#(?:x([\da-f]{1,6})|(\d{1,7}));/giu;
/** References to characters are put in where an entity is declared (§4.4.5); '&' and '<' would begin something new. */
const withCharacters = (value: string): string =>
  value.replace(CHARACTER, (reference, hex?: string, decimal?: string) => {
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code === 38 || code === 60 || code === 0 || code > 0x10ffff ? reference : String.fromCodePoint(code);
  });

/**
 * A document with its own entities put in, as programs show it. One that holds references itself ("billion laughs") stays.
 * @param isOwn names that count as left when nothing declares them: all but the predefined ones; in HTML none, it has its own
 * @returns the text as programs show it, and whether something was left as a reference
 */
export function withEntities(
  source: string,
  isOwn = (name: string): boolean => !PREDEFINED.has(name),
): { readonly text: string; readonly left: boolean } {
  if (!source.includes('<!ENTITY')) return { text: source, left: false };
  const begin = source.indexOf(DOCTYPE);
  const subset = begin < 0 ? undefined : SUBSET.exec(source.slice(begin, begin + LONGEST_SUBSET))?.[0];
  if (subset === undefined) {
    return { text: source, left: [...source.matchAll(REFERENCE)].some(([, name = '']) => isOwn(name)) };
  }
  const values = new Map<string, string>();
  for (const [, name = '', double, single] of subset.matchAll(DECLARED)) {
    const value = withCharacters(double ?? single ?? '');
    if (values.size < MOST_ENTITIES && value.length <= LONGEST_ENTITY) values.set(name, value);
  }
  let growth = 0;
  let left = false;
  const end = begin + subset.length;
  const body = source.slice(end).replace(REFERENCE, (reference, name: string) => {
    const value = values.get(name);
    growth += value?.length ?? 0;
    if (value !== undefined && growth <= MOST_GROWTH && !value.includes('&')) return value;
    left ||= value !== undefined || isOwn(name);
    return reference;
  });
  return { text: source.slice(0, end) + body, left };
}
