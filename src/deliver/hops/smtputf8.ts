import type { OutgoingMail } from './hop.ts';

const isAscii = (text: string): boolean => /^[\x00-\x7f]*$/u.test(text);

/** Does the header, up to the empty line, hold a byte beyond ASCII? Reads no further than that. */
async function hasEightBitHeader(mail: OutgoingMail): Promise<boolean> {
  const content = await mail.content();
  let before = '\r\n'; // a mail may begin with the empty line
  for await (const chunk of Buffer.isBuffer(content) ? [content] : content) {
    const text = before + (chunk as Buffer).toString('latin1');
    const end = text.indexOf('\r\n\r\n');
    if (/[\x80-\xff]/u.test(end === -1 ? text : text.slice(0, end))) return true;
    if (end !== -1) return false;
    before = text.slice(-3);
  }
  return false;
}

/**
 * Tells whether a mail really needs SMTPUTF8 (RFC 6531 §3.4): an address or its header is beyond ASCII. Some clients ask for it
 * with every mail; for want of it a hop is refused only what it could not carry, as Postfix does.
 */
export async function needsSmtputf8(mail: OutgoingMail): Promise<boolean> {
  const addresses = [mail.sender ?? '', ...mail.recipients.map(({ address }) => address)];
  return !addresses.every(isAscii) || (await hasEightBitHeader(mail));
}
