/** Commands that may stand anywhere in a pipelined group, and those that may only end one (RFC 2920 §3.1). */
const ANYWHERE = new Set(['RSET', 'MAIL', 'RCPT']);
const ONLY_LAST = new Set(['DATA', 'QUIT', 'NOOP', 'EHLO', 'HELO', 'VRFY', 'STARTTLS']);

/**
 * Tells whether bytes that came in one go with an end mark are the beginning of a legitimate command group. RFC 2920 §3.1
 * lets a client send RSET or MAIL together with the last of the previous message, and Postfix sends QUIT that way; mail data,
 * or DATA with more behind it, there is another server's idea of where the message ended: a smuggled message.
 * @param bytes what follows <CRLF>.<CRLF>; the last line may be incomplete
 */
export function isCommandGroup(bytes: Buffer): boolean {
  if (bytes.length === 0) return true;
  const lines = bytes.toString('latin1').split('\r\n');
  const unfinished = lines.pop() ?? '';
  let ended = false;
  for (const [index, line] of lines.entries()) {
    if (ended || /[\r\n]/.test(line)) return false;
    const verb = /^[A-Za-z]+/.exec(line)?.[0].toUpperCase() ?? '';
    if (index === 0 && verb === 'RCPT') return false;
    if (ONLY_LAST.has(verb)) ended = true;
    else if (!ANYWHERE.has(verb)) return false;
  }
  if (unfinished === '') return true;
  if (ended || /[\r\n]/.test(unfinished.replace(/\r$/, ''))) return false;
  const start = /^[A-Za-z]*/.exec(unfinished)?.[0].toUpperCase() ?? '';
  return start !== '' && [...ANYWHERE, ...ONLY_LAST].some((verb) => verb.startsWith(start));
}
