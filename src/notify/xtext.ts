/**
 * Takes the `+hh` codes out of an xtext value (RFC 3461 §4). In a report ENVID and ORCPT stand decoded, as Postfix and Sendmail
 * write them: the sender's software looks for what it gave, not for its code.
 * @param value as it stood in MAIL FROM or RCPT TO; a code of anything but printable ASCII stays as it is
 */
export const decodeXtext = (value: string): string =>
  value.replace(/\+([0-9A-F]{2})/gu, (code, hex: string) => {
    const char = String.fromCharCode(parseInt(hex, 16));
    return /[\x20-\x7e]/.test(char) ? char : code;
  });
