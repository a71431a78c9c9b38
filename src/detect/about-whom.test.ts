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
  ['Testfall', 'TF-114 Fel. Rutan "Skyddad identitet" går att bocka ur utan behörighet.\nTF-115 OK\nRobin Ask'],
  [
    'Referanse',
    'Hei att. Kari Anne Sæbø har ført deg opp. Vi spør alle om det same: 1) Ville du tilsett vedkomande på nytt? 2) Mykje sjukefråvær? 3) Organisert?',
  ],
  ['Referens', 'Frågor om Karin Moe: 1) Sjukfrånvaro? Ja / Nej 2) Punktlig? Ja / Nej'],
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
  // Everyday mail of all units
  [
    'Kontaktpersoner sökes',
    'Hej!\nVi behöver fler kontaktpersoner och kontaktfamiljer enligt SoL. Uppdraget passar dig som har tid över. Intresseanmälan till Sofie Lindahl på familjeenheten, 0123-456 78.\nMvh\nSofie',
  ],
  [
    'Nya öppettider',
    'Mottagningen för försörjningsstöd har från 1 mars öppet måndag-torsdag 9-15. Vid akuta ärenden ring socialjouren. /Birgitta Ask',
  ],
  [
    'Ersättare i veckan',
    'Hej Katarina,\nMaria Sten är på semester vecka 8 så frågor om LVU och placeringar tar Jonas Ek hand om.\n/Lena',
  ],
  [
    'Nationell konferens',
    'Barnahus 10 år! Talare: Åsa Lund, åklagare, och Pär Ros, barnläkare. Sexuella övergrepp mot barn - vad vet vi? Anmäl dig senast 3/4.',
  ],
  [
    'Nätverksträff',
    'Träffen för anhöriga till personer med demens hålls i Träffpunkten. Anna och Birgit bjuder på fika. Ingen föranmälan.',
  ],
  [
    'Avtal om tolk',
    'Hej Ahmed,\nramavtalet för tolkning i arabiska, somaliska och tigrinja går ut i maj. Kan du skicka prislistan?\nHälsningar Yusuf',
  ],
  [
    'Bidrag',
    'Föreningen Kvinnojouren Alma beviljas 250 000 kr i verksamhetsbidrag för skyddat boende 2026. Ordförande Marie Gran ska skriva på avtalet.',
  ],
  [
    'Tack för besöket',
    'Hej Sven! Tack för att vi fick besöka er verksamhet för unga med missbruk. Det var lärorikt. Hälsa Eva och Kim.',
  ],
  ['Simskola', 'Elever med rörelsehinder kan få hjälpmedel på badhuset. Badmästare Kalle visar.'],
  [
    'Namninsamling',
    'Lista med förslag till namn på nya äldreboendet: Solgården, Demenshuset, Lindgården. Rösta senast fredag, meddela Gunilla.',
  ],
  [
    'Nyckelpersoner',
    'Krisgruppen vid självmord eller dödsfall: rektor Per Lind, kurator Eva Dahl, skolpräst Bo Ek. Listan sätts upp i personalrummet.',
  ],
  [
    'Kvalitet',
    'Vi följer upp väntetider för bistånd: hemtjänst 8 dagar, särskilt boende 31 dagar. Diagrammet är gjort av Niklas Vall.',
  ],
  [
    'Lokal',
    'Hej Fatima, ni kan boka salen till ramadanfirandet den 20:e. Hyran är 900 kr. Nycklar hämtas i receptionen.',
  ],
  ['Bouppteckning kurs', 'Dödsboförvaltning, bodelning och god man: kurs för nya handläggare med jurist Emma Ros.'],
  [
    'Vaccin',
    'Influensavaccin erbjuds alla medarbetare på tisdag. Sjuksköterska Lotta är på plats. Är du förkyld eller allergisk mot ägg, vänta.',
  ],
  [
    'Frånvaro',
    'Jag är ledig torsdag och fredag. Vid frågor om orosanmälningar kontakta Peter Sand, om barn som far illa akut ring socialjouren.',
  ],
  [
    'Presentation',
    'Hej! Jag heter Sara Wik och är ny kurator på Ekskolan. Jag har tidigare arbetat på BUP med unga med ätstörningar.',
  ],
  [
    'Felanmälan',
    'Hissen på äldreboendet står still. De boende har rullstol och rullator och kommer inte ut. Kan ni skicka Mats direkt?',
  ],
  ['Studiebesök', 'Måndag 10.00 besöker Leif Holm (M), ordförande i socialnämnden, missbruksenheten. Fika i matsalen.'],
  ['Fackklubben', 'Vision bjuder in till lunch om löneöversynen. Anmäl dig till Karin Sund, klubbordförande.'],
  [
    'Minnesstund',
    'Hej alla, på fredag kl 10 har vi en tyst minut för Göran Ahl som arbetat här i 30 år. Präst Eva Norén medverkar.',
  ],
  [
    'Riktlinje',
    'Skolans handlingsplan vid skolfrånvaro: mentor ringer hem dag 3, rektor kallar till möte dag 10, därefter anmälan till socialtjänsten. Fastställd av Lars Ek.',
  ],
  [
    'Enkätsvar',
    'Sammanfattning: 12 procent av eleverna i åk 9 har använt narkotika, 8 procent har självskadebeteende. Frågor? Elin Rask.',
  ],
  ['Sv: Fråga', 'Hej Lisbeth,\nja, föräldrapenning och VAB regleras av Försäkringskassan. Fråga gärna Ann på HR.'],
  ['Bemanning', 'Vi saknar två sjuksköterskor på demensboendet i helgen. Kan Ali eller Petra?'],
  ['Hej', 'Hej Robert, kan du skicka över mallen för genomförandeplan LSS? Tack på förhand, Carina'],
  ['Klasslista', 'Elsa Vik, 4B\nOskar Berg, 4B\nMaja Lund, 4C'],
  ['Körjournal', 'Bilen ABC 123 är lämnad på verkstad. Johan hämtar den på torsdag när bromsarna är bytta.'],
  ['Insändare', 'Hej, bifogar min insändare om vården. Jag tycker att fler borde få psykologhjälp. /Ulf Berg, Nora'],
  ['Sekretess', 'Hej Karl, ja du måste skriva på sekretessförbindelsen innan du börjar. Tystnadsplikt gäller alla.'],
  [
    'Ny lag',
    'Från 1 juli gäller nya regler om kontaktförbud och misshandel. Polisinspektör Nils Falk informerar på APT.',
  ],
  [
    'Sjukanmälan',
    'Så gör du när barnet är sjukt: anmäl i appen före kl 8. Barn med kräkningar stannar hemma 48 timmar. Hälsningar förskolechef Anette',
  ],
  ['Rapport', 'Anders har skrivit klart rapporten om våld i nära relationer. Den finns på intranätet.'],
  [
    'Arbetsmiljö',
    'Tillbud: en besökare skrek och hotade personal i receptionen. Polis tillkallades. Ansvarig: Erik Sand.',
  ],
  ['Hjälpmedel', 'Prislista hjälpmedel: rullator 900 kr, hörapparat 4 500 kr. Beställ av Monica Ring.'],
  [
    'Bygglov',
    'Ansökan om bygglov för gruppbostad LSS, Ekbacken 1:4. Sökande: Bygg AB, kontakt Hans Lund. Beslut: beviljas.',
  ],
  [
    'Møte',
    'Hei Anne\nKan vi ta en prat om rutinene for spesialundervisning og PPT-henvisning på onsdag? Ta med Geir.\nHilsen Tone',
  ],
  ['Ny avtale', 'Rammeavtale for barnevernstiltak er signert med Stiftelsen Håp. Kontaktperson er Lise Haug.'],
  ['Ferieliste', 'Uke 28: Kari ferie, Ola ferie. Uke 29: Siv permisjon, Per kurs i førstehjelp.'],
  ['Konsert', 'Konsert på Solhøgda sykehjem torsdag. Erik Dahl spiller trekkspill for beboere med demens.'],
  [
    'Høring',
    'Rusreformen: Kommunens uttalelse er skrevet av kommuneoverlege Tor Vik. Narkotika, dom og straff omtales i kap. 3.',
  ],
  ['Stillinger', 'Barneverntjenesten søker to saksbehandlere. Spør Grete om du lurer.'],
  ['Språkkafé', 'Velkommen til språkkafé for flyktninger fra Syria og Ukraina. Amal og Ivan lager mat.'],
  [
    'Tilskudd',
    'Tros- og livssynssamfunn kan søke tilskudd innen 1. mars. Pinsekirken og Islamsk senter har søkt. Saksbehandler Odd Lie.',
  ],
  ['Kalender', '10.00 Fødselsdagskake til Solveig. 12.00 Teammøte rus og psykiatri. 14.00 Vaksine.'],
  ['Mobbing', 'Rektor Hans Moe informerer om Zero-programmet mot mobbing på FAU-møtet. Alle foresatte er velkomne.'],
  ['Kursbevis', 'Hei Linda, kursbeviset for medikamenthåndtering og epilepsi ligger i hylla di. Hilsen Berit'],
  ['Kirke', 'Gudstjeneste julaften kl. 15 ved sokneprest Jens Aas. Alle elever på 7. trinn deltar.'],
  ['Sats', 'Satsene for økonomisk sosialhjelp økes 1. januar: enslig 7 100, par 11 900. Se vedlegg fra Jorunn i NAV.'],
  ['Tilsyn', 'Statsforvalteren fører tilsyn med barnevernet i uke 12. Kontaktperson er Marit Øye, kontorsjef.'],
  [
    'Foredrag',
    'Torsdag kommer forfatter Ida Storm og forteller om å vokse opp med en alkoholisert far. Billetter kr 100.',
  ],
  ['Turnus', 'Hei! Trine og Espen bytter nattevakt på demensavdelingen lørdag. Greit?'],
  ['Vikar', 'Rikke tager gruppe 2 med autisme på mandag, jeg er på kursus. Hilsen Bo'],
  [
    'Kursus',
    'Kursus i konflikthåndtering og magtanvendelse for personale på bosteder. Underviser: Steen Holm. Tilmelding hos Gitte.',
  ],
  ['Puljer', 'Der er afsat 2 mio. til indsatsen mod hjemløshed og misbrug. Projektleder er Jakob Riis.'],
  [
    'Handicaprådet',
    'Dagsorden: 1. Velkomst ved formand Ole Dam. 2. Autisme i folkeskolen ved PPR-leder Anne Thy. 3. Eventuelt.',
  ],
  [
    'Sygefravær',
    'Sygefraværet er 5,2 pct. i marts. Lederne holder sygefraværssamtaler efter 14 dage. Spørg Charlotte i HR.',
  ],
  ['Bøn', 'Bederummet i kælderen kan bruges af alle. Nøglen fås hos Mustafa i receptionen.'],
  ['Fødselsdag', 'Tillykke med de 50 år til Henrik! Kage i kantinen kl. 14.'],
  ['Aftale', 'Aftalen med krisecentret Rosen forlænges til 2027. Forstander Lise Holst skriver under.'],
  ['Udbud', 'Udbud af misbrugsbehandling, spørgsmål stilles til indkøber Tina Kok senest 3. april.'],
  ['Rundvisning', 'Borgmester Karen Bro (A) besøger psykiatrihuset på mandag kl. 10.'],
  ['Vakt', 'Hej, kan du ta natten på Björkbacken? Flera boende är magsjuka. /Annika'],
  [
    'Referens',
    'Hej! Jag kan varmt rekommendera Lisa Hed. Hon är punktlig, lugn och har arbetat med demensvård i fem år.',
  ],
  ['Jubileum', 'Kommunal fyller 100 år! Festen leds av Bengt Ros, tårta till alla medlemmar.'],
  ['Politikerträff', 'Pia Lundh, Vänsterpartiet, och Tom Ask, Moderaterna, debatterar skolan på torsdag.'],
  [
    'Gallup',
    'Undersökning: vad röstar Nackaborna på? Socialdemokraterna 28 procent, Moderaterna 24. Källa: Jan Bratt.',
  ],
  ['Sv: Astrid', 'Hej, Astrid har flyttat till 3A och börjar på måndag. Hon tycker om fotboll.'],
  ['Sv: Hämtning', 'Elias hämtas av mormor idag kl 15.'],
  ['Ang. tid', 'Hej Johan, din tid hos skolsköterskan är flyttad till torsdag kl 9.'],
  ['Training', 'The autism course with Dr Helen Marsh is fully booked. Contact Peter for the waiting list.'],
  ['Hours', 'The addiction clinic is open 9-3. Ask for Susan at the desk.'],
  ['Kurs', 'Kurs om vald i nære relasjonar. Foredragshaldar er Kari Nes frå krisesenteret.'],
  ['Boendelista', 'Nya brandlarm sätts upp hos: Rut Alm lgh 3, Greta Lund lgh 5. Nycklar finns på expeditionen.'],
  ['Ekonomi', 'Familjerätten i siffror: 45 faderskap, 12 adoptioner, 30 vårdnadsutredningar. Britta sammanställer.'],
  [
    'Projektansökan',
    'Vi söker medel från Socialstyrelsen för personer med missbruk och psykisk ohälsa. Projektledare Anna Ek, budget 1,2 mnkr.',
  ],
  [
    'Svar till media',
    'Hej Erik, nej vi kommenterar inte enskilda ärenden. Allmänt gäller att socialtjänsten utreder alla orosanmälningar. /Eva Lind, presschef',
  ],
  ['Bekräftelse', 'Hej Mikael! Tack för ditt samtal om att bli god man. Nästa utbildning är 3 maj.'],
  ['Möte', 'Kan vi ses om flyktingmottagandet? Jag tar med Samira från integrationsenheten och Olle från skolan.'],
  ['Sommarjobb', 'Ungdomar med funktionsnedsättning får sommarjobb. Handledare Kurt visar runt.'],
  ['Avtackning', 'Tack Britt-Marie för 40 år inom äldreomsorg och demensvård!'],
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
  [
    'Flytt',
    'Kunden heter Emelie Rask och har skyddade personuppgifter så skriv INTE namnet, ring aldrig.',
    ['protected-identity'],
  ],
  [
    'Abonnement',
    'Hei, Anja Wold flyttet til Strandgata 9 B. NB strengt fortrolig adresse (kode 6). Ikke send regning.',
    ['protected-identity'],
  ],
  ['Flytting', 'Anja Wold flyttet 1. mai. Strengt fortrolig adresse. Hilsen Per', ['protected-identity']],
  [
    'Flytting',
    'Anja Wold flyttet til Strandgata\nStrengt fortrolig adresse. Ikke send noe i posten.\nHilsen Per',
    ['protected-identity'],
  ],
  ['Rutan', 'Rutan "Skyddad identitet" är ifylld för Anna Berg i 4B.', ['protected-identity']],
  ['Kortet', 'Nils Öman. Texten skyddad identitet syns på hans kort, ta bort den!', ['protected-identity']],
  ['Møte', 'Ola Nes har bl.a. KOLS og diabetes.', ['health']],
  ['Fravær', 'Emil er hjemme i dag. Astma igen.', ['health']],
  ['Samtal', 'Maja var på møtet. Diabetes har ho hatt lenge.', ['health']],
  ['Intervju', 'Kalle Berg, 2B. ADHD? Ja, utredd i våras.', ['health']],
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

