/** Which lines of a plain text body are a quoted reply or a forwarded original, in the languages of the region. */

/** No line that opens a quotation is longer; longer lines are not tried. */
const MAX_LINE = 300;

/** '-----Ursprungligt meddelande-----', '---------- Forwarded message ---------', 'Begin forwarded message:' */
const SEPARATOR =
  /^[\s>*]*(?:[-_=*]{2,} ?(?:ursprungligt meddelande|originalmeddelande|vidarebefordrat (?:meddelande|brev)|opprinnelig melding|opprinneleg melding|videresendt melding|vidaresend melding|videresendt (?:besked|meddelelse|e-?mail)|oprindelig (?:meddelelse|besked|mail)|original message|original appointment|forwarded message|alkuper[äa]inen viesti|v[äa]litetty viesti|[áa]framsend skilabo[ðd]|upprunaleg skilabo[ðd]) ?[-_=*]{2,}|(?:begin forwarded message|vidarebefordrat meddelande|videresendt melding|start p[åa] videresendt besked|videresendt besked|alkuper[äa]inen viesti)\s*:)\s*$/i;

/** First line of the header block that Outlook puts above an original. */
const BLOCK_FROM =
  /^[\s>*]*\*?(?:fr[åa]n|fra|fr[åa]|from|l[äa]hett[äa]j[äa]|avsender|avsendar|afsender|von|fr[áa])\s*:\*?\s*\S/i;
/** The lines that follow it. */
const BLOCK_NEXT =
  /^[\s>*]*\*?(?:skickat|sendt|sendt?e?|sent|date|datum|dato|send|p[äa]iv[äa]m[äa][äa]r[äa]|l[äa]hetetty|till|til|to|kopia|kopi|cc|vastaanottaja|[äa]mne|emne|subject|aihe|sent p[åa]|gesendet|an|betreff|vedlegg|bilagor|efni|sent)\s*:\*?/i;

/** 'Den 12 mars 2024 skrev Anna:', 'Den tir. 12. mar. 2024 kl. 10.14 skrev …:', 'On Tue, … wrote:' */
const ATTRIBUTION_START =
  /^[\s>]*(?:den|on|p[åa]|tir|man|ons|tor|fre|l[øo]r|s[øo]n|m[åa]n|tis|l[öo]r|s[öo]n|ma|ti|ke|to|pe|la|su|\d{1,4}[-./]\s?\d{1,2}|\d{1,2}\.? [a-zæøåäö]{3,9}\.? \d{4})\b/i;
const ATTRIBUTION_END =
  /(?:\bskrev\b[^:]{0,150}|\bwrote|\bkirjoitti\b[^:]{0,150}|\bskrifa[ðd]i\b[^:]{0,150}|\bschrieb\b[^:]{0,150})\s*:\s*$/i;

const isPrefixed = (line: string): boolean => /^\s{0,3}>/.test(line);

/** The last line of an attribution that begins at a line, -1 when none does. Clients fold it over up to three lines. */
function attributionEnd(lines: readonly string[], at: number): number {
  const first = lines[at] ?? '';
  if (first.length > MAX_LINE || !(ATTRIBUTION_START.test(first) || ATTRIBUTION_END.test(first))) return -1;
  let joined = '';
  for (let i = at; i < Math.min(at + 3, lines.length); i++) {
    const line = lines[i] ?? '';
    if (line.length > MAX_LINE || (i > at && line.trim() === '')) return -1;
    joined += `${line} `;
    if (joined.length <= MAX_LINE && ATTRIBUTION_END.test(joined)) return i;
  }
  return -1;
}

function startsHeaderBlock(lines: readonly string[], at: number): boolean {
  const first = lines[at] ?? '';
  if (first.length > MAX_LINE || !BLOCK_FROM.test(first)) return false;
  let following = 0;
  for (let i = at + 1; i < Math.min(at + 8, lines.length); i++) {
    const line = lines[i] ?? '';
    if (line.trim() === '') continue;
    if (line.length <= 2000 && BLOCK_NEXT.test(line.slice(0, MAX_LINE))) following++;
  }
  return following >= 2;
}

/**
 * Tells for each line whether it is quoted.
 * @param lines of a plain text, without line ends
 * @returns as many booleans. A separator, an Outlook header block or an attribution without '>' lines quotes all that follows.
 */
export function quotedLines(lines: readonly string[]): readonly boolean[] {
  const quoted = lines.map(isPrefixed);
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (quoted[at] === true || line.trim() === '') continue;
    if ((line.length <= MAX_LINE && SEPARATOR.test(line)) || startsHeaderBlock(lines, at)) return quoted.fill(true, at);
    const end = attributionEnd(lines, at);
    if (end < 0) continue;
    let next = end + 1;
    while (next < lines.length && (lines[next] ?? '').trim() === '') next++;
    if (next < lines.length && quoted[next] !== true) return quoted.fill(true, at);
    quoted.fill(true, at, next);
    at = next;
  }
  return joinBlankLines(lines, quoted);
}

/** Empty lines between two quoted lines belong to the quotation. */
function joinBlankLines(lines: readonly string[], quoted: boolean[]): readonly boolean[] {
  let lastQuoted = -1;
  for (let at = 0; at < lines.length; at++) {
    if (quoted[at] === true) {
      if (lastQuoted >= 0) quoted.fill(true, lastQuoted, at);
      lastQuoted = at;
    } else if ((lines[at] ?? '').trim() !== '') lastQuoted = -1;
  }
  return quoted;
}
