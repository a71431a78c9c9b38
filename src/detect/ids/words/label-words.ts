/**
 * The words that say what a number is, in all languages at once, as data.
 * `strong`: a personal number. `weak`: a person is near; lifts medium to high, never low to medium. `negative`: another number.
 */
import type { Family } from '../registers/check.ts';

/** Which registers a word speaks of; 'fh', 'kerfis', 'erstatning' are relatives that need a word of their own. */
export type LabelKind = Family | 'fh' | 'kerfis' | 'erstatning';
export type Polarity = 'strong' | 'weak' | 'negative';

/** One group of words. */
export interface LabelGroup {
  readonly polarity: Polarity;
  readonly kinds: readonly LabelKind[];
  /** alternatives of a regular expression, matched without regard to case */
  readonly words: string;
  /** the words may be the end of a compound: "barnpersonnummer" */
  readonly inCompound?: boolean;
}

const ANY: readonly LabelKind[] = ['se', 'no', 'dk', 'fi', 'is'];
/** Endings of inflected and compounded words. */
const REST = '[a-zåäöæøéþðóúáíý]*';

/** Beginnings of words for persons; their numbers may be national ones. */
export const PERSONAL =
  'citizen|resident|civic|inhabit|pupil|child|owner|applicant|employee|holder|samordn|co-?ordin|coord(?=_)|pers|subject|elev|patient|pasient|klient|client|bruk|user|barn|deltag|deltak|försäkr|student|lön|anst|ansatt|person|födelse|fødsel|fødd|född|født|id-?n|id|social|vårdn|foreld|mor|far|mamma|pappa|son|sønn|søn|datter|dotter|dottr|kvinn|mann|man|sök|søk|ansøg|borger|medborg|innbyg|invån|boende|beboer|huvudman|make|maka|ektef|fru|herr|pat|pas|nation|identi|kjønn|jente|gutt|flick|pojk|henkil|hetu|potila|oppila|lapse|skyld|verge|arving|sambo|national|natio';
/** What may stand before "nr" without being the thing it counts. */
const NOT_A_THING =
  'tax|du|ni|vi|ta|tar|upp|opp|op|angående|ang|avser|vedr|vedrørende|hej|hei|hallo|hallå|menar|mener|meiner|kolla|sjekk|tjek|kollegan|kollega|kollegaen|har|som|står|as|with|is|hun|hon|han|den|de|jeg|jag|ved|hos|fra|från|mot|blir|blev|fick|fikk|has|had|er|är|med|og|och|eller|hans|hennes|hennar|hendes|min|mitt|mit|din|ditt|dit|sin|sitt|sit|ert|deras|deres|the|his|her|my|your|their|this|a|an|et|ett|en|i|på|under|til|till|av|af|for|för|om|nytt|nyt|new|gammelt|rett|rätt|riktig|riktiga|rätta|korrekt|korrekta|korrekte|fullständiga?|fullstendige?|fulde|fulle|fullt|heile|hela|hele|komplett[ae]?|komplette|full|complete|whole|correct|right|fel|feil|dette|detta|det|this|samme|samma|følgende|følgjande|følg|født|född|fødd|født|gjelder|gäller|se|no|nn|dk|fi|is|svensk|svenskt|norsk|dansk|finsk|islandsk|isländskt|swedish|norwegian|danish|finnish|icelandic';