/** Rows of a list pasted with blanks. */
const TABLES: readonly Mail[] = [
  [
    'Turen',
    'Tid    Namn         Adress       Insats\n07.30  Rut Ask      Ekvägen 3    insulin, är dement\n08.10  Bo Sand      Ekvägen 9    byte av kateter',
  ],
];

/** Any category will do: which one, the tests above ask. */
const TO_BE_STOPPED: readonly Mail[] = [
  ['Sv: Allergi', 'Kan du ta med dig Ludvigs mellanmål? Han får inte äta nötter, svår allergi.'],
  ['Sjuk idag', 'Elsa är hemma med feber och magsjuka idag. /Mamma Karin'],
  ['Sv: Boende', 'Sigvard har blivit mer förvirrad, läkaren misstänker demens. Dottern vill ha möte.'],
  ['Hjälp', 'Kvinnan i lägenhet 4 har tagit en överdos och ligger på sjukhus. Kan du ta barnen?'],
  ['Sv: Praktik', 'Mohammed har en utvecklingsstörning och behöver tydliga instruktioner.'],
  ['Sv', 'Han är dömd för rån och kommer ut i maj, vi behöver bostad åt Kim Lager.'],
  ['Rehab', 'Ulrika Ström har rehabmöte på torsdag om sin utbrändhet, jag kommer med läkarintyget.'],
  ['Fosterhjem', 'Mia på 4 år skal flyttes til nytt fosterhjem etter akuttvedtak fredag.'],
  ['Gjeld', 'Arne Bø har gjeldsordning og får sosialhjelp, derfor betaler vi husleien.'],
  ['Skole', 'Emil har dysleksi og ADHD, så han trenger ekstra tid på prøven.'],
  ['Hjem', 'Vores borger på Elmevej 3 har KOL og er inkontinent, hun skal have besøg fire gange.'],
  ['Anbringelse', 'Lucas på 9 anbringes hos plejefamilie fra mandag efter afgørelse i udvalget.'],
  ['Sygdom', 'Jens har fået konstateret kræft og er sygemeldt resten af året.'],
  ['Leave', 'Hi, Grace has been diagnosed with breast cancer and starts chemotherapy on Monday.'],
  ['Tenant', 'Mr Okafor in flat 3 has schizophrenia and stopped taking his medication.'],
  ['Pupil', 'The pupil in 7B has an eating disorder and sees a psychologist.'],
  ['Union', 'Please deduct the union fee for Peter Marsh, he is a member of Unison.'],
  ['Asylum', 'Samira Haddad is an asylum seeker from Syria and converted to Christianity.'],
  ['Conviction', 'Daniel Price was convicted of fraud last year so we cannot hire him.'],
  ['Elev', 'Eg er uroa for Håkon. Han har slutta å ete og skadar seg sjølv.'],
  ['Bustad', 'Jon Eide treng bustad, han kjem ut av fengsel i mai og går på rusbehandling.'],
  ['Svar', 'Gunn har fått svar på prøvene, det er brystkreft. Ho vil ikkje at dei andre skal vite det.'],
  ['Barn', 'Guten har vore utsett for vald heime, barnevernet har gjort akuttvedtak.'],
  ['Tru', 'Leila Rahimi er muslim og vil ha fri under ramadan.'],
  ['Sv: Jakob', 'Han har fått tvangsbehandling igen og bliver på afdelingen.'],
  ['Ekonomi', 'Familjen Lundin har skulder hos Kronofogden och får försörjningsstöd.'],
  ['Elev 7C', 'Killen i 7C du frågade om är anmäld för misshandel.'],
  ['Sv: Lotta', 'Lotta är gravid i vecka 12 men har inte berättat för gruppen.'],
  ['Sjukdom', 'Pappa till Emil har avlidit i cancer, så Emil är ledsen.'],
  ['Sjukskriven', 'Hej, min sjukskrivning för depression förlängs till maj.'],
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

describe('a text about somebody in everyday words', () => {
  test.each([...TABLES, ...TO_BE_STOPPED])('%s: %s', (subject, body) => {
    expect(acting(subject, body)).not.toEqual([]);
  });
});
