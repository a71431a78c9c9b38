/**
 * How a name stands in its sentence. A name beside a word of the field is mostly that of a speaker, a contact, an author; what makes
 * a text about somebody is that something is said of them: they have, get, are; it is theirs; it is about them.
 */
import type { Span } from '../../core/text.ts';

/** Said of; one who speaks, leads, answers; behind 'med', 'av', 'från', which may be either; or merely there. */
export type Standing = 'subject' | 'speaker' | 'by' | 'plain';

// 'Anna är sjukskriven', 'Anna Berg, som har fått', 'Anna (16)'.
const PREDICATE =
  /^(?:\s\d\p{Lu}:\p{L}{2,4})?(?:,?\s(?:på|i|från|fra|frå|vid|ved|in|from|at)\s\p{Lu}\p{L}{2,20}(?:\s\d{1,3}\s?\p{L}?)?)?(?:\s(?:och|og|and)\s(?:\p{Ll}+\s){1,4}(?:hennes|hans|hendes|hennar|barn|barna|barnen|børn))?,?\s(?:(?:som|der|who)\s(?:\p{Ll}{2,14}\s){1,4}(?=(?:är|er|har|is|has)\s)|(?:som|der|who)\s)?(?:(?<=(?:som|der|who)\s)(?:efter|etter|after|på grund a[vf]|pga\.?)|visat sig|viste sig|vist sig|är|har|hade|fick|får|blev|blir|lider|behöver|tar (?:sin|sina|medicin|medisin|insulin|tabletter)|äter|går|gick|saknar|vägrar|väntar|dricker|drack|konverterade|berättade att|mår|bor|kommer från|flyttar|flyttade|söker|ansöker|ansökte|vill|ville|når|slog|misstänks|dömdes|beviljas|beviljades|är beviljad|er bevilget|er bevilga|er innvilget|fick avslag|lever på|levde på|placeras|placerades|skrivs ut|skrevs|er|hadde|havde|ble|fikk|sliter|trenger|venter|ønsker|søker|drikker|vart|blei|fekk|treng|slit|fik|mangler|tager (?:sin|sine|medicin|insulin|tabletter)|går|gik|gikk|gjekk|kommer fra|forsøgte|forsøkte|fortalte at|anbringes|udskrives|utskrives|innvilges|bevilges|mistenkes|mistænkes|sigtes|siktes|dømmes|dømt|vil|ville|flytter|begynner|starter|viser|viste|uppfyller|oppfyller|opfylder|utreds|utredes|udredes|behandlas för|behandles for|medicineras|medisineres|medicineres|kämpar med|kjemper med|kæmper med|insjuknade|is|has|was|had|joined|quit|resigned|drinks|drank|abuses|identifies as|suffers|takes|needs|receives|on (?:sick )?leave|bur|budde|gjev|gjer|kan ikkje|kan ikke|kan inte|trives ikke|trivs inte|kuuluu|on (?:saanut|ollut|sairastunut|jäänyt|masentunut|raskaana|sairauslomalla|huostaanotettu)|sairastui|sai|sairastaa|lives|suffered|got|gets|asked|cannot|can't|will be|was|were|saa|hakee)(?![\p{L}])/u;
// 'som har skrivit en bok', 'har forsket på', 'är ny': of somebody's work.
const OF_WORK =
  /^,?\s(?:(?:som|der|who)\s)?(?:velkommen|välkommen|welcome|(?:har|hade|hadde|havde|has)\s(?:\p{L}{2,8}\s)?(?:skrivit|skrevet|skrive|forskat|forsket|forska|arbetat|jobbat|jobbet|arbeidet|arbejdet|arbeidd|tagit fram|utarbejdet|utarbeidet|sammanställt|erfaring|erfarenhet|bakgrunn|bakgrund|baggrund|referenser|referanser|lang|lång|lagt|lavet|laget|written|worked)|(?:är|er|blir|is)\s(?:med(?!lem|\si\s)|(?:på|i)\s(?:semester|kurs|kursus|ferie|møte|möte|konferens|tjänsteresa|studiebesök)|ledig|bortrest|punktlig|duktig|flink|dyktig|dygtig|ny|nya|nye|vår|vores|vores nye|our|ansvarig|ansvarlig|kontakt\p{L}*|ledig|utsedd|valgt|vald|på plats|projektledare|with us|moderator|ordstyrer|tovholder\p{L}*|kursleder\p{L}*|kursledare|instrukt\p{L}*|foredragsholder\p{L}*|föreläsare|samordnar\p{L}*|samordner\p{L}*|koordinator\p{L}*|utbildad|utdannet|uddannet)|(?:har|fick|fikk|fik|will)\s(?:ordet|ordförandeskapet)|(?:vil|vill|kommer att|will)\s(?:berätta|fortelle|fortælle|holde|hålla|orientere|informera|tale|snakke)|(?:går|gikk|gik)\s(?:igenom|gjennom|igennem))(?!\p{L})/u;
const SPEAKS =
  /^(?:\s(?:i|på|fra|från|frå|hos|ved|vid|from)\s\p{L}{2,24})?,?\s(?:(?:som|der|who)\s)?(?:och\s\p{Lu}\p{Ll}+\s|og\s\p{Lu}\p{Ll}+\s)?(?:berättar|berättade om|fortel|forteller|fortæller|fortalte om|föreläser|föreläste|foreleser|holder|held|heldt|håller|höll|holdt|inviterer|inviterar|bjuder|leder|ledde|presenterar|presenterer|presenterte|orienterer|orienterte|informerar|informerer|informerade|redovisar|redovisade|svarar|svarer|inviger|åpner|åbner|deltar|deltok|deltager|deltog|medverkar|medvirker|säger|sier|siger|seier|skriver|tackar|takker|hälsar|hilser|önskar|yrkar|yrkade|föreslår|foreslår|foreslog|meddeler|kontaktes|nås|træffes|treffes|finns|kan svare|kan svara|kan nås|kan kontaktes|møter|möter|underviser|sjunger|synger|spelar|spiller|vann|vandt|valdes|velges|blev valgt|ble valgt|utsågs|fremmet|fremsatte|anförde|lager|gör|tar emot|tager imod|tek imot|overtar|avtackas|forsvarer|forsvarar|försvarar|indkalder|innkaller|innkallar|(?:kallar|kaller|kalder)(?=\s(?:till|til|inn|ind|in|deg|dig|dere|jer|er)(?!\p{L})|[ \t]*(?:\r?\n|$))|speaks|talks|presents|leads|answers|welcomes)(?!\p{L})/u;
// 'Fredrik berättar att han är …', 'Mikkel fortæller, at mor …'
const TELLS_OF = /^(?:\s(?:i|på|fra|från|frå|hos|ved|vid)\s\p{L}{2,24})?\s\p{Ll}{4,12},?\s(?:att|at)\s/u;
// 'pappa Kjetil', 'dottern Alva': kin of somebody, by name.
const KIN_BEFORE =
  /(?<!\p{L})(?:pappa|mamma|far|mor|faren|moren|mora|fadern|modern|sonen|sønnen|sonen hans|dottern|dottera|datteren|datter|dotter|broren|brodern|broderen|systern|systera|søsteren|mormor|farmor|morfar|farfar|bestemor|bestefar|bedstemor|bedstefar|maken|makan|ektemannen|kona|konen|sambon|samboeren|sambuaren|sønn|søn|tvillingarna|tvillingene|tvillingerne|dad|mum|mother|father|son|daughter)\s$/iu;
const OWN_NAME = /(?<!\p{L})(?:(?:jag|jeg|eg)\s(?:heter|heiter|hedder)|my name is|nimeni on)\s$/iu;
const AGE_OR_CLASS =
  /^\s\d{1,2}\s?\.?\s?[A-Fa-f](?=\s?[:–—])|^,?\s?(?:på \d{1,2}(?![\d:.])|\(\d{1,3}(?:\s?år)?\)|\(f\.|,\s?\d{1,3}\s?(?:år|år\.|yrs)|\d{1,3}\s?år(?!\p{L})|(?:i|in|fra|från|frå|på|,)\s(?:klass\s|kl\.?\s|klasse\s|åk\s|årskurs\s)?\d{1,2}\s?\.?\s?[A-Za-y](?!\p{L})|(?:i\s)?(?:åk|klass|klasse|årskurs)\s\d|(?:på|i)\s\d\.\s?(?:trinn|klasse|steg)|,?\s?(?:f|född|født|fødd|born)\.?\s\d)/u;
// 'Alva B: celiaki', 'Edith Krogh, Lindevej 2 – insulin' at the start of a line.
const ITEM = /^(?:,\s[\p{L}\d .]{1,30})?\s?(?:\d{1,3}(?:[ .]\d{3})?\s?(?:kr|:-)|[:–—]|-\s|\s-\s|\t)\s?/u;
const LINE_OPENS = /^[\s>*•–-]{0,8}(?:\d{1,2}[.:)]?\d{0,2}[.)]?[\s-]{1,4})?$/u;
const POSSESSIVE =
  /^(?:\s(?:nya|egen|nye|senaste|seneste|siste|akuta|svåra))?\s(?!(?:frå|ifrå|og|och|samt|med|som|der|på|i|vid|ved|till|til|från|fra|för|for|om|av|af|är|er|har|den|kl|eller|via|kan|ska|skal|vil|vill|inte|ikke|föreläs|forelesning|foredrag|bok|artikel|artikkel|present|rapport|kurs|förslag|forslag|motion|oplæg|innlegg|inlägg|minne|fråga|frågor|spørsmål|team|grupp|gruppe|uppdrag|tid|mail|mejl|kontor|telefon|nummer|svar))\p{Ll}{3,}/u;