/** In order: where two begin at the same character the earlier one wins. */
export const LABEL_GROUPS: readonly LabelGroup[] = [
  // "Person-/organisationsnummer" is a field for persons too; read as one word before its second half can say otherwise.
  {
    polarity: 'strong',
    kinds: ['se', 'no'],
    words: String.raw`pers(?:on)?(?:-| ?nummer| ?nr\.?)? ?(?:\/|eller|och|og|or) ?-?(?:samordningsn(?:umme)?r\.? ?(?:\/|eller|och) ?)?org(?:anisa[st]jons|anisations)?[-. ]{0,2}(?:nummer|nr)${REST}`,
  },
  // the owner's line of the Norwegian land register: "Fødselsnr/Org.nr: …"
  {
    polarity: 'strong',
    kinds: ['no'],
    words: String.raw`f[øo]e?dselsn(?:umme)?r\.? ?\/ ?-?org(?:anisasjons)?[-. ]{0,2}(?:nummer|nr)${REST}`,
  },
  {
    polarity: 'strong',
    kinds: ['erstatning', 'dk'],
    words: String.raw`erstatnings-? ?(?:cpr|personnummer|nummer)${REST}`,
  },
  { polarity: 'strong', kinds: ['kerfis', 'is'], words: `kerfiskennit${REST}` },
  {
    polarity: 'strong',
    kinds: ['fh', 'no'],
    words: String.raw`felles ?hjelpenummer${REST}|fh-? ?(?:nummer|nr)${REST}`,
  },
  {
    polarity: 'strong',
    kinds: ['reserve'],
    words: String.raw`reservn(?:umme)?r${REST}|reserv-? ?id|nrid|interimsn(?:umme)?r${REST}|tillfälligt? (?:personn(?:umme)?r|person-?id)${REST}|t-nummer`,
  },
  { polarity: 'strong', kinds: ['duf'], words: String.raw`duf(?:-? ?(?:nummer|nr)${REST})?` },
  {
    polarity: 'strong',
    kinds: ['se', 'no', 'dk'],
    inCompound: true,
    words: String.raw`person-? ?num(?:mer|ret)${REST}|personn(?:umme)?r${REST}`,
  },
  // the second of two columns whose first is a date of birth
  {
    polarity: 'strong',
    kinds: ['se', 'no', 'dk'],
    words: String.raw`(?:fyra|4)[ _]sista(?: siffror(?:na)?)?|sista[ _](?:fyra|4)(?: siffror(?:na)?)?|(?:fem|5)[ _]siste(?: siffer| siffera| sifre(?:ne)?)?|siste[ _](?:fem|5)(?: siffer| siffera| sifre(?:ne)?)?|(?:fire|4)[ _]sidste(?: cifre)?|sidste[ _](?:fire|4)(?: cifre)?|løbe-?(?:nummer|nr)`,
  },
  {
    polarity: 'strong',
    kinds: ['se', 'no', 'dk'],
    words: String.raw`person[-.]? ?nr|pers[-.]? ?nr|persnr|pnr|p[-. ] ?nr|pers(?:on)?[-. ]?nu?m+(?:m?er|ret)${REST}|person{0,2}um+(?:er|ret)${REST}|personr|pe?r?s+o?n{0,3}(?:[-. ]n{0,2}u|n{0,2}u?)n?m{1,3}(?:er|ret)|(?:peron|preson|persom)n?um+er`,
  },
  {
    polarity: 'strong',
    kinds: ['se'],
    inCompound: true,
    words: String.raw`samordningsn(?:ummer|umret|r)${REST}|sam\.nr|sam-nr|co-?ordination[ _-]?(?:number|no|nr)s?|coord_?(?:num|nr)`,
  },
  {
    polarity: 'strong',
    kinds: ['no', 'se'],
    inCompound: true,
    words: String.raw`f(?:ø|o|oe|ö)dsels?-? ?n(?:um+er|r|o)${REST}`,
  },
  { polarity: 'strong', kinds: ['se', 'no', 'fi'], inCompound: true, words: `födelsen(?:ummer|umret|r)${REST}` },
  {
    polarity: 'strong',
    kinds: ['no'],
    words: String.raw`fnr|f\.? ?nr|fdnr|hjelpe-?(?:nr|no|nummer)${REST}|hjelpe-?id|hnr|d-(?:nummer|nr)${REST}|dnummer(?:et)?|h-(?:nummer|nr)${REST}|hnummer(?:et)?`,
  },
  // numbers that clinics, schools and social services give their own kind of person, which are the national ones
  {
    polarity: 'strong',
    kinds: ANY,
    words: String.raw`(?:pas|pat|pasient|patient|klient|brukar|bruker|elev|barne?|student|vårdtagar|boende|beboer|borger|innbygger|invånar|person)(?:en)?s?(?:[-. ]{1,2}|_)?(?:nr|nummer|id|number|no)|personid|personalia|födelse(?:data|uppgift(?:er)?)|fødsels- og personn(?:umme)?r`,
  },
  { polarity: 'strong', kinds: ['dk'], words: String.raw`cpr(?:[-. ]{0,2}(?:nummer|numre|nr))?${REST}` },
  {
    polarity: 'strong',
    kinds: ['fi'],
    words: String.raw`h\.? ?tunnu${REST}|henk(?:il(?:ö|o|oe)|\.)?[ -]?tunnu${REST}|hl(?:ö|o)(?:\.|-)?tunnu${REST}|hetu(?:n|nsa|ni|a|t|jen|lla|ssa|ksi)?|sotu(?:n|nsa|ni|a)?|sosiaaliturvatunnu${REST}|personbeteckning${REST}`,
  },
  { polarity: 'strong', kinds: ['is'], words: String.raw`kennit[aö]l${REST}|kt(?=[.:=]| ?\d)` },
  {
    polarity: 'strong',
    kinds: ANY,
    words: String.raw`id-? ?(?:nummer|nr)${REST}|identitetsn(?:ummer|r)${REST}|identitetsbeteckning${REST}|nasjonal(?:t)? id|(?:personal|national)[ _-]?(?:identity|identification|id)(?:[ _-]?(?:number|no|code|nr))?s?|identity[ _-]?(?:number|no|nr|code)s?|national id|personal[ _-]codes?|personal[ _-]?numbers?|person[ _-]?numbers?|(?:person)?civi[cl][ _-]?registration[ _-]?(?:identifier|number|no|nr|id)s?|(?:person|personal|national)[ _-]?identifiers?|social[ _-]?security[ _-]?(?:number|no|nr)s?|ssn`,
  },
  {
    polarity: 'weak',
    kinds: ANY,
    words: String.raw`född[ae]?|f\.|födelsedat${REST}|patient(?:en|ens|er|erna)?|brukare(?:n|ns)?|elev(?:en|ens|er)?|barnets|sökanden?|født|fødselsdato(?:en)?|pasient(?:en|ens)?|bruker(?:en|ens)?|fødd|fødde|borger(?:en|ens)?|syntynyt|potilas|potilaan|asiakas|asiakkaan|fædd|fæddur|sjúkling${REST}|born`,
  },
  {
    polarity: 'negative',
    kinds: [],
    words: String.raw`telefon(?:nummer|nr|numret|en)?|tel(?:\.? ?nr)?|tfn(?:nr)?|tlf(?:nr)?|mob(?:il)?(?:nr|nummer|en|telefon${REST})?|fax(?:nr|nummer)?|ring(?:a|er)?|växeln?|puh|puhelin(?:numero${REST})?|sími|símanúmer|phone|telephone|cell`,
  },
  {
    polarity: 'negative',
    kinds: [],
    words: String.raw`ocr(?:-? ?(?:nummer|nr))?|kid(?:-? ?(?:nummer|nr))?|(?:bank|plus|post)-?giro${REST}|bg|pg|konto(?:nr|nummer|numret|t|en)?|bankkonto(?:nr|nummer)?|account|clearing(?:nr|nummer)?|iban|betalningsreferens${REST}|betalingsreferan${REST}|viite(?:numero)?|referens(?:nr|nummer|en)?|referan[sc]e(?:nr|nummer|n)?|reference|ref`,
  },
  {
    polarity: 'negative',
    kinds: [],
    words: String.raw`faktura(?:nr|nummer|n|numret|dato|datum)?|invoice|lasku(?:n|numero)?|reikningur|order(?:nr|nummer|n)?|ordre(?:nr|nummer|n)?|belopp(?:et)?|beløb(?:et)?|beløp(?:et)?|summa|kundn(?:umme)?r|kunden(?:umme)?r|medlemsn(?:umme)?r|arti[k]{1,2}eln(?:umme)?r|varen(?:umme)?r|serien(?:umme)?r|s\/n|imei|iccid|isbn|issn|ean|gtin|gln`,
  },
  {
    polarity: 'negative',
    kinds: [],
    words: String.raw`org(?:\.|-)? ?(?:nr|nummer)|organisa(?:tions|sjons)-?n(?:umme)?r|cvr(?:-? ?(?:nr|nummer))?|y-tunnus${REST}|vat|moms(?:nr|reg${REST})?|dnr|diarien(?:umme)?r|ärenden(?:umme)?r|ärende nr|saksn(?:umme)?r|sagsn(?:umme)?r|asianumero|mál nr|ticket|case|kolli(?:nr|nummer|-?id)?|spårning-?(?:s|snr|snummer|s-?id|id|nr)?|sendings?-?(?:nr|nummer|id)|paket-?(?:id|nr)|pakke(?:nr|nummer|-?id)?|tracking`,
  },
  {
    polarity: 'negative',
    kinds: [],
    words: String.raw`version(?:en)?|licens${REST}|lisens${REST}|batch(?:nr)?|mätar-?(?:id|nr|nummer)|måler-?(?:id|nr|nummer)|anläggnings-?(?:id|nr|nummer)|objekt(?:nr|-?id|nummer)|koordinat${REST}|sweref|hyllplats(?:en)?|lagerplats(?:en)?|commit|hash|sha-?(?:1|256)|md5|guid|uuid|session(?:s-?id)?|logg?|backup|period(?:en)?`,
  },
  {
    polarity: 'negative',
    kinds: [],
    words: String.raw`(?:customer|order|article|item|part|serial|member(?:ship)?|licen[cs]e|registration|policy|booking|flight|room|meter|delivery|parcel|batch|document|file)[ _-]?(?:no|nr|number|id)s?`,
  },
  // Any other "…number" is the number of something else, except of persons and of nothing in particular.
  {
    polarity: 'negative',
    kinds: [],
    words: String.raw`(?![a-zåäöæø]*(?:personn|samordningsn|f[øöo]e?dselsn|födelsen))(?!(?:elev|patient|pasient|klient|bruk|barn|deltag|försäkr|student|lön|anst|ansatt|pers|födelse|fødsel|id-?n|social|körkort|sygesikring|sundhedskort|henkil|hlö|hetu|sotu|potila|oppila|lapse|hakija|asukas|asukka)[a-zåäöæø]*)[a-zåäöæø]{3,24}(?:nummer|numret|nr|nro|numero|númer)`,
  },
  // the same in two words or joined by a hyphen: "Måler nr", "punkt-ID"
  {
    polarity: 'negative',
    kinds: [],
    words: String.raw`(?=[a-zåäöæø]{2,24} ?[_ -] ?(?:n|id))(?!(?:${NOT_A_THING})[ _-])(?!(?:${PERSONAL})[a-zåäöæø]*[ _-])[a-zåäöæø]{2,24}(?: ?[_-] ?| )(?:nr|nro|id|nummer|number|numero|numret)`,
  },
];
