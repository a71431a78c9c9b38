/**
 * Mails about a topic beside mails about somebody: the same words, the same names, and only one of them to be stopped.
 * The texts are invented for this file; none is taken from the labelled corpus.
 */
import { describe, expect, test } from 'vitest';
import { loadDetectorData } from '../config/detectors/detectors.ts';
import { PACKAGE_RULES } from '../config/package-rules.ts';
import { sketchedMail } from '../testing/detect-mail.ts';
import { compileDetectors } from './detect.ts';

const detectors = compileDetectors(loadDetectorData(PACKAGE_RULES).data);
const NOT_ACTING = new Set(['financial', 'extra-worthy']);

function acting(subject: string, body: string): string[] {
  const found = detectors
    .detect(sketchedMail({ subject, body }))
    .filter((finding) => finding.confidence !== 'low' && !NOT_ACTING.has(finding.category));
  return [...new Set(found.map((finding) => finding.category))].sort();
}

type Mail = readonly [subject: string, body: string];

/** Nothing about an identifiable person, however many names and words of the field. */
const HARMLESS: readonly Mail[] = [
  // Swedish
  [
    'Föreläsning',
    'Hej!\nVälkommen till en föreläsning om autism och adhd med psykolog Anna Berg den 3 maj. Anmälan till Per Lund, per.lund@kommun.example.\n\nMvh\nKarin Ek\nSamordnare elevhälsan',
  ],
  [
    'Årsmöte',
    'Hej alla,\nDiabetesföreningen har årsmöte på torsdag i Folkets hus. Ordförande Eva Holm hälsar välkomna. Kaffe serveras.',
  ],
  [
    'Föräldramöte 4B',
    'Hej!\nPå föräldramötet talar vi om mobbning, kränkande behandling och vad skolan gör. Kurator Lisa Ström och rektor Jonas Falk är med. Ta gärna upp frågor om psykisk ohälsa.\n\nHälsningar\nMaria',
  ],
  [
    'Sv: upphandling',
    'Hej Johan,\nVi upphandlar familjehemskonsulenter och behandlingshem för missbruk. Frågor besvaras av upphandlare Sara Nyström till och med 12 april. Anbud lämnas i systemet.',
  ],
  [
    'Statistik',
    'Under 2025 gjordes 412 orosanmälningar i kommunen, varav 120 ledde till utredning. 14 barn placerades med stöd av LVU. Siffrorna har tagits fram av Emma Lindqvist på socialförvaltningen.',
  ],
  [
    'Rutin',
    'Rutinen vid orosanmälan: när en elev far illa ska den som får veta det anmäla genast. Rektor skriver under. Kontakta Mona Dahl om du är osäker.',
  ],
  [
    'Tidning',
    'Artikeln i lokaltidningen om kommunens arbete mot hemlöshet och alkoholmissbruk blev bra. Foto: Nils Ahlgren. Text: Sofia Brandt.',
  ],
  [
    'Bokcirkel',
    'Nästa gång läser vi Kerstin Ekman. Boken handlar om en kvinna som blir våldtagen och om skammen i byn. Vi ses hos Birgitta kl 18.',
  ],
  [
    'Ny enhetschef',
    'Jag vill berätta att Magnus Thorell är ny enhetschef för LSS och socialpsykiatri från 1 juni. Han kommer närmast från Beroendecentrum i grannkommunen.',
  ],
  [
    'Möte med Attention',
    'Hej,\nMötet med föreningen Attention om stöd till barn med adhd är flyttat till den 14:e. Anders Wik och Ulla Brink kommer från föreningen.',
  ],
  [
    'MBL § 11',
    'Kallelse till förhandling om ny organisation. För Kommunal: Rolf Sand. För Vision: Gunilla Moberg. För arbetsgivaren: Eva Ek.',
  ],
  [
    'Valet',
    'Vallokalerna bemannas av förordnade röstmottagare. Partierna lägger själva ut valsedlar. Socialdemokraterna och Moderaterna har anmält ombud, kontakta Lars Hult på valnämnden.',
  ],
  [
    'Kyrkans konsert',
    'Konserten i Mariakyrkan med kören leds av kantor Elin Sand. Präst Johan Melin läser en bön. Fritt inträde.',
  ],
  [
    'Protokoll',
    'Närvarande: Kjell Ström (S), Anita Holm (M), Bo Frisk (C).\n§ 4 Information om försörjningsstöd. Socialchef Maria Ek redovisar att kostnaden minskar.\n§ 5 Individärende, sekretess. Redovisas inte här.',
  ],
  [
    'Skyddade personuppgifter',
    'Hej!\nSå hanterar vi skyddade personuppgifter: personen ska alltid kontaktas via Skatteverket. Eleven får inte finnas med på klasslistan. Fråga Peter Wall om du undrar.',
  ],
  [
    'Fråga om sekretess',
    'Hej Lena,\nGäller sekretess enligt OSL 26 kap. för en anteckning om ett telefonsamtal? Kan du fråga juristen Hanna Ros?',
  ],
  [
    'Utbildning HLR',
    'Hej! Ni är anmälda till kursen i hjärt-lungräddning. Vi går igenom hjärtinfarkt, stroke och epilepsi. Instruktör Oskar Hed möter upp.',
  ],
  [
    'Friskvård',
    'Hej, påminner om att sjukfrånvaron sjunkit till 5,1 procent. Bra jobbat! Chefer med frågor om rehabilitering hör av sig till Agneta.',
  ],
  [
    'Annons',
    'Vi söker dig som vill bli familjehem eller kontaktfamilj. Du kan göra skillnad för ett barn som inte kan bo hemma. Ring familjehemssekreterare Ida Nord.',
  ],
  [
    'Matsedel',
    'Måndag: fisk (innehåller gluten, laktos). Allergi? Meddela köket. Kock Tomas svarar på frågor om specialkost.',
  ],
  [
    'Sjukskrivning',
    'Vid sjukskrivning ska medarbetaren lämna läkarintyg till chefen från dag åtta. Chefen anmäler i systemet. Frågor: Karin Lind, HR.',
  ],
  [
    'Tid för samtal',
    'Hej Anna!\nDu har en tid hos oss tisdag den 4 maj kl 10. Ring om du får förhinder.\n\nMvh\nElevhälsan',
  ],
  ['Klassresa', 'Hej, Elias och Nora i 4B vann tipspromenaden och får pris på fredag.'],
  [
    'Forskning',
    'En ny studie om depression hos äldre leds av professor Ingrid Hall. Kommunen deltar med två boenden. Personer som vill vara med anmäler sig.',
  ],
  [
    'Tjänst',
    'Kandidaten Johan Frid har referenser från två skolor och kan börja i augusti. Utdrag ur belastningsregistret begärs av alla innan anställning.',
  ],
  [
    'Bostadsanpassning',
    'Broschyren om bostadsanpassning för personer med funktionsnedsättning är tryckt. Tack till Eva Blom för fina bilder.',
  ],
  // Bokmål and Nynorsk
  [
    'Kurs',
    'Hei!\nKurs om demens og Alzheimers for ansatte i hjemmetjenesten. Kursholder er lege Kari Vik. Påmelding til Ola Berg innen fredag.',
  ],
  [
    'Foreldremøte',
    'Velkommen til foreldremøte om skolemiljø og mobbing. Helsesykepleier Siri Dahl orienterer om psykisk helse. Klassekontakt Marte Lie har kaker.',
  ],
  [
    'Rutine',
    'Rutine for bekymringsmelding til barnevernet: Når barnet utsettes for vold, skal den ansatte melde straks. Leder Nina Moen kan svare.',
  ],
  [
    'Møtebok',
    'Sak 12/26 Handlingsplan mot vold i nære relasjoner. Representanten Per Hagen (Ap) fremmet forslag. Sak 13/26 Unntatt offentlighet.',
  ],
  [
    'Sykefravær',
    'Sykefraværet i sektoren var 8,4 prosent i februar. Tore Lund lager ny rapport. Egenmelding kan brukes i 16 dager.',
  ],
  [
    'Åpent hus',
    'Rusfritt miljø inviterer til åpent hus. Møt Liv Aas som har skrevet bok om rus og avhengighet. Gratis inngang.',
  ],
  [
    'Drøfting',
    'Referat fra drøftingsmøte. Til stede: Grete Holm (Fagforbundet), Arne Vik (Delta), Hilde Nes (arbeidsgiver). Turnus ble drøftet.',
  ],
  [
    'Spørsmål om kode 6',
    'Hei, hvordan merker vi elever med kode 6 og strengt fortrolig adresse i det nye systemet? Kan Trond eller leverandøren vise?',
  ],
  [
    'Politiattest',
    'Alle som skal arbeide i barnehagen må levere politiattest. Send bestilling til Hanne Berg på personal.',
  ],
  [
    'Ny rådgiver',
    'Vi ønsker Knut Solheim velkommen som ny rådgiver i PPT. Han har bakgrunn fra BUP og spesialundervisning.',
  ],
  [
    'Opplæring',
    'Foredraget handlar om depresjon og sjølvmord. Psykolog Solveig Eide held det i kommunestyresalen. Påmelding til Randi Vik.',
  ],
  [
    'Fosterheim',
    'Kunne du tenkje deg å bli fosterheim? Kom på informasjonsmøte. Kontakt Bjørg Nes i barnevernstenesta.',
  ],
  ['Time', 'Hei Ingrid\nDu har time på helsestasjonen onsdag kl. 9. Ta med helsekort.\nHilsen helsestasjonen'],
  // Danish
  [
    'Temaaften',
    'Velkommen til temaaften om ADHD og autisme. Oplæg ved psykolog Mette Holm. Tilmelding til Lone Friis.',
  ],
  [
    'Retningslinje',
    'Retningslinjer for underretning: Når et barn mistrives, skal den ansatte underrette kommunen. Spørgsmål til afdelingsleder Bo Lund.',
  ],
  [
    'MED-udvalg',
    'Referat: Til stede var Lise Bach (FOA), Torben Krog (HK) og Susanne Ravn (ledelsen). Sygefraværet falder. Næste møde 4. maj.',
  ],
  ['Kontanthjælp', 'Nye satser for kontanthjælp gælder fra 1. juli. Lars Friis i Ydelsescentret svarer på spørgsmål.'],
  [
    'Årsberetning',
    'Krisecentret havde 82 beboere i 2025. 14 fik adressebeskyttelse. Bestyrelsesformand Karen Juhl takker alle frivillige.',
  ],
  [
    'Stillingsopslag',
    'Vi søger en socialrådgiver til børn med handicap. Straffeattest og børneattest indhentes. Kontakt teamleder Pia Kjær.',
  ],
  ['Kirkekaffe', 'Sognepræst Hans Juul inviterer til kirkekaffe og foredrag om islam og kristendom torsdag.'],
  ['Tid', 'Kære Oda\nDu har tid til samtale fredag kl. 9 på rådhuset. Tag billed-id med.'],
  // English and Finnish
  [
    'Training',
    'Dear all,\nThe training on autism and epilepsy is held by Dr. Anna Berg on Friday. Please register with Per Lund.',
  ],
  ['Koulutus', 'Hei! Koulutus lastensuojelusta ja mielenterveydestä pidetään perjantaina. Kouluttajana Anna Virtanen.'],
];

