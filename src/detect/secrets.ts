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
export const CUE =
  /(?<![\p{L}\p{N}])(?:l[öo]se?nord(?:et|en)?|l[öo]sen(?:et)?|passord(?:et)?|password|passwd|pwd|pw|passphrase|lösenfras(?:en)?|adgangskode(?:n)?|kodeord(?:et)?|kodeordet|passkod(?:en)?|passcode|pin(?:-?kod(?:en|e|ekoden)?)|salasana(?:n|lla|a)?|tunnusluku(?:n)?|(?:kod(?:en|e)?|nyckel(?:n)?|nøkkel(?:en)?|nøgle(?:n)?)\s(?:till?|til|for|för)\s(?:\p{L}{1,15}\s){0,2}(?:fil\p{L}{0,6}|zip\p{L}{0,6}|dokument\p{L}{0,4}|bilag\p{L}{0,5}|bilaga\p{L}{0,3}|vedlegg\p{L}{0,4}|vedhæft\p{L}{0,8}|pdf\p{L}{0,4}|arkiv\p{L}{0,4}|excel\p{L}{0,6})|koden|kode|kod|code|pass)(?![\p{L}])/giu;
/** 'Lösenordet [till bilagan] är', 'password [for the file]:', 'lösenord =': the shortest reach to what says that the value follows. */
const LINKED =
  /^(\s(?:till?|til|for|för|to|på|av)\s\p{L}[\p{L}\s-]{0,60}?)?(?:\s{1,3}(?:är|er|is|on|lyder|blir|bliver|vert)(?!\p{L})\s{0,3}:?|\s{0,3}[:=→]|\s{1,3}[-–]|\s{0,3}[–])\s{0,3}(?:\r?\n\s{0,4})?/iu;
