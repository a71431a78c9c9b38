/** Header fields that are machinery: what of them is text all the same. */
import { addressesOf, bytesOfWords, decodeWords, parseParameters, wideNumbers } from '../../mime/mime.ts';
import { LABEL } from './odd-characters.ts';

/** Trace and machinery: no person reads them, and their long digit runs are times and ids. */
const TECHNICAL =
  /^(?:received(?:-spf)?|return-path|dkim-signature|domainkey-signature|arc-.*|authentication-results.*|message-id|in-reply-to|references|date|resent-date|resent-message-id|mime-version|content-(?:type|transfer-encoding|disposition|id|length|md5|language|class|location)|thread-index|delivered-to|envelope-to|lines|status|x-(?:ms-exchange.*|microsoft-.*|forefront.*|ms-(?!.*subject).*|eop.*|exchange-.*|spam.*|virus.*|google-.*|gm-.*|received.*|originating-ip|originatororg|mailer|mimeole|priority|msmail-priority|uidl?|mozilla-.*|brevvakt-.*|antiabuse|proofpoint.*|barracuda.*|mimecast.*|amavis.*|tmn|incomingtopheadermarker.*|incomingheadercount|sequence|pmx.*)|user-agent|precedence|auto-submitted|list-(?:id|unsubscribe.*|post|help|archive|subscribe|owner)|feedback-id|importance|priority|msip_labels|autocrypt|openpgp)$/i;

/** Tells whether a header field is machinery whose value is not read as text. @param name any case */
export const isTechnicalField = (name: string): boolean => TECHNICAL.test(name.slice(0, 80));

/**
 * The shape of an identifier with its hyphen, or its digits behind a label. Ids of mails are full of dates of their own time:
 * numbers that begin with one do not count without a label, nor do moments of the years before, which old threads go on referring to.
 */
const HYPHENED =
  /(?<![\w+-]|\d\.)(?!(?:20)?1\d(?:0[1-9]|1[0-2])[0-3]\d-(?:[01]\d|2[0-3])[0-5]\d(?!\d))(?:1[89]\d{6}|20[01]\d{5}|(?![23]\d[01]\d[0-3]\d)\d{6})[-+]\d{4}(?![\w.+-]*[A-Za-z\d])/gu;
const LABELLED = new RegExp(
  String.raw`(?:${LABEL.source}|\b(?:p(?:ers)?\.?nr|fnr|cpr|ssn))[^\p{L}\p{N}]{0,3}(?:\d{6}|\d{8})[-+ ]?\d{4,5}(?!\d)`,
  'giu',
);
const SUSPICION = /\d{6}[-+ ]?\d{4}/u;

/** Fields of addresses; those of machinery are told apart before. */
const ADDRESSES = /^(?:from|sender|cc|bcc|(?:[\w-]{1,40}-)?to|apparently-.*|x-.*(?:to|from|sender|rcpt|recipient))$/i;
const LOCAL_PART = /([^\s<>"(),:;@]{10,80})"?@/gu;

/** Names of mailboxes that may be numbers: the part before the '@', its marks as blanks. */
export const numberedMailboxes = (value: string): readonly string[] =>
  value.includes('@')
    ? [...value.matchAll(LOCAL_PART)]
        .map(([, name = '']) => name.replace(/[._+='](?!\d{4}(?!\d))|(?<=\D)[-.+]/gu, ' ').trim())
        .filter((name) => name.replace(/\D/gu, '').length >= 10)
    : [];

/** Names of people that quotation marks and comments take apart: `"8112""18-9876"`. */
const joinedNames = (value: string): readonly string[] =>
  /\d(?:"\s?"|\([^()]*\)|\\)[\d-]/u.test(value)
    ? addressesOf(value)
        .map(({ name }) => name)
        .filter((name) => SUSPICION.test(name) && !value.includes(name))
    : [];

/** What a header field says beside its value: numbers in its name, and in the addresses it holds. */
export function numbersBeside(name: string, value: string): readonly string[] {
  const mailboxes = ADDRESSES.test(name) ? numberedMailboxes(value) : [];
  const own = /\d{6}\D?\d{4}/u.test(name) ? [name.replace(/^\D+/u, '')] : [];
  return [...own, ...mailboxes, ...(ADDRESSES.test(name) ? joinedNames(value) : [])];
}

/** '.txt' behind a number makes it a part of a word, unless it is the name of a file. */
const EXTENSION = /\.[A-Za-z\d]{1,5}(?![\w.-])/gu;

/** The names of files in such a field: every value that a reader could take for one. */
export function fileNamesIn(value: string): readonly string[] {
  const { parameters, variants } = parseParameters(value);
  const names = ['filename', 'name'].flatMap((key) => [parameters[key] ?? '', ...(variants[key] ?? [])]);
  return [...new Set(names)].filter((name) => name !== '');
}

/** Those of the numbers of a field that are in none of its names of files. */
export function besideNames(value: string, numbers: readonly string[]): readonly string[] {
  if (numbers.length === 0) return numbers;
  const known = fileNamesIn(value).join('\n');
  return numbers.filter((number) => !known.includes(number));
}

/** Numbers of the fields that carry a file's name, which is a text of its own: what other readers may take for the name stands around it. */
export function numbersAroundName(value: string): readonly string[] {
  const bare = value.replace(EXTENSION, ' ');
  const uncommented = bare.includes('(') ? numbersInMachinery(bare.replace(/\([^()]*\)/gu, '')) : [];
  return besideNames(value, [...new Set([...numbersInMachinery(bare), ...uncommented])]);
}

const FOLD = /(?<=[\d-])(?:(?:[\r\n]+[ \t]+)+|\t+)(?=[\d-])/gu;

/**
 * Numbers that the folding of a field takes apart: readers that drop the white space of a fold show them whole.
 * @param raw the field as it stands in the mail
 */
export function numbersAcrossFolds(raw: string): readonly string[] {
  const joined = raw.replace(FOLD, '');
  return joined === raw ? [] : numbersInMachinery(joined.replace(EXTENSION, ' '));
}

/** Where a piece of a parameter ends and the next one begins (RFC 2231 §3), with the charset that some write in front of each. */
const PIECES = /"?\s*;\s*[\w-]{1,40}\*\d{1,3}(?:\*\s*=\s*"?(?:[\w.-]{2,40}'[\w-]{0,20}'(?=%))?|\s*=\s*"?)/giu;

/**
 * Numbers in a field whose bytes are of another charset than it says, or says nothing of.
 * @param value unfolded, as it stands
 */
export function numbersInOtherCharsets(value: string): readonly string[] {
  const bytes = bytesOfWords(value);
  if (!/^[^*%]*\*/u.test(bytes) || !bytes.includes('%')) return wideNumbers(bytes);
  const whole = bytes
    .replace(PIECES, (_all, offset: number) => (offset === bytes.search(PIECES) ? ' ' : ''))
    .replace(/%([\da-f]{2})/giu, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return [...wideNumbers(whole), ...numbersInMachinery(whole).filter((number) => !bytes.includes(number))];
}

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
