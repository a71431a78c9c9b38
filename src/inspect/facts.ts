import type { MessageFacts, SecureWord } from '../core/inspection.ts';
import type { HeaderField } from '../core/message.ts';
import type { MessageReading } from '../extract/extract.ts';
import { addressesOf, eightBitText, field, fieldsNamed } from '../mime/mime.ts';
import { guessLanguage } from './language.ts';
import { cutSecureWord } from './secure-word.ts';

/** RFC 5322 §2.1.1 allows lines of 998; a fact longer than this is an attack and is cut. */
const MAX_FACT_LENGTH = 2_000;
/** Addresses or repetitions of a field that are looked at. */
const MAX_FACTS = 10_000;

const fact = (text: string): string => text.slice(0, MAX_FACT_LENGTH);

/** Text that the language is told from: more than a hundred words, of which nearly half are everyday ones. */
const SAMPLE_LENGTH = 800;

const addresses = (headers: readonly HeaderField[], name: string): string[] =>
  fieldsNamed(headers, name)
    .flatMap((header) => addressesOf(header.value))
    .map((mailbox) => fact(eightBitText(mailbox.address))) // RFC 6532 §3.2
    .filter((address) => address !== '')
    .slice(0, MAX_FACTS);

function valueOf(headers: readonly HeaderField[], name: string): string | null {
  const found = field(headers, name);
  return found === null ? null : fact(found.value.trim());
}

/** RFC 2919, RFC 2369, and the old Precedence field. */
function isBulk(headers: readonly HeaderField[]): boolean {
  if (field(headers, 'list-id') !== null || field(headers, 'list-unsubscribe') !== null) return true;
  return /^(?:bulk|list|junk)$/iu.test(valueOf(headers, 'precedence') ?? '');
}

/** RFC 3834 §5. */
function isAutoSubmitted(headers: readonly HeaderField[]): boolean {
  const value = valueOf(headers, 'auto-submitted');
  return value !== null && !/^no\b/iu.test(value);
}

/**
 * Where a word that asks for the secure channel stands in the raw subject, with one blank beside it.
 * A word whose bytes cannot be told apart is left standing: the range is then empty at the field's end.
 */
function secureWordOf(reading: MessageReading, bytes: Buffer, words: readonly string[]): SecureWord | null {
  const subject = field(reading.message.headers, 'subject');
  const decoded =
    reading.texts.find((text) => text.where === 'subject' && text.path.length === 0)?.text.toLowerCase() ?? '';
  const word = words.find((candidate) => decoded.includes(candidate.toLowerCase()));
  if (subject === null || word === undefined) return null;
  const { start, end } = subject.range;
  const cut = cutSecureWord(bytes.toString('latin1', start, end), word);
  return cut === null ? { start: end, end } : { ...cut, start: start + cut.start, end: start + cut.end };
}

const LABEL_FIELDS = [
  'sensitivity',
  'x-classification',
  'msip_labels',
  'x-ms-exchange-organization-classification',
  'x-label',
];

/** Header facts that rules, notices and reports need. */
export function messageFacts(reading: MessageReading, bytes: Buffer, secureWords: readonly string[]): MessageFacts {
  const { headers } = reading.message;
  const body = reading.texts
    .filter((text) => text.where === 'body' || text.where === 'subject')
    .map((text) => text.text.slice(0, SAMPLE_LENGTH))
    .join('\n');
  return {
    from: addresses(headers, 'from'),
    to: addresses(headers, 'to'),
    cc: addresses(headers, 'cc'),
    bcc: addresses(headers, 'bcc'),
    messageId: valueOf(headers, 'message-id'),
    date: valueOf(headers, 'date'),
    hopCount: fieldsNamed(headers, 'received').length,
    autoSubmitted: isAutoSubmitted(headers),
    bulk: isBulk(headers),
    loopMarks: fieldsNamed(headers, 'x-brevvakt-loop')
      .slice(0, MAX_FACTS)
      .map((header) => fact(header.value)),
    language: guessLanguage(body.slice(0, SAMPLE_LENGTH)),
    secureWord: secureWordOf(reading, bytes, secureWords),
    labels: LABEL_FIELDS.flatMap((name) => fieldsNamed(headers, name).map((header) => fact(header.value.trim()))).slice(
      0,
      MAX_FACTS,
    ),
    attachmentCount: reading.message.parts.filter((part) => part.disposition === 'attachment' || part.fileName !== null)
      .length,
    quotedOnly: false,
  };
}