// 'Nes' and 'Moberg Aas' end so by themselves.
const GENITIVE = /(?<!ne|nes|å|aa|ss)s$/iu;
const ABOUT =
  /(?:gällande|angående|ang\.?|avseende|rörande|beträffande|gäller|gå(?:r)? vidare med|gå(?:r)? videre med|handlar om|gjelder|gjeld|vedrørende|vedr\.?|vedrørande|angår|handler om|concerning|regarding|hos|är det|er det|(?:utredning|utredningen|vurdering|vurderingen|bedömning|kartläggning|kartlegging|undersökning|undersøgelse|undersøkelse|behandling|behandlingen|observation|misshandel|ansökan|ansökningen|klagan|klagomål|klage|klagen|søknad|søknaden|ansøgning|ansøgningen|begäran|ansiktsgjenkjenningen|skade|skada|overgrep|övergrepp|omhändertagande|placering|anbringelse|diagnos|vård|pleje) (?:av|af|om|på|for|för|från|fra|til)|(?:anmälan|orosanmälan|melding|bekymringsmelding|underretning|intyg|läkarintyg|legeerklæring|attest|straffeattest|straffeattesten|politiattesten|politiattest|åtgärdsprogram|vedtak|beslut|afgørelse|avgjørelse|handleplan|remiss|henvisning|journal|epikrise|elevakt|skabelon|skabelonen|mall) (?:på|om|för|for|til|till|av|af)|nycklar till|nøgler til|nøkkel til)\s$/iu;
