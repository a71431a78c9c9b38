/**
 * Messages of UN/EDIFACT (ISO 9735), as hospitals and municipalities exchange them (MedCom, KITH): a segment ends with an apostrophe, its
 * parts are separated by plus signs and colons, which to a detector look as if they belonged to the numbers. The text as it stands is
 * read besides.
 */
import { TextBuilder } from '../core/text.ts';
import type { Extraction, Format } from './format.ts';
import { extractPlain } from './plain.ts';

/** Sniffed type of such a message. */
export const EDIFACT = 'text/x-edifact';

/** One segment a line, its parts in columns. A question mark takes the meaning from the mark behind it. */
const inColumns = (text: string): string =>
  text
    .replace(/\?([?'+:])|['+:]/gu, (mark, escaped: string | undefined) => escaped ?? (mark === "'" ? '\n' : '\t'))
    .replace(/\n{2,}/gu, '\n');

export const edifactFormat: Format = {
  id: 'edifact',
  recognises: (sniff) => sniff.type === EDIFACT,
  extract: (document, context): Extraction => {
    const plain = extractPlain(document, context);
    const texts = plain.texts.map(({ text }) =>
      new TextBuilder()
        .add(`${inColumns(text)}\n`, { zone: 'body' })
        .build(document.part, document.where, document.path),
    );
    return { ...plain, texts: [...plain.texts, ...texts] };
  },
};
