import { decodeWords } from './words.ts';

/** One mailbox of an address field. */
export interface MailAddress {
  /** display name, decoded; '' when there is none */
  readonly name: string;
  /** addr-spec as written, without angle brackets and comments; '' when there is none */
  readonly address: string;
}

interface Scan {
  readonly found: MailAddress[];
  phrase: string;
  angle: string;
  inAngle: boolean;
  sawAngle: boolean;
  comment: string;
}

function flush(scan: Scan): void {
  const words = scan.phrase.trim();
  const comment = scan.comment.trim();
  if (scan.sawAngle) {
    const route = scan.angle.trim();
    // RFC 5322 §4.4: an obsolete source route stands before the last ':'
    scan.found.push({
      name: decodeWords(words || comment),
      address: route.replace(/^@[^:]*:/, '').replace(/\s+/g, ''),
    });
  } else if (words !== '') {
    if (words.includes('@')) scan.found.push({ name: decodeWords(comment), address: words.replace(/\s+/g, '') });
    else scan.found.push({ name: decodeWords(words), address: '' });
  }
  scan.phrase = '';
  scan.angle = '';
  scan.comment = '';
  scan.inAngle = false;
  scan.sawAngle = false;
}

/**
 * Reads the mailboxes of an address field (From, To, Cc …), groups flattened (RFC 5322 §3.4). Total and linear: whatever
 * is no address becomes a name.
 * @param value unfolded field value
 */
export function addressesOf(value: string): readonly MailAddress[] {
  const scan: Scan = { found: [], phrase: '', angle: '', inAngle: false, sawAngle: false, comment: '' };
  let quoted = false;
  let depth = 0;
  for (let i = 0; i < value.length; i++) {
    const c = value.charAt(i);
    const put = (text: string): void => {
      if (depth > 0) scan.comment += text;
      else if (scan.inAngle) scan.angle += text;
      else scan.phrase += text;
    };
    if (c === '\\' && (quoted || depth > 0)) put(value.charAt(++i));
    else if (quoted) {
      if (c === '"') quoted = false;
      else put(c);
    } else if (c === '(') {
      if (depth++ > 0) put(c);
    } else if (depth > 0) {
      if (c === ')') {
        if (--depth > 0) put(c);
      } else put(c);
    } else if (c === '"') quoted = true;
    else if (c === '<') {
      scan.inAngle = true;
      scan.sawAngle = true;
    } else if (c === '>') scan.inAngle = false;
    else if ((c === ',' || c === ';') && !scan.inAngle) flush(scan);
    else if (c === ':' && !scan.inAngle && !scan.sawAngle && !scan.phrase.includes('@')) scan.phrase = '';
    else put(c);
  }
  flush(scan);
  return scan.found;
}
