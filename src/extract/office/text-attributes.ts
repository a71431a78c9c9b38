/**
 * Attributes of OOXML that hold text a person wrote or could be shown, by element (ECMA-376 part 1, VML in part 4).
 * Everything else is swept for the shape of an identifier only: geometry and revision marks are numbers, too.
 */
import type { Zone } from '../../core/category.ts';
import { attributes } from './xml.ts';

type TextAttributes = readonly (readonly [name: string, zone: Zone])[];

const PICTURE: TextAttributes = [
  ['descr', 'alt-text'],
  ['title', 'alt-text'],
  ['name', 'alt-text'],
];
const VML: TextAttributes = [
  ['alt', 'alt-text'],
  ['title', 'alt-text'],
];
const HOVER: TextAttributes = [['tooltip', 'link']];
const NAMED: TextAttributes = [['name', 'metadata']];
const WRITER: TextAttributes = [
  ['name', 'metadata'],
  ['initials', 'metadata'],
  ['userId', 'metadata'],
];

const TABLE: ReadonlyMap<string, TextAttributes> = new Map<string, TextAttributes>([
  ['docPr', PICTURE],
  ['cNvPr', PICTURE],
  ['shape', VML],
  ['rect', VML],
  ['roundrect', VML],
  ['oval', VML],
  ['line', VML],
  ['polyline', VML],
  ['arc', VML],
  ['curve', VML],
  ['image', VML],
  ['group', VML],
  ['shapetype', VML],
  ['imagedata', [['title', 'alt-text']]],
  ['textpath', [['string', 'textbox']]],
  ['tblCaption', [['val', 'alt-text']]],
  ['tblDescription', [['val', 'alt-text']]],
  ['alias', [['val', 'form']]],
  [
    'tag',
    [
      ['name', 'form'],
      ['val', 'form'],
    ],
  ],
  [
    'listItem',
    [
      ['displayText', 'form'],
      ['value', 'form'],
    ],
  ],
  ['ocxPr', [['value', 'form']]],
  [
    'hyperlink',
    [
      ['tooltip', 'link'],
      ['display', 'link'],
      ['location', 'link'],
      ['docLocation', 'link'],
    ],
  ],
  ['hlinkClick', HOVER],
  ['hlinkHover', HOVER],
  ['hlinkMouseOver', HOVER],
  [
    'docVar',
    [
      ['name', 'metadata'],
      ['val', 'metadata'],
    ],
  ],
  ['attr', [['val', 'metadata']]],
  ['fldSimple', [['instr', 'field']]],
  [
    'comment',
    [
      ['author', 'comment'],
      ['initials', 'comment'],
    ],
  ],
  [
    'definedName',
    [
      ['comment', 'metadata'],
      ['description', 'metadata'],
      ['help', 'metadata'],
      ['statusBar', 'metadata'],
    ],
  ],
  ['fileSharing', [['userName', 'metadata']]],
  ['customWorkbookView', NAMED],
  ['pivotCacheDefinition', [['refreshedBy', 'metadata']]],
  ['rcmt', [['author', 'comment']]],
  [
    'person',
    [
      ['displayName', 'metadata'],
      ['author', 'metadata'],
      ['userId', 'metadata'],
    ],
  ],
  ['presenceInfo', [['userId', 'metadata']]],
  ['cmAuthor', WRITER],
  ['author', WRITER],
  ['section', NAMED],
  ['custShow', NAMED],
  ['sheetName', [['val', 'link']]],
  ['table', [['comment', 'metadata']]],
  ['tableColumn', [['totalsRowLabel', 'cell']]],
  ['protectedRange', NAMED],
  [
    'scenario',
    [
      ['name', 'metadata'],
      ['comment', 'metadata'],
      ['user', 'metadata'],
    ],
  ],
  ['inputCells', [['val', 'hidden']]],
  ['filter', [['val', 'metadata']]],
]);

/** Children of w:ffData (legacy form fields), whose values stand in w:val. */
export const FORM_FIELD_VALUES: ReadonlySet<string> = new Set([
  'name',
  'default',
  'listEntry',
  'statusText',
  'helpText',
]);

/** Those of them that tell what is to be filled in. */
export const FORM_FIELD_NAMES: ReadonlySet<string> = new Set(['name', 'statusText', 'helpText']);

const STRUCTURAL =
  /^(?:rsid\w*|author|initials|paraId|textId|parentId|durableId|id|uid|guid|uri|creationId|modId|cx|cy|x|y|w|h|style|path|adj\w*|spid|coord\w+|lastGUID|userId|providerId|Target)$/iu;

/** Shape of a Nordic identity number, loosely. */
const IDENTIFIER = /\d{6}[-+ ]\d{4,5}|\d{10}|\d{6}[-+A-FU-Ya-fu-y]\d{3}/u;

/**
 * Text in the attributes of one element.
 * @param element name without prefix
 * @param raw as handed to XmlHandler.open
 * @param found told each text with its zone; a value not known to be text only when it has the shape of an identifier
 */
export function readTextAttributes(element: string, raw: string, found: (text: string, zone: Zone) => void): void {
  const known = TABLE.get(element);
  if (known === undefined && (raw.length < 12 || !IDENTIFIER.test(raw))) return;
  for (const { name, value } of attributes(raw)) {
    if (value === '') continue;
    const zone = known?.find(([attribute]) => attribute === name)?.[1];
    if (zone !== undefined) found(value, zone);
    else if (!STRUCTURAL.test(name) && !value.startsWith('{') && IDENTIFIER.test(value))
      found(/^\d+$/u.test(value) ? `${name}: ${value}` : value, 'attribute');
  }
}
