/** What the streams of one OpenDocument file tell each other: styles first, then the content. */
import { OdfFormats } from './odf-formats.ts';
import { noListStarts, type ListStarts } from './odf-numbers.ts';

/** What the streams of a document tell each other. */
export interface OdfShared {
  readonly numbering: { tables: number };
  /** names of styles that hide */
  readonly hiddenStyles: Set<string>;
  /** where lists begin */
  readonly lists: ListStarts;
  /** what fields show that is kept elsewhere */
  readonly kept: Map<string, string>;
  readonly formats: OdfFormats;
}
export const nothingShared = (numbering = { tables: 0 }, kept = new Map<string, string>()): OdfShared => ({
  numbering,
  hiddenStyles: new Set(),
  lists: noListStarts(),
  kept,
  formats: new OdfFormats(),
});
