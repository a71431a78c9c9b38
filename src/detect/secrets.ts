/**
 * Passwords given in clear in the same mail as what they open. Advice about passwords is not one.
 */
import type { Span } from '../core/text.ts';

/** A password that stands in the text. */
export interface ClearPassword extends Span {
  readonly value: string;
  /** the mail says so plainly; otherwise it is only worth trying */
  readonly certain: boolean;
}

// 'lösenord', 'passord', 'adgangskode', 'kode til filen', 'pinkod', 'password', 'salasana' …
const CUE =
  /(?<![\p{L}\p{N}])(?:löse?nord(?:et|en)?|l[öo]sen(?:et)?|passord(?:et)?|password|passwd|pwd|pw|passphrase|lösenfras(?:en)?|adgangskode(?:n)?|kodeord(?:et)?|kodeordet|passkod(?:en)?|pin(?:-?kod(?:en|e|ekoden)?)|salasana(?:n)?|(?:kod(?:en|e)?|nyckel(?:n)?|nøkkel(?:en)?|nøgle(?:n)?)\s(?:till?|til|for|för)\s(?:\p{L}{1,15}\s){0,2}(?:fil\p{L}{0,6}|zip\p{L}{0,6}|dokument\p{L}{0,4}|bilag\p{L}{0,5}|bilaga\p{L}{0,3}|vedlegg\p{L}{0,4}|vedhæft\p{L}{0,8}|pdf\p{L}{0,4}|arkiv\p{L}{0,4}|excel\p{L}{0,6}))(?![\p{L}])/giu;
const TARGET = /^(?:\s(?:till?|til|for|för|to|på)\s(?:\p{L}{1,20}[\s-]?){1,4})?/iu;
const LINK = /^\s{0,3}(?:(?:är|er|is|on|lyder|blir|bliver|vert)\s{0,3}:?|[:=]|-|–|→)\s{0,3}(?:\r?\n\s{0,4})?/iu;
const VALUE = /^["'«»“”„‘’`<(]?([^\s"'«»“”„‘’`<>]{4,64})/u;
const QUOTED = /^["'«“„‘`]([^"'«»“”„‘’`\n]{4,64})["'»”’`]/u;
/** How far the value may stand from the cue. */
const REACH = 160;
// 'Lösenordet är tillfälligt', 'passordet er sendt på SMS', 'adgangskoden er personlig'
const NOT_A_VALUE =
  /^(?:https?:|www\.|mailto:|xxx+|\*+|\.{2,}|…|_{2,}|-{2,}|\d{1,2}\s?tecken|(?:minst|min|mindst|max|högst|som|det|den|att|at|for|för|til|till|sendt|sänd|skickas?|skickat|sänds|kommer|får|sms|personlig|personligt|hemlig|hemligt|hemmelig|utgått|udløbet|utløpt|felaktigt?|feil|forkert|fel|svagt?|svakt|starkt?|sterkt|stærkt|viktigt?|required|must|sent|not|case|protected|expired|ikke|ikkje|inte|nødvendig|nödvändigt?|samma|samme|same|separat|separate|telefon|ditt|din|dit|mitt|your|the|an?|en|ett?|ändrat|endret|ændret|byt|bytt|minimum|glömt|glemt|tillfälligt|midlertidig|midlertidigt|temporary|vigtigt?|valfritt|valgfrit|valgfritt)(?![\p{L}\p{N}]))/iu;
const ADVICE =
  /(?<![\p{L}.])(?:exempel|t\.?ex\.?|eksempel|f\.?eks\.?|e\.?g\.?|example|policy|lösenordspolicy|passordpolicy|riktlinje|rutine?|regler|minst \d{1,2}|minimum \d|mindst \d|tecken|tegn|teikn|characters|starkt lösenord|sterkt passord|stærk adgangskode|strong password|dåligt lösenord|dela aldrig|del aldri|del aldrig|aldrig lämna|never share|så här byter|byt lösenord|bytte passord|skift adgangskode)(?!\p{L})/iu;
const ADVICE_REACH = 120;
/** Every invitation to a video meeting carries the passcode of the meeting; it is meant for whoever is invited, and opens no file. */
const MEETING =
  /(?<!\p{L})(?:teams|zoom|webex|google meet|skype|(?:mötes?|møte|møde|meeting|kokouksen|konferens|conference)[-\s]?(?:id|tunnus|nummer|number))(?!\p{L})/iu;
const MEETING_REACH = 400;
const MOST_CANDIDATES = 20;

/** Finds passwords in one text. @param near characters that decide about advice are looked for around the cue */
export function findPasswords(text: string): readonly ClearPassword[] {
  const out: ClearPassword[] = [];
  for (const match of text.matchAll(CUE)) {
    const start = match.index;
    let at = start + match[0].length;
    const target = TARGET.exec(text.slice(at, at + REACH))?.[0] ?? '';
    at += target.length;
    const link = LINK.exec(text.slice(at, at + 40));
    if (link === null) continue;
    at += link[0].length;
    const rest = text.slice(at, at + 80);
    const quoted = QUOTED.exec(rest);
    const value = (quoted?.[1] ?? VALUE.exec(rest)?.[1] ?? '').replace(/[.,;:!)\]]+$/u, (end) =>
      end.startsWith('!') ? '!' : '',
    );
    if (value.length < 4 || NOT_A_VALUE.test(value)) continue;
    const around = text.slice(Math.max(0, start - ADVICE_REACH), at + ADVICE_REACH);
    const endsLine = /^\S+\s*(?:\n|$)/.test(rest) && /[:=]/.test(link[0]);
    const opensFile = target.trim() !== '' || /\s/u.test(match[0]);
    const meeting = !opensFile && MEETING.test(text.slice(Math.max(0, start - MEETING_REACH), at + MEETING_REACH));
    const certain = !ADVICE.test(around) && !meeting && (quoted !== null || looksSecret(value) || endsLine);
    out.push({ start, end: at + value.length, value, certain });
    if (out.length >= MOST_CANDIDATES) break;
  }
  return out;
}

/** Digits, symbols or capitals inside: no word of a sentence. */
function looksSecret(value: string): boolean {
  if (/^\d{4,}$/.test(value)) return true;
  if (/\d/.test(value) && /\p{L}/u.test(value)) return true;
  if (/[!@#$%&*+=?_^~]/.test(value) && /\p{L}/u.test(value)) return true;
  return /\p{Ll}\p{Lu}/u.test(value);
}

/** Words worth trying on an encrypted attachment, likeliest first. */
export function passwordCandidates(texts: readonly string[]): readonly string[] {
  const found = texts.flatMap((text) => [...findPasswords(text)]);
  const values = [...found.filter((p) => p.certain), ...found.filter((p) => !p.certain)].flatMap(({ value }) => [
    value,
    value.replace(/[!?]$/, ''),
  ]);
  return [...new Set(values)].slice(0, MOST_CANDIDATES);
}