/** 'Lösenordet hittar du här: …', 'Lösenordet blir ortens namn och år: …' */
const ANNOUNCED = /^\s[^\n.:;!?]{1,60}:\s{0,3}(?:\r?\n\s{0,4})?/u;
/** 'med lösenordet Hund1234', 'lösenord (Hund1234)', the value on the next line */
const DIRECT = /^(?:[\s_]{1,2}\(?|\s{0,3}\r?\n\s{0,4})/u;
/** What a password is for; without it a word that only follows the word password is none. */
const OPENS =
  /(?<!\p{L})(?:fil|zip|pdf|dokument|document|bilag|vedlegg|vedhæft|attach|arkiv|file|liite|tiedosto|excel|öppna|åpn|opn|åbn|open|avaa|låst|skydda|krypter|protected)/iu;
const PRODUCT =
  /^(?:office|windows?|win|iphone|ipad|microsoft|teams|google|outlook|azure|bankid|freja|vpn|wifi|wlan|sms|[om]365|pdf|excel|word|7-?zip|zip|fido|webauthn|passkeys?|oauth|openid|saml|totp|mfa|2fa|tls|ssl|sha|md5|aes|bcrypt|argon|base64|sso)[\w-]{0,8}$/iu;
const ADDRESS = /^[^\s@]+@[^\s@]+\.\p{L}+$/u;
const VALUE = /^["'«»“”„‘’`<(]?([^\s"'«»“”„‘’`<>]{4,64})/u;
const QUOTED = /^["'«“„‘`]([^"'«»“”„‘’`\n]{4,64})["'»”’`]/u;
/** 'H u n d 1 2 3 4', 'H-u-n-d-1-2-3-4' */
const SPELLED = /^["'(]?[^\s-](?:[ -][^\s-](?![^\s.,;:!?)"'-])){5,30}/u;
/** How far the value may stand from the cue. */
export const REACH = 160;
// 'Lösenordet är tillfälligt', 'passordet er sendt på SMS', 'adgangskoden er personlig'
const NOT_A_VALUE =
  /^(?:https?:|www\.|mailto:|xxx+|\*+|\.{2,}|…|_{2,}|-{2,}|\d{1,2}\s?tecken|(?:minst|min|mindst|max|högst|som|det|den|att|at|for|för|til|till|sendt|sänd|skickas?|skickat|sänds|kommer|får|sms|personlig|personligt|hemlig|hemligt|hemmelig|utgått|udløbet|utløpt|felaktigt?|feil|forkert|fel|svagt?|svakt|starkt?|sterkt|stærkt|viktigt?|required|must|sent|not|case|protected|expired|ikke|ikkje|inte|nødvendig|nödvändigt?|samma|samme|same|separat|separate|telefon|ditt|din|dit|mitt|your|the|an?|en|ett?|ändrat|endret|ændret|byt|bytt|password|passord|lösenord|adgangskode|salasana|minimum|glömt|glemt|tillfälligt|midlertidig|midlertidigt|temporary|vigtigt?|valfritt|valgfrit|valgfritt)(?![\p{L}\p{N}]))/iu;
const ADVICE =
  /(?<![\p{L}.])(?:exempel|t\.?ex\.?|eksempel|f\.?eks\.?|e\.?g\.?|example|policy|lösenordspolicy|passordpolicy|riktlinje|rutine?|regler|minst \d{1,2}|minimum \d|mindst \d|tecken|tegn|teikn|characters|starkt lösenord|sterkt passord|stærk adgangskode|strong password|dåligt lösenord|dela aldrig|del aldri|del aldrig|aldrig lämna|never share|så här byter|byt lösenord|bytte passord|skift adgangskode)(?!\p{L})/iu;
const ADVICE_REACH = 120;
/** Every invitation to a meeting by video or telephone carries its passcode, and every programme the one of the guests' wireless network: meant for whoever is invited, and opening no file. */
const MEETING =
  /(?<!\p{L})(?:teams|zoom|webex|google meet|skype|(?:mötes?|møte|møde|meeting|kokouksen|konferens|conference)[-\s]?(?:id|tunnus|nummer|number|plus)|conf(?:erence)?\.?\s?call|(?:call|dial)-?\s?in(?:\s(?:number|#))?|(?:hosting|join|joining)\s(?:this|the)\scall|telefon(?:konferens|konferanse|konference|möte|møte|møde)\p{L}{0,3}|telekonferen\p{L}{1,4}|puhelinkokous|wi-?fi|wlan|(?:gäst|gjeste|gæste|guest)\s?(?:nät|nett|net|network)\p{L}{0,4}|trådlös[at]?\snät\p{L}{0,6}|trådløst?\snett?\p{L}{0,4})(?!\p{L})/iu;
const MEETING_REACH = 400;
const isOfMeeting = (text: string, start: number, end: number): boolean =>
  MEETING.test(text.slice(Math.max(0, start - MEETING_REACH), end + MEETING_REACH));
/** 'Adgangskode til mødet', 'lösenord till lobbyn' */
const TO_A_MEETING = /(?<!\p{L})(?:mötet|møtet|mødet|meeting|kokou\p{L}{0,8}|lobby\p{L}{0,3})(?!\p{L})/iu;
const MOST_FOUND = 20;

/** 'bruger admin, kode …', 'log in as svc_heat with password …', 'kontot svc-migrering och lösenordet …': whose password it is stands right before it. */
const OF_AN_ACCOUNT =
  /(?<![\p{L}-])(?:användar(?:e|en|namn(?:et)?|-?id)|bruk(?:er|ar)(?:navn(?:et)?|namn(?:et)?|-?id)?|bruger(?:navn(?:et)?|-?id)?|konto(?:t|en)?|inlogg(?:ning)?|log(?:g(?:a|ar)?)?[ -]?(?:in|inn|ind|på)(?: (?:som|as|med|with))?|user(?: ?(?:name|id))?|account|tunnus|käyttäjä(?:nimi|tunnus)?)[:=]?[^\S\n]{1,6}(?:(?:är|er|is|on|som|as|med|[-–=]) )?(?:kontot? |user )?["'“”«»]?(?!(?:du|vi|de|dere|dykk|i|jeg|eg|jag|man|den|det|ett?|en|et|sam[mt]e|samma|dit|din|sit|mit|min|my|your|the|this|a|an|and|och|og|ja|ikke|inte|for|för|på|av|med|altid|alltid|nytt?|ny)[\s,.;])[\p{L}\p{N}_.@\\/-]{2,40}["'“”«»]?[,;.)]?\s{1,6}(?:(?:och|og|and|with|med|ja|sekä|samt) )?$/iu;
const ACCOUNT_REACH = 90;
/** Accounts to try things out with are meant for everybody. */
const FOR_TRYING =
  /(?<!\p{L})(?:demo\p{L}{0,10}|övnings?\p{L}{0,10}|øvelses?\p{L}{0,10}|test-?(?:miljö|miljø|system|bruker|bruger|användare|konto|server|user|account|environment)\p{L}{0,4}|sandbox|sandkasse)(?!\p{L})/iu;
function isOfAnAccount(text: string, start: number, around: string): boolean {
  return OF_AN_ACCOUNT.test(text.slice(Math.max(0, start - ACCOUNT_REACH), start)) && !FOR_TRYING.test(around);
}

/** 'Koden er Moselund88?Ko' opens doors and tills as well, and a pass lets in: only a value with letters, beside a word for a file. */
const BARE = /^(?:koden?|kodan|kod|code|pass)$/iu;

/** 'du öppnar det med Granit!4471', 'filen åpnes med …': no word for the password, hence only a value that nothing else is. */
export const OPENED_WITH =
  /(?<!\p{L})(?:öppna[rs]?|åpne[rs]?|opna[rst]?|åbne[rs]?|opens?|unlock(?:s|ed)?)(?:\s(?!med\s|with\s)\p{L}{1,15}){0,5}\s(?:med|with)(?=\s)/giu;
const A_FILE = /(?<!\p{L})(?:fil|zip|pdf|dokument|document|bilag|vedlegg|vedhæft|attach|arkiv|archive|file|excel)/iu;
const LEAST_OPENING = 8;

const isUnmistakable = (value: string): boolean =>
  value.length >= LEAST_OPENING &&
  /\d/u.test(value) &&
  /\p{L}/u.test(value) &&
  (/[!@#$%&*+=?_^~]/u.test(value) || (/\p{Lu}/u.test(value) && /\p{Ll}\p{Lu}|\d\p{L}/u.test(value))) &&
  !/\.\p{L}{2,4}$/u.test(value);

/** 'så nu är lösenordet Bokmal-77-Sylt': words, digits and marks in one, as neither names nor versions are. */
const isNothingElse = (value: string): boolean =>
  isUnmistakable(value) || (value.length >= 10 && /^\p{Lu}?\p{Ll}{3,}[-_.]\d{1,4}[-_.]\p{L}{3,}$/u.test(value));

function openedWith(text: string): ClearPassword[] {
  const out: ClearPassword[] = [];
  for (const match of text.matchAll(OPENED_WITH)) {
    const at = match.index + match[0].length + 1;
    const { value } = valueIn(text.slice(at, at + 80));
    const around = text.slice(Math.max(0, match.index - ADVICE_REACH), at + ADVICE_REACH);
    if (!isUnmistakable(value) || PRODUCT.test(value) || ADDRESS.test(value) || !A_FILE.test(around)) continue;
    out.push({ start: match.index, end: at + value.length, value, certain: !ADVICE.test(around) });
    if (out.length >= MOST_FOUND) break;
  }
  return out;
}

/** How the value is tied to the word that announces it. */
interface Tie {
  readonly length: number;
  /** it says what the password is for */
  readonly opensFile: boolean;
  readonly kind: 'linked' | 'announced' | 'direct';
}

export function tieOf(after: string): Tie | null {
  const linked = LINKED.exec(after);
  if (linked !== null) {
    const opened = (linked[1] ?? '').trim();
    return { length: linked[0].length, opensFile: opened !== '' && !TO_A_MEETING.test(opened), kind: 'linked' };
  }
  const announced = ANNOUNCED.exec(after);
  if (announced !== null) return { length: announced[0].length, opensFile: false, kind: 'announced' };
  const direct = DIRECT.exec(after);
  return direct === null ? null : { length: direct[0].length, opensFile: false, kind: 'direct' };
}

/** 'protokoll lösenord Hund12.zip' names the file and its key. */
export const FILE_ENDING = /\.(?:zip|7z|rar|pdf|docx?|xlsx?|pptx?|od[tsp])$/iu;

/** The value that stands at the beginning of a text. */
function valueIn(rest: string): { readonly value: string; readonly quoted: boolean } {
  const quoted = QUOTED.exec(rest);
  const value = (quoted?.[1] ?? VALUE.exec(rest)?.[1] ?? '').replace(/[.,;:!)\]]+$/u, (end) =>
    end.startsWith('!') ? '!' : '',
  );
  return { value: value.replace(FILE_ENDING, ''), quoted: quoted !== null };
}

/** 'Sommar 2024!' at the end of a line: like 'Vecka 48', so that it is only worth trying. */
const TWO_WORDS = /^["'«“„]?(\p{L}{3,20} [\p{L}\d]{0,10}\d[\p{L}\d!?#*+-]{0,20})["'»”]?\.?[ \t]*(?:\r?\n|$)/u;

const LONGEST_NOTE = 300;
/** The whole of what a short mail says but for a greeting and a name: 'Sommar2026!' */
const ALONE =
  /^(?:\s*(?:hej|hei|hi|hello|moi|god \p{L}+)[^\n]{0,40}\n)?\s*(\S{6,40})[ \t\r]*(?:\n(?:[^\n]{0,60}(?:\n|$)){0,6})?$/iu;
/** A password that a mail says nothing about: worth a thought only when a locked file went the same way. */
export function lonePassword(text: string): ClearPassword | null {
  if (text.length > LONGEST_NOTE) return null;
  const value = ALONE.exec(text)?.[1];
  const isOne = value !== undefined && looksSecret(value) && /\p{L}/u.test(value) && /\d/u.test(value);
  if (!isOne || FILE_ENDING.test(value) || /[/@\\]|\.\p{L}{2,4}$/u.test(value)) return null;
  const start = text.indexOf(value);
  return { start, end: start + value.length, value, certain: false };
}

/** Finds passwords in one text, with advice, invitations to meetings and mere mentions told apart. */
export function findPasswords(text: string): readonly ClearPassword[] {
  const out: ClearPassword[] = openedWith(text);
  for (const match of text.matchAll(CUE)) {
    if (out.length >= MOST_FOUND) break;
    const start = match.index;
    const from = start + match[0].length;
    const tie = tieOf(text.slice(from, from + REACH));
    if (tie === null) continue;
    const at = from + tie.length;
    const rest = text.slice(at, at + 80);
    const spelled = tie.kind === 'direct' ? null : SPELLED.exec(rest);
    if (spelled !== null) {
      const value = spelled[0].replace(/^["'(]|[ -]/gu, '');
      out.push({ start, end: at + spelled[0].length, value, certain: looksSecret(value) });
      continue;
    }
    const both = tie.kind === 'linked' ? TWO_WORDS.exec(rest)?.[1] : undefined;
    if (both !== undefined) out.push({ start, end: at + both.length, value: both, certain: false });
    const { value, quoted } = valueIn(rest);
    if (value.length < 4 || NOT_A_VALUE.test(value)) continue;
    const secret = looksSecret(value);
    if (tie.kind !== 'linked' && !(quoted || secret)) continue;
    const around = text.slice(Math.max(0, start - ADVICE_REACH), at + ADVICE_REACH);
    const lettered = secret && /\p{L}/u.test(value);
    const bare = BARE.test(match[0]);
    // 'Konto 4410, kode ABC12' keeps books
    const ofAccount = lettered && (!bare || /\p{Ll}.{4}/u.test(value)) && isOfAnAccount(text, start, around);
    // 'PASS: F007' is the result of a test
    if (/^pass$/iu.test(match[0]) && !ofAccount) continue;
    if (bare && !ofAccount && (tie.kind !== 'linked' || !lettered)) continue;
    const endsLine = /^\S+\s*(?:\n|$)/.test(rest) && /[:=]/.test(text.slice(from, at));
    // 'Kod: 7Hk29sQx' by itself opens doors as well: it counts behind a locked file only
    const isUnsaid = bare && !ofAccount && !OPENS.test(around);
    const plain =
      tie.kind === 'direct'
        ? lettered && (ofAccount || (isNothingElse(value) && !FOR_TRYING.test(around)) || OPENS.test(around))
        : quoted || secret || endsLine;
    // asked last: hostile text is nothing but words for a password
    const certain =
      plain &&
      !isUnsaid &&
      !ADVICE.test(around) &&
      (tie.opensFile || /\s/u.test(match[0]) || !isOfMeeting(text, start, at));
    out.push({ start, end: at + value.length, value, certain });
  }
  return out;
}

/** Digits, symbols or capitals inside: no word of a sentence. @param value what may be a password */
export function looksSecret(value: string): boolean {
  if (PRODUCT.test(value) || ADDRESS.test(value)) return false;
  if (/^\d{4,}$/.test(value)) return true;
  if (/\d/.test(value) && /\p{L}/u.test(value)) return true;
  if (/[!@#$%&*+=?_^~]/.test(value) && /\p{L}/u.test(value)) return true;
  return /\p{Ll}\p{Lu}/u.test(value);
}
