/**
 * Reads the arguments of MAIL FROM and RCPT TO (RFC 5321 §4.1.1.2, §4.1.1.3) with the parameters of SIZE, 8BITMIME, SMTPUTF8,
 * REQUIRETLS and DSN. Addresses and xtext values stay as they were written, so that they can be passed on unchanged.
 */
import type { Envelope, Recipient } from '../core/envelope.ts';

/** Why a command is refused; `text` is complete: code, enhanced code, sentence. */
export interface CommandError {
  readonly code: number;
  readonly text: string;
}

/** What MAIL FROM said. */
export interface MailCommand {
  readonly sender: string | null;
  /** declared size, 0 when absent */
  readonly size: number;
  readonly body: Envelope['body'];
  readonly smtputf8: boolean;
  readonly requireTls: boolean;
  readonly dsn: Envelope['dsn'];
}

const BAD_SENDER: CommandError = { code: 553, text: '5.1.3 Sender address syntax not understood' };
const BAD_RECIPIENT: CommandError = { code: 553, text: '5.1.3 Recipient address syntax not understood' };
const NEEDS_SMTPUTF8: CommandError = { code: 553, text: '5.6.7 Address needs SMTPUTF8' };
const syntax = (text: string): CommandError => ({ code: 501, text: `5.5.4 ${text}` });

