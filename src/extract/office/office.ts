/**
 * office: the readers of office documents.
 *
 * In: one document's bytes. Out: every text an office program keeps in it, visible or not, with its place; files inside;
 * what could not be read. Promises: total, iterative, within the budget; what was read before trouble is kept. Refuses
 * nothing of its formats. Formats: OOXML (docx, xlsx, xlsb, pptx and kin), OpenDocument, RTF, compound files (doc, xls, ppt, OOXML
 * under a password).
 */
import type { Format } from '../format.ts';
import { isOoxmlPackage, readOoxml } from './ooxml.ts';
import { readLegacy } from './legacy.ts';
import { isFlatOdf, isOdfPackage, readFlatOdf, readOdf } from './odf.ts';
import { isRtf, readRtf } from './rtf.ts';
import { Sink } from './sink.ts';

/** docx, docm, dotx, xlsx, xlsm, xlsb, pptx, ppsx … */
export const ooxmlFormat: Format = {
  id: 'ooxml',
  recognises: (sniff, document) =>
    (sniff.type?.startsWith('application/vnd.openxmlformats-officedocument') ?? false) ||
    (sniff.type?.startsWith('application/vnd.ms-') === true && /macroenabled|template/u.test(sniff.type)) ||
    (sniff.type === 'application/zip' && isOoxmlPackage(document.bytes)),
  extract: async (document, context) => {
    const sink = new Sink(document, context.budget);
    try {
      await readOoxml(document.bytes, sink);
    } catch (error) {
      sink.caught(error);
    }
    return sink.build();
  },
};

/** odt, ods, odp and their templates. */
export const odfFormat: Format = {
  id: 'odf',
  recognises: (sniff, document) =>
    (sniff.type?.startsWith('application/vnd.oasis.opendocument') ?? false) ||
    (sniff.type === 'application/zip' && isOdfPackage(document.bytes)),
  extract: (document, context) => {
    const sink = new Sink(document, context.budget);
    sink.guard(() => readOdf(document.bytes, sink, context));
    return sink.build();
  },
};

/** fodt, fods, fodp: the same in one XML file. Has to be asked before the reader of any XML. */
export const flatOdfFormat: Format = {
  id: 'flat-odf',
  recognises: (sniff, document) => sniff.type === 'application/xml' && isFlatOdf(document.bytes),
  extract: (document, context) => {
    const sink = new Sink(document, context.budget);
    sink.guard(() => readFlatOdf(document.bytes, sink));
    return sink.build();
  },
};

/** doc, xls, ppt, OOXML under a password, and compound files of other programs; messages (.msg) are not for this reader. */
export const compoundFormat: Format = {
  id: 'compound',
  recognises: (sniff) =>
    sniff.oleStreams !== null &&
    !sniff.oleStreams.some((name) => /__(?:properties_version|nameid_version|substg)1\.0/u.test(name)),
  extract: async (document, context) => {
    const sink = new Sink(document, context.budget);
    try {
      await readLegacy(document.bytes, sink, context, (bytes) => readOoxml(bytes, sink));
    } catch (error) {
      sink.caught(error);
    }
    return sink.build();
  },
};

/** rtf, also under the name .doc. */
export const rtfFormat: Format = {
  id: 'rtf',
  recognises: (sniff, document) =>
    sniff.type === 'application/rtf' || sniff.type === 'text/rtf' || isRtf(document.bytes),
  extract: (document, context) => {
    const sink = new Sink(document, context.budget);
    sink.guard(() => readRtf(document.bytes, sink));
    return sink.build();
  },
};
