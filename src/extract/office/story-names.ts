/** Names in the parts of OOXML by which a story is told from what surrounds it: elements, and the code of a field. */

/** Text that is layout or machine data: positions, sizes, base64, cell references of charts. */
export const SILENT = new Set([
  'posOffset',
  'pctWidth',
  'pctHeight',
  'pctPosHOffset',
  'pctPosVOffset',
  'align',
  'binData',
  'f',
  'DigestValue',
  'SignatureValue',
  'X509Certificate',
  'Modulus',
  'Anchor',
  'idx',
]);

/** Where a drawing of a sheet is anchored (ECMA-376 part 1, 20.5.2): numbers of columns and rows. */
export const ANCHORS = /^(?:col|row)(?:Off)?$/u;

/** Tracked changes of form, cells and ranges (ECMA-376 part 1, 17.13.5); those of text are told apart as they open. */
export const CHANGES = /Change$|^cell(?:Ins|Del|Merge)$|RangeStart$/u;

/** A field that shows the number of the page (ECMA-376 part 1, 17.16.5.44). */
export const PAGE = /^\s{0,9}PAGE\b/iu;
