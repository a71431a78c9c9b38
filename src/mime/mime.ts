/**
 * mime: the bytes of a message to its structure, and small changes back.
 *
 * In: the bytes as spooled. Out: a flat list of parts with byte ranges (`parseMessage`), decoded header values, decoded
 * bodies, other plausible readings of the same bytes, and `Edit`s that change a part or the Subject and nothing else.
 * Promises: total on any bytes, linear in their number, no recursion; departures from the standards are recorded as
 * oddities. Refuses nothing. Pure: no files, clock or randomness.
 */
export { parseMessage, partHeaders, textGaps, type TextGap } from './tree.ts';
export { decodeBody, decodings, decodeTransfer, decodeBase64, decodeQuotedPrintable } from './transfer.ts';
export { alternativeReadings, type AlternativeReading } from './readings.ts';
export { addressesOf, type MailAddress } from './addresses.ts';
export { bytesOfWords, decodeWords, eightBitText } from './words.ts';
export { wideNumbers } from './wide-digits.ts';
export { decodeCharset, knownCharset } from './charset.ts';
export { decodedSubject, field, fieldsNamed, subjectRange, signedStructure } from './facts.ts';
export { parseParameters, type ParsedValue } from './parameters.ts';
export { replacePartWithNote, prefixSubject, replaceSubject, insertHeader } from './edits.ts';
