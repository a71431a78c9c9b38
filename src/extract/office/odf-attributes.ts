/** What the attributes of an OpenDocument element (ISO/IEC 26300) say to a person: names, alternative texts, values of forms, targets. */
import type { Zone } from '../../core/category.ts';
import { link } from '../html/script.ts';
import { attributes } from './xml.ts';

/** Attributes with text a person wrote or could be shown. */
const TEXT_ATTRIBUTES: ReadonlyMap<string, Zone> = new Map([
  ['string-value', 'form'],
  ['string-value-if-true', 'field'],
  ['string-value-if-false', 'field'],
  ['description', 'form'],
  ['current-value', 'form'],
  ['label', 'form'],
  ['help-text', 'form'],
  ['display-name', 'metadata'],
  ['expression', 'metadata'],
  ['alt', 'alt-text'],
]);
const MAY_HOLD_TEXT =
  /(?:string-value|description|current-value|label|help-text|display-name|expression|condition|alt|href)/u;
/** Criteria of filters hold what stands, or stood, in cells. */
const CRITERIA = new Set(['filter-condition', 'filter-set-item']);
const NAMED_ELEMENTS: ReadonlyMap<string, Zone> = new Map([
  ['bookmark', 'bookmark'],
  ['bookmark-start', 'bookmark'],
  ['reference-mark', 'bookmark'],
  ['reference-mark-start', 'bookmark'],
  ['section', 'bookmark'],
  ['frame', 'alt-text'],
  ['named-range', 'metadata'],
  ['named-expression', 'metadata'],
  ['database-range', 'metadata'],
  ['user-field-decl', 'form'],
  ['variable-decl', 'form'],
]);
/** Their names repeat the names of sheets. */
const STYLES = new Set(['style', 'master-page', 'page-layout']);
const FORM_ELEMENT = /^(?:text-input|drop-down|label|placeholder|item|option|param|fieldmark|fieldmark-start)$/u;
const FORM_ATTRIBUTES = new Set(['name', 'value', 'title', 'label', 'current-value', 'default-value', 'text']);
const GEOMETRY =
  /^(?:id|change-id|path|d|viewBox|points|value|date-value|style-name|(?:x|y|width|height)\d?|[\w-]*style-name|(?:master-page|page-layout)-name)$/u;
/** Shape of an identifier. */
export const IDENTIFIER = /\d{6}[-+ ]\d{4,5}|\d{10}|\d{6}[-+A-FU-Ya-fu-y]\d{3}/u;

/** A text with what it is. */
interface AttributeText {
  readonly text: string;
  readonly zone: Zone;
}

/**
 * @param name of the element @param raw its attributes
 * @param around whether it stands in a form, or in a style, whose names nobody reads
 */
export function* attributeTexts(
  name: string,
  raw: string,
  around: { readonly inForm: boolean; readonly inStyle: boolean },
): Generator<AttributeText> {
  const named = NAMED_ELEMENTS.get(name);
  const inForm = around.inForm || FORM_ELEMENT.test(name);
  if (!inForm && named === undefined && !IDENTIFIER.test(raw) && !MAY_HOLD_TEXT.test(raw)) return;
  for (const { name: key, value } of attributes(raw)) {
    if (value === '' || (name === 'table-cell' && /value|formula/u.test(key))) continue;
    const zone = TEXT_ATTRIBUTES.get(key);
    if (inForm && FORM_ATTRIBUTES.has(key)) yield { text: value, zone: 'form' };
    else if (CRITERIA.has(name) && key === 'value') yield { text: value, zone: 'metadata' };
    else if (named !== undefined && key === 'name') yield { text: value, zone: named };
    else if (key === 'condition') yield { text: stringsOf(value), zone: 'form' };
    else if (zone !== undefined && !(key === 'display-name' && around.inStyle)) yield { text: value, zone };
    else if (key === 'href') {
      if (/^[a-z][a-z\d+.-]*:/iu.test(value)) yield { text: link(value), zone: 'link' };
    } else if (STYLES.has(name) && /name$/u.test(key)) continue;
    else if (!GEOMETRY.test(key) && IDENTIFIER.test(value)) yield { text: value, zone: 'attribute' };
  }
}

/** The strings of a condition, a line each: the choices of a list, what a cell must hold. Without any, the condition itself. */
function stringsOf(condition: string): string {
  const strings = [...condition.matchAll(/"([^"]{1,1000})"/gu)].map(([, text]) => text);
  return strings.length === 0 ? condition : strings.join('\n');
}