/** RFC 5321 §4.5.3.1.3: 256 octets with the angle brackets. */
const MAX_PATH = 254;
const ASCII = /^[\x21-\x7e]*$/;
// Dots may stand anywhere in the local part: devices in the wild do that, and relays like Postfix let them.
const DOT_LOCAL = /^[^\s"(),:;<>@[\\\]\p{Cc}]+$/u;
const QUOTED_LOCAL = /^"(?:[^"\\\p{Cc}]|\\[\x20-\x7e])*"$/u;
const DOMAIN = /^(?!-)[\p{L}\p{M}\p{N}_-]{1,63}(?:\.[\p{L}\p{M}\p{N}_-]{1,63})*$/u;
const LITERAL = /^\[[\x21-\x5a\x5e-\x7e]{1,64}\]$/;
// Zero-width and direction marks: only good for making one address look like another.
const INVISIBLE = /[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u;
/** RFC 3461 §4 */
const XTEXT = /^(?:[\x21-\x2a\x2c-\x3c\x3e-\x7e]|\+[0-9A-F]{2})+$/;

/** Splits '<path> PARAMETERS' (or a path without brackets, as old devices send it). Null when it is neither. */
function splitPath(text: string): { path: string; rest: string } | null {
  if (!text.startsWith('<')) {
    const match = /^([^\s<>"]+)(?:\s+(.*))?$/u.exec(text);
    return match === null ? null : { path: match[1] ?? '', rest: match[2] ?? '' };
  }
  let quoted = false;
  for (let i = 1; i < text.length; i++) {
    const c = text.charAt(i);
    if (quoted && c === '\\') i++;
    else if (c === '"') quoted = !quoted;
    else if (c === '>' && !quoted) {
      const rest = text.slice(i + 1);
      return rest === '' || /^\s/u.test(rest) ? { path: text.slice(1, i), rest: rest.trim() } : null;
    } else if (c === '<' && !quoted) return null;
  }
  return null;
}

/**
 * Checks an address and lower-cases its domain.
 * @param path without angle brackets; a source route is taken off (RFC 5321 appendix C)
 * @returns null when it is no address
 */
export function readAddress(path: string): string | null {
  const address = path.replace(/^@[^\s,:@]+(?:,@[^\s,:@]+)*:/u, '');
  const at = address.lastIndexOf('@');
  if (at <= 0 || Buffer.byteLength(address) > MAX_PATH || INVISIBLE.test(address)) return null;
  const local = address.slice(0, at);
  const domain = address.slice(at + 1);
  if (!DOT_LOCAL.test(local) && !QUOTED_LOCAL.test(local)) return null;
  if (!DOMAIN.test(domain) && !LITERAL.test(domain)) return null;
  return `${local}@${domain.startsWith('[') ? domain : domain.toLowerCase()}`;
}

/** Reads 'KEY=value KEY' into a map; a bare keyword has the value ''. Null when a keyword is malformed or repeated. */
function readParameters(text: string): Map<string, string> | null {
  const parameters = new Map<string, string>();
  for (const word of text.split(/\s+/u).filter((w) => w !== '')) {
    const equals = word.indexOf('=');
    const key = (equals === -1 ? word : word.slice(0, equals)).toUpperCase();
    if (!/^[A-Z0-9][A-Z0-9-]*$/.test(key) || parameters.has(key) || equals === word.length - 1) return null;
    parameters.set(key, equals === -1 ? '' : word.slice(equals + 1));
  }
  return parameters;
}

const unknownParameter = (key: string): CommandError => ({
  code: 555,
  text: `5.5.4 Parameter ${key.slice(0, 40)} not supported`,
});

/**
 * Reads what follows 'MAIL FROM:'.
 * @param text the argument, bytes decoded as UTF-8; U+FFFD where they were not UTF-8
 * @param secure the connection is encrypted (RFC 8689 §2: REQUIRETLS only there)
 */
export function readMail(text: string, secure: boolean): MailCommand | CommandError {
  const split = splitPath(text.trim());
  if (split === null) return BAD_SENDER;
  const parameters = readParameters(split.rest);
  if (parameters === null) return syntax('Parameters not understood');
  let size = 0;
  let body: Envelope['body'] = '7BIT';
  let ret: 'FULL' | 'HDRS' | undefined;
  let envid: string | undefined;
  for (const [key, value] of parameters) {
    const upper = value.toUpperCase();
    switch (key) {
      case 'SIZE':
        if (!/^\d{1,20}$/.test(value)) return syntax('SIZE must be a number');
        size = Number(value);
        break;
      case 'BODY':
        if (upper !== '7BIT' && upper !== '8BITMIME') return syntax('BODY must be 7BIT or 8BITMIME');
        body = upper;
        break;
      case 'SMTPUTF8':
        if (value !== '') return syntax('SMTPUTF8 takes no value');
        break;
      case 'REQUIRETLS':
        if (value !== '') return syntax('REQUIRETLS takes no value');
        if (!secure) return { code: 530, text: '5.7.0 REQUIRETLS needs an encrypted connection' };
        break;
      case 'RET':
        if (upper !== 'FULL' && upper !== 'HDRS') return syntax('RET must be FULL or HDRS');
        ret = upper;
        break;
      case 'ENVID':
        if (!XTEXT.test(value) || value.length > 100) return syntax('ENVID not understood');
        envid = value;
        break;
      case 'AUTH':
        break; // RFC 4954 §5; says who submitted the mail elsewhere, which nothing here asks
      default:
        return unknownParameter(key);
    }
  }
  const smtputf8 = parameters.has('SMTPUTF8');
  const sender = split.path === '' ? null : readAddress(split.path);
  if (split.path !== '' && sender === null) return BAD_SENDER;
  if (sender !== null && /\ufffd/u.test(sender)) return BAD_SENDER;
  if (sender !== null && !ASCII.test(sender.replaceAll(' ', '')) && !smtputf8) return NEEDS_SMTPUTF8;
  return {
    sender,
    size,
    body,
    smtputf8,
    requireTls: parameters.has('REQUIRETLS'),
    dsn: { ...(ret === undefined ? {} : { ret }), ...(envid === undefined ? {} : { envid }) },
  };
}

const NOTIFY = ['NEVER', 'SUCCESS', 'FAILURE', 'DELAY'] as const;
type Notify = (typeof NOTIFY)[number];
const isNotify = (word: string): word is Notify => (NOTIFY as readonly string[]).includes(word);

function readNotify(value: string): readonly Notify[] | null {
  const words = value.toUpperCase().split(',');
  const known = words.filter(isNotify);
  if (known.length !== words.length || new Set(words).size !== words.length) return null;
  return known.includes('NEVER') && known.length > 1 ? null : known;
}

/**
 * Reads what follows 'RCPT TO:'.
 * @param text as for readMail()
 * @param smtputf8 the transaction was opened with SMTPUTF8
 */
export function readRcpt(text: string, smtputf8: boolean): Recipient | CommandError {
  const split = splitPath(text.trim());
  if (split === null) return BAD_RECIPIENT;
  const parameters = readParameters(split.rest);
  if (parameters === null) return syntax('Parameters not understood');
  let notify: readonly Notify[] | null | undefined;
  let orcpt: string | undefined;
  for (const [key, value] of parameters) {
    if (key === 'NOTIFY') {
      notify = readNotify(value);
      if (notify === null) return syntax('NOTIFY must be NEVER, or SUCCESS, FAILURE, DELAY');
    } else if (key === 'ORCPT') {
      // RFC 3461 §4.2; the address part is xtext, or UTF-8 for addr-type utf-8 (RFC 6533 §3)
      const match = /^([A-Za-z0-9-]+);(.+)$/u.exec(value);
      const utf8 = match?.[1]?.toLowerCase() === 'utf-8' && smtputf8;
      if (match === null || value.length > 500 || !(utf8 || XTEXT.test(match[2] ?? ''))) {
        return syntax('ORCPT not understood');
      }
      orcpt = value;
    } else return unknownParameter(key);
  }
  // RFC 5321 §4.1.1.3: postmaster without a domain is always an address
  const address = split.path.toLowerCase() === 'postmaster' ? split.path : readAddress(split.path);
  if (address === null || /\ufffd/u.test(address)) return BAD_RECIPIENT;
  if (!ASCII.test(address.replaceAll(' ', '')) && !smtputf8) return NEEDS_SMTPUTF8;
  return {
    address,
    ...(notify === undefined || notify === null ? {} : { notify }),
    ...(orcpt === undefined ? {} : { orcpt }),
  };
}

/** Tells a refusal from a result. */
export const isCommandError = (value: object): value is CommandError => 'code' in value && 'text' in value;