/** About somebody; the categories that have to be found. */
const ABOUT_SOMEBODY: readonly (readonly [...Mail, readonly string[]])[] = [
  ['Anna Berg', 'Hej, Anna Berg har fått diagnosen autism och behöver stöd.', ['health']],
  [
    'Ang. Elias',
    'Hej!\nVi har pratat i arbetslaget. Adhd-utredningen är klar och visar att han behöver medicin.',
    ['health'],
  ],
  ['Elsa', 'Föräldrarna undrar om hennes depression. Kan ni boka en tid?', ['health']],
  [
    'Möte',
    'Hej!\nVi vill träffa er om Moa Lindgren i 7A. Hon har utsatts för mobbning och är rädd att gå till skolan.',
    ['school-welfare'],
  ],
  [
    'Hyran',
    'Hej, hyresgästen på Storgatan 4 har försörjningsstöd och ska få hyran betald av oss. Hon heter Åsa Palm.',
    ['social-services'],
  ],
  [
    'Orosanmälan',
    'Vi har tagit emot en orosanmälan gällande Tindra Sandell, 6 år. Pappan är misstänkt för misshandel.',
    ['criminal', 'social-services'],
  ],
  ['Vikarie', 'Petra är sjukskriven för utmattningssyndrom till sista maj, så jag tar hennes klass.', ['health']],
  [
    'Klagomål',
    'Bengt Ekström som klagar är medlem i Sverigedemokraterna, ta det för vad det är.',
    ['political-opinion'],
  ],
  ['Lön', 'Johanna Sjö är med i Vårdförbundet, dra avgiften från hennes lön.', ['trade-union']],
  ['Lägret', 'Lista:\n- Alva B: celiaki\n- Milo Rask: epilepsi\n- Ebba S: diabetes', ['health']],
  ['Nycklar', 'Lås hos Mikaela Ros, Ekgatan 3. Hon har skyddade personuppgifter.', ['protected-identity']],
  ['Besked', 'Hej Olle, jag måste ställa in. Jag har fått bröstcancer och opereras på måndag.', ['health']],
  ['Beslut', 'Hej Stina!\nDin ansökan om försörjningsstöd för maj är avslagen.', ['social-services']],
  ['Elev', 'E.B. i 2A har fått en adhd-utredning och börjar med medicin nästa vecka.', ['health']],
  [
    'Brukare',
    'Vår brukare på Storgatan 9 har fallit igen. Hon har demens och diabetes och vägrar insulin.',
    ['health'],
  ],
  ['Flicka', 'Hej, flickan i 2A som ni frågade om har självskadebeteende och går på BUP.', ['health']],
  ['Ola Nordmann', 'Ola Nordmann er innlagt på psykiatrisk avdeling etter selvmordsforsøk.', ['health']],
  ['Elev', 'Sakkyndig vurdering for Jonas Lie er klar. Han har store lesevansker og dysleksi.', ['school-welfare']],
  [
    'Vedtak',
    'Søknaden om økonomisk sosialhjelp fra Kari Moen er avslått. Hun har gjeld hos namsmannen.',
    ['social-services'],
  ],
  ['Bekymring', 'Vi sender bekymringsmelding om Jonas Lie. Faren drikker og har vært voldelig.', ['social-services']],
  ['Trekk', 'Marte Nes er medlem i Fagforbundet og skal trekkes kontingent.', ['trade-union']],
  [
    'Adresse',
    'Familien til Sara Vik har strengt fortrolig adresse. Ikke skriv ny adresse i lista.',
    ['protected-identity'],
  ],
  ['Sjukmelding', 'Ho Ingrid er sjukmeld med depresjon og kjem ikkje att før hausten.', ['health']],
  ['Siktet', 'Per Holm er siktet for underslag og er suspendert.', ['criminal']],
  ['Underretning', 'Vi sender underretning på Mikkel Krogh i 3.b. Han fortæller, at mor drikker.', ['social-services']],
  ['Kontanthjælp', 'Borgeren Jimmy Skov får kontanthjælp og kan ikke betale huslejen.', ['social-services']],
  ['Vikar', 'Straffeattesten på Dennis Holt viste en dom for vold.', ['criminal']],
  ['Beboer', 'J.K. på værelse 12 er i metadonbehandling og har hepatitis C.', ['health']],
  ['Elev', 'Amina Said er muslim og skal have fri under bønnen.', ['religion-belief']],
  ['Søren', 'Søren er sprunget ud som bøsse og nogle kolleger driller ham.', ['sex-life']],
  ['Leave', 'Maria Lund is on sick leave with depression until May.', ['health']],
  ['Asiakas', 'Asiakkaalla Matti Virtasella on masennus ja hän on sairauslomalla.', ['health']],
];

describe('a text about a topic', () => {
  test.each(HARMLESS)('%s: %s', (subject, body) => {
    expect(acting(subject, body)).toEqual([]);
  });
});

describe('a text about somebody', () => {
  test.each(ABOUT_SOMEBODY)('%s: %s', (subject, body, categories) => {
    expect(acting(subject, body)).toEqual(expect.arrayContaining([...categories]));
  });
});
