/** Swedish and Norwegian office text, the same in every run: plain sentences with now and then a word of the term lists. */
const SENTENCES = [
  'Nämnden beslutade att ge förvaltningen i uppdrag att ta fram en plan för utbyggnaden av cykelvägen.',
  'Hej, här kommer protokollet från mötet i tisdags tillsammans med underlaget inför budgetarbetet.',
  'Vi behöver boka om lokalen eftersom ventilationen ska bytas under vecka 14 och 15.',
  'Kommunstyrelsen tackar för remissen och lämnar följande synpunkter på förslaget till detaljplan.',
  'Kan du skicka den senaste versionen av upphandlingsunderlaget innan fredag klockan 12.00?',
  'Skolans öppettider under höstlovet framgår av anslaget vid entrén och på hemsidan.',
  'Diarienummer KS 2026/417, kostnad 12 500 kronor, faktura 40012345, telefon 08-123 456 78.',
  'Snöröjningen prioriterar gång- och cykelvägar, därefter huvudgator och sist bostadsgator.',
  'Møtet er flyttet til torsdag, og innkallingen sendes ut på nytt med oppdatert saksliste.',
  'Rådmannen anbefaler at kommunestyret vedtar handlingsplanen slik den foreligger.',
  'Vi viser til søknaden deres av 12. mars og ber om at dere sender inn kvitteringene.',
  'Barnehagen har planleggingsdag, og alle foresatte bes om å hente barna før klokken 15.',
  'Saksnummer 2026/1123, beløp 8 400 kroner, fakturaen betales innen 30 dager.',
  'Entreprenøren starter arbeidet i Storgata på mandag, og det blir tidvis støy på dagtid.',
  'Takk for god hjelp med arrangementet på biblioteket, det var over hundre besøkende.',
  'Planavdelingen legger forslaget ut på høring i seks uker fra første april.',
  'Räddningstjänsten övar på industriområdet under helgen, så rök kan synas från motorvägen.',
  'Bifogat finns tjänsteskrivelsen med en reviderad tidplan och en ny kalkyl för ombyggnaden.',
  'Avgiften för tomträtten räknas om vart tionde år enligt avtalet från 1998.',
  'Parkeringen bakom stadshuset stängs av medan kranen monteras på gården.',
  'Turistbyrån efterlyser bilder från marknaden till höstens broschyr.',
  'Vattenledningen i Björkgatan spolas på onsdag, tappa gärna upp en kanna innan dess.',
  'Kulturskolan har fått tre nya pianon och söker någon som kan stämma dem.',
  'Tillväxten i länet bedöms bli svagare nästa år, framför allt inom handel och byggande.',
  'Återvinningscentralen tar emot trädgårdsavfall till klockan 19 på vardagar.',
  'Kartunderlaget levereras som en zippad fil, och koordinaterna är angivna i SWEREF 99.',
  'Revisorerna granskade inköpen av möbler och hade inga anmärkningar.',
  'Jag återkommer så snart leverantören har svarat om priset på takpannorna.',
  'Brandlarmet i gymnastikhallen löste ut i natt på grund av damm från slipningen.',
  'Bron över ån får en tillfällig viktbegränsning på tolv ton fram till midsommar.',
  'Växeln är stängd på klämdagen men felanmälan tar emot samtal som vanligt.',
  'Anläggningen matar ut 340 megawattimmar om året på elnätet, vilket täcker halva behovet.',
  'Projektgruppen träffas i rum Eken på måndag för att gå igenom riskerna.',
  'Upphandlingen avser skyltar, stolpar och fundament, med option på ytterligare två år.',
  'Tack för ditt svar, jag lägger in datumet i kalendern och bjuder in de andra.',
  'Museet visar en utställning om textilindustrin, med fri entré den första söndagen i månaden.',
  'Isen på sjön bär inte längre, så skridskobanan flyttas till konstfrusen is vid idrottsplatsen.',
  'Hyran för båtplatser höjs med två procent från nyår enligt index.',
  'Skogsbruksplanen omfattar 1 240 hektar, varav en tiondel lämnas för fri utveckling.',
  'Sammanträdet sänds på webben, och handlingarna publiceras en vecka i förväg.',
  'Vedlagt følger referatet fra befaringen og bilder av muren som må rettes opp.',
  'Brøytekantene gjør krysset uoversiktlig, så driftsavdelingen fjerner snø i kveld.',
  'Anbudsfristen er 3. juni, og spørsmål må sendes gjennom portalen.',
  'Vannprøvene fra badeplassen viser god kvalitet også denne uken.',
  'Svømmehallen holder stengt mens flisene i det store bassenget byttes.',
  'Kommunen selger to brukte minibusser, og bud leveres i lukket konvolutt.',
  'Asfalteringen av fylkesveien er utsatt på grunn av regn.',
  'Kantina prøver en ny ordning med forhåndsbestilling av lunsj.',
  'Kan noen låne bort en stige på fire meter til pynting av rådhuset?',
  'Fiberkabelen graves ned langs turveien, og stien blir lagt om i to uker.',
  'Regnskapet viser et mindreforbruk på 1,3 millioner kroner, i hovedsak på grunn av milde måneder.',
  'Konserten i kulturhuset er utsolgt, men det settes opp en ekstra forestilling.',
  'Formannskapet drøfter navnsetting av de nye veiene på Solhøgda.',
  'Nøkkelkortene slutter å virke ved midnatt og må oppdateres i resepsjonen.',
  'Bygningsrådet befarte naustet og ba om nye tegninger i målestokk 1:50.',
  'Ledige hager i parsellhagen fordeles etter ansiennitet i april.',
  'Sjøbua trenger nytt tak, og vi ber om tilbud fra tre firmaer.',
  'Høringsuttalelsen om kollektivtilbudet ble sendt fylkeskommunen i går.',
  'Skiltene i skiløypa er byttet, og prepareringen starter når det kommer mer snø.',
  'Innbyggertallet økte med 112 i fjor, mest på grunn av innflytting fra nabokommunene.',
  'Strømmen kobles ut i Nedregata mellom klokken 9 og 11 på grunn av arbeid i nettstasjonen.',
  'Teknisk utvalg behandler saken i neste møte, etter at naboene er varslet.',
  'Biblioteket låner også ut symaskiner, telt og verktøy.',
  'Avtalen om renhold løper ut ved årsskiftet og lyses ut på nytt.',
];
/**
 * One word in so many is a listed term: about 39 in a megabyte, as in the text that the goals were taken from. Terms that the sentences
 * hold themselves come on top.
 */
