/**
 * office: the readers of office documents.
 *
 * In: one document's bytes. Out: every text an office program keeps in it, visible or not, with its place; files inside;
 * what could not be read. Promises: total, iterative, within the budget; what was read before trouble is kept. Refuses
 * nothing of its formats. Formats: OOXML (docx, xlsx, pptx and kin).
 */
import type { Format } from '../format.ts';
import { isOoxmlPackage, readOoxml } from './ooxml.ts';
import { Sink } from './sink.ts';

/** docx, docm, dotx, xlsx, xlsm, pptx, ppsx … */
export const ooxmlFormat: Format = {
  id: 'ooxml',
  recognises: (sniff, document) =>
    (sniff.type?.startsWith('application/vnd.openxmlformats-officedocument') ?? false) ||
    (sniff.type?.startsWith('application/vnd.ms-') === true && /macroenabled|template/u.test(sniff.type)) ||
    (sniff.type === 'application/zip' && isOoxmlPackage(document.bytes)),
  extract: (document, context) => {
    const sink = new Sink(document, context.budget);
    sink.guard(() => readOoxml(document.bytes, sink));
    return sink.build();
  },
};
