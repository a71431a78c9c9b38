/** Text out of XML that is only a carrier: XMP packets, XFA forms. */

/** Text and attribute values of XML that need not be well-formed; linear. */
export function withoutTags(xml: string): string {
  const attributes = [...xml.matchAll(/\s[\w:.-]{1,80}=(?:"([^"<]{1,2000})"|'([^'<]{1,2000})')/gu)]
    .map((m) => m[1] ?? m[2] ?? '')
    .filter((value) => !/^(?:https?:\/\/(?:ns|www)\.(?:adobe|w3|xfa)\.|adobe:ns|uuid:|W5M0Mp)/u.test(value));
  const text = xml
    .replace(/<\?[^<>]*\?>/gu, '')
    .replace(/<[^<>]*>/gu, '\n')
    .concat('\n', attributes.join('\n'));
  return decodeEntities(text)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');
}

function decodeEntities(text: string): string {
  const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(lt|gt|quot|apos|amp));/giu, (whole, dec, hex, name) => {
    if (typeof name === 'string') return named[name.toLowerCase()] ?? whole;
    const code = typeof dec === 'string' ? Number(dec) : Number.parseInt(String(hex), 16);
    return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : whole;
  });
}