const WORDS_PER_TERM = 3_700;

/** Pseudo-random whole numbers below a bound, the same in every run. */
export function sequence(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return Math.floor((state / 0x80000000) * bound);
  };
}

/** Harmless sentences. @param length at least so many characters */
export function plainText(length: number, seed = 1): string {
  const next = sequence(seed);
  const lines: string[] = [];
  for (let size = 0; size < length;) {
    const line = SENTENCES[next(SENTENCES.length)] ?? '';
    lines.push(line);
    size += line.length + 2;
  }
  return lines.join('\r\n');
}

/** Text in which some words are listed terms. @returns pieces of about `pieceLength` characters without line ends */
export function textWithTerms(pieces: number, pieceLength: number, terms: readonly string[]): string[] {
  const next = sequence(7);
  return Array.from({ length: pieces }, () => {
    const words: string[] = [];
    for (let size = 0; size < pieceLength;) {
      const sentence = (SENTENCES[next(SENTENCES.length)] ?? '').split(' ');
      if (next(WORDS_PER_TERM) < sentence.length) sentence[next(sentence.length)] = terms[next(terms.length)] ?? '';
      const line = sentence.join(' ');
      words.push(line);
      size += line.length + 1;
    }
    return words.join(' ');
  });
}

const SYLLABLES =
  'ba be bo bru dal du fa fi fro ga gjo gre ha hol i ka klo kri la lo mi na nu o pra ra ro sa ski ta tu u va'.split(
    ' ',
  );

/** Words that look Nordic, mean nothing and are too long to stand in any text, to lengthen a word list. */
export function inventedWords(count: number): string[] {
  const next = sequence(99);
  const words = new Set<string>();
  while (words.size < count) {
    words.add(Array.from({ length: 6 + next(3) }, () => SYLLABLES[next(SYLLABLES.length)] ?? '').join(''));
  }
  return [...words];
}