const WORD_BEFORE = /(?:[Dd]r\.?|\p{L}{4,24})[ \t]$/u;
const RELATIVE = /^,?\s(?:som|der|who)\s|^,/u;
const BY =
  /(?:^|[\s(])(?:med|medv?\.|v\/|ved|vid|av|af|by|with|från|fra|frå|m\/|via|hälsar|(?:anmäl\p{L}*|påmeld\p{L}*|tilmeld\p{L}*|frågor|fråga|spørsmål|spørgsmål|svar|svara|mejl|mejla|mail|skriv|ring|välkommen|velkommen|tack|takk|tak|lycka|gratulerer|grattis|tillykke|questions|thanks)\s(?:till|til|to)|tack|takk|tak|hilsen|møt|möt|mød|läser|läs|les|kan|fråga|spørg|spør|spørre|kontakt\p{L}*)\s$/iu;
const ABOUT_LOOSE = /(?:^|\s)(?:om|för|for|på|for å|about)\s$/iu;

/** 'Jag heter Bo Ek och har fått …'; 'jag heter Sara och är ny kurator' is no case. */
const isOwnCase = (before: string, after: string): boolean =>
  OWN_NAME.test(before) &&
  /^\s(?:och|og|and)\s(?:(?:har|have|has)\s(?:fått|fået|haft|hatt|had|been|blivit|blitt)|lider|mår|sliter|slit)(?!\p{L})/iu.test(
    after,
  );

/**
 * Reads the standing of a name.
 * @param text original text
 * @param name where the name stands
 * @param roleBefore a role that belongs to a case stands directly before: 'borgeren Jimmy Skov'
 */
export function standingOf(text: string, name: Span, roleBefore: boolean): Standing {
  const after = text.slice(name.end, name.end + 64);
  const before = text.slice(Math.max(0, name.start - 48), name.start);
  if (OF_WORK.test(after)) return 'speaker';
  if (SPEAKS.test(after)) return TELLS_OF.test(after) ? 'subject' : 'speaker';
  if (roleBefore || AGE_OR_CLASS.test(after) || KIN_BEFORE.test(before) || isOwnCase(before, after)) return 'subject';
  // Under a preposition a name is no subject of the verb behind it: 'kursen med Anna Berg är full'.
  const governed = BY.test(before) || BY.test(before.replace(WORD_BEFORE, ''));
  if (PREDICATE.test(after) && (!governed || RELATIVE.test(after))) return 'subject';
  const line = before.slice(before.lastIndexOf('\n') + 1);
  if (LINE_OPENS.test(line) && (line.length < before.length || name.start < 48) && ITEM.test(after)) return 'subject';
  if (GENITIVE.test(text.slice(Math.max(name.start, name.end - 8), name.end)) && POSSESSIVE.test(after))
    return 'subject';
  const apostrophe = /^['’]s?(?=\s)/u.exec(after);
  if (apostrophe !== null && POSSESSIVE.test(after.slice(apostrophe[0].length))) return 'subject';
  if (ABOUT.test(before)) return 'subject';
  return BY.test(before) ? 'by' : 'plain';
}

// Said of people only: enough for a single word that no list has.
const ONLY_PEOPLE =
  /^,?\s(?:som\s|der\s)?(?:har blivit|har blitt|er blevet|har fått|har fået|har haft|har hatt|mår|lider|sliter|slit|äter|dricker|drikker|vägrar|nekter|nægter|är inlagd|er innlagt|er indlagt|er innlagd|ble innlagt|blev inlagd|blev indlagt|har ramlat|har falt|er faldet|har fallit|är gravid|er gravid|är sjuk|är sjukskriven|er sykmeldt|er sygemeldt|er sjukmeld|är muslim|er muslim|bor hos|är dömd|er dømt|är misstänkt|er mistenkt|er mistænkt|er siktet|er sigtet|har epilepsi|har diabetes|har adhd|har autism\p{L}?|har demens|has been diagnosed|was diagnosed|has cancer|suffers from|is pregnant|is on sick leave|was convicted|has stopped taking|is muslim|is gay)(?!\p{L})/iu;

// How the two begin, behind a comma and a blank: most words that follow a capital begin otherwise.
const GOES_ON = /[,\s(\dpifåkb]/;
const BEGINNINGS: ReadonlySet<number> = new Set(
  'so de ha er må li sl ät dr vä ne næ är bl bo wa su is på in fr åk kl år fö fø i_ f_'
    .split(' ')
    .map((pair) => (pair.charCodeAt(0) << 8) | pair.charCodeAt(1)),
);
const UNDERSCORE = 95;
const isLatin1 = (code: number): boolean => code < 0x100;
const isLetterCode = (code: number): boolean => (code >= 97 && code <= 122) || code >= 0xdf;

/** May what stands at an index say something of the word before it, as its first letters tell? */
export function mayGoOn(text: string, index: number): boolean {
  let at = index;
  if (text.charAt(at) === ',') at++;
  if (/\s/.test(text.charAt(at))) at++;
  const first = text.charCodeAt(at);
  const second = text.charCodeAt(at + 1);
  // whatever other alphabets fold to is left to the expressions
  if (!isLatin1(first) || !isLatin1(second)) return true;
  const small = first | 32;
  const next = second | 32;
  if (!isLetterCode(small)) return true;
  return BEGINNINGS.has((small << 8) | (isLetterCode(next) ? next : UNDERSCORE));
}

/** Is the word before this offset a person's, by what is said of it? */
export function isSaidOfPeople(text: string, name: Span): boolean {
  if (!GOES_ON.test(text.charAt(name.end)) || !mayGoOn(text, name.end)) return false;
  const after = text.slice(name.end, name.end + 48);
  return AGE_OR_CLASS.test(after) || ONLY_PEOPLE.test(after);
}

// 'Per er blitt dement', 'Stig har börjat dricka': said of a word that is a name, too, at the head of a sentence.
const OF_SOMEBODY =
  /^\s(?:(?:är|er|blev|ble|blei|vart|har blivit|har blitt|er blitt|er blevet|er blive|har vorte)\s(?:\p{Ll}{2,10}\s)?(?:dement|gravid|inlagd|innlagt|indlagt|innlagd|sjuk\p{L}{0,9}|syk|sykmeldt|syg|sygemeldt|utmattad|utbränd|utbrent|utbrændt|deprimer\p{L}{1,3}|psykotisk|dömd|dømt|anhållen|häktad|pågrepet|fengslet|anholdt|rusa|påvirket)|har (?:börjat|begynt|begyndt|starta|startet)\s(?:att |å |at |og )?(?:dricka|drikke|ruse|missbruka|misbruge|skära))(?!\p{L})/iu;

/** Is a word that may be none a name, by what is said of it? */
export const isSomebody = (text: string, name: Span): boolean =>
  isSaidOfPeople(text, name) || OF_SOMEBODY.test(text.slice(name.end, name.end + 48));

const BETWEEN =
  /^(?:\s(?:för|for|om|på|hos|av|af|til|till|gällande|angående|vedr\.?|vedrørende|rörande|från|fra))?\s$|^\s?[:–,-]\s$|^\s?\($/u;

/** Do a term and a name stand beside each other, as 'läkarintyg Gunnel Fors' and 'Milo Rask – epilepsi' do? */
export function standTogether(text: string, term: Span, name: Span): boolean {
  if (name.start >= term.end) {
    return name.start - term.end <= 16 && BETWEEN.test(text.slice(term.end, name.start));
  }
  return (
    term.start - name.end <= 4 && term.start > name.end && /^\s?[:–(-]?\s?$/u.test(text.slice(name.end, term.start))
  );
}

/** 'om Anna', 'för Anna': about her unless the text is about a topic. */
export const standsBehindAbout = (text: string, name: Span): boolean =>
  ABOUT_LOOSE.test(text.slice(Math.max(0, name.start - 12), name.start));
