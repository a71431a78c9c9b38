/** Header fields that are machinery: what of them is text all the same. */
import { decodeWords } from '../mime/mime.ts';
import { LABEL } from './odd-characters.ts';

/** Trace and machinery: no person reads them, and their long digit runs are times and ids. */
const TECHNICAL =
  /^(?:received(?:-spf)?|return-path|dkim-signature|domainkey-signature|arc-.*|authentication-results.*|message-id|in-reply-to|references|date|resent-date|resent-message-id|mime-version|content-(?:type|transfer-encoding|disposition|id|length|md5|language|class|location)|thread-index|delivered-to|envelope-to|lines|status|x-(?:ms-exchange.*|microsoft-.*|forefront.*|ms-(?!.*subject).*|eop.*|exchange-.*|spam.*|virus.*|google-.*|gm-.*|received.*|originating-ip|originatororg|mailer|mimeole|priority|msmail-priority|uidl?|mozilla-.*|brevvakt-.*|antiabuse|proofpoint.*|barracuda.*|mimecast.*|amavis.*|tmn|incomingtopheadermarker.*|incomingheadercount|sequence|pmx.*)|user-agent|precedence|auto-submitted|list-(?:id|unsubscribe.*|post|help|archive|subscribe|owner)|feedback-id|importance|priority|msip_labels|autocrypt|openpgp)$/i;

/** Tells whether a header field is machinery whose value is not read as text. @param name any case */
export const isTechnicalField = (name: string): boolean => TECHNICAL.test(name.slice(0, 80));

/**
 * The shape of an identifier with its hyphen, or its digits behind a label. Ids of mails are full of dates of their own time:
 * numbers that begin with one do not count without a label.
 */
const HYPHENED =
  /(?<![\w+-]|\d\.)(?:1[89]\d{6}|20[01]\d{5}|(?![23]\d[01]\d[0-3]\d)\d{6})[-+]\d{4}(?![\w.+-]*[A-Za-z\d])/gu;
const LABELLED = new RegExp(String.raw`(?:${LABEL.source})[^\p{L}\p{N}]{0,3}(?:\d{6}|\d{8})[-+ ]?\d{4,5}(?!\d)`, 'giu');
const SUSPICION = /\d{6}[-+ ]?\d{4}/u;

/**
 * What looks like an identifier in a field that nobody reads.
 * @param value unfolded, as it stands
 * @returns the numbers with their labels; none for nearly every field
 */
export function numbersInMachinery(value: string): readonly string[] {
  const text = value.includes('=?') ? decodeWords(value) : value;
  if (!SUSPICION.test(text)) return [];
  return [...text.matchAll(LABELLED), ...text.matchAll(HYPHENED)].map((match) => match[0]);
}
