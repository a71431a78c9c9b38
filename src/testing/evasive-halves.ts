/** Mails in which the halves of a number, or its groups, stand apart. Each takes a number as six digits, a hyphen and four. */
import type { EvasiveMail } from './evasive-mails.ts';

const head = (subject: string): string =>
  `From: anna@kommun.example\nTo: b@example.org\nSubject: ${subject}\nMIME-Version: 1.0\n`;
const mail = (type: string, body: string, subject = 'Hej'): string =>
  `${head(subject)}Content-Type: text/${type}; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n${body}\n`;
const plain = (body: string, subject?: string): string =>
  mail('plain', `Hej Bo, här kommer det du bad om.\n\n${body}\n\nHälsningar Anna`, subject);
const html = (body: string): string => mail('html', `<p>Hej Bo</p>${body}<p>Hälsningar Anna</p>`);

const D = (t: string): string => t.slice(0, 6);
const T = (t: string): string => t.slice(7);
const [Y, M, DAY] = [0, 2, 4].map((at) => (t: string) => t.slice(at, at + 2)) as [
  EvasiveMail,
  EvasiveMail,
  EvasiveMail,
];
const written = (t: string): string => `19${Y(t)}-${M(t)}-${DAY(t)}`;
const MONTHS = 'januari februari mars april maj juni juli augusti september oktober november december'.split(' ');
const month = (t: string): string => MONTHS[Number(M(t)) - 1] ?? 'december';
const between =
  (text: string): EvasiveMail =>
  (t) =>
    plain(`${D(t)}${text}${T(t)}`);
const rows = (head: string, row: string): string => `${head}\n${row}`;

/** A mail with files. @param files name and what each says */
const files = (...files: readonly (readonly [name: string, text: string])[]): string =>
  `${head('Hej')}Content-Type: multipart/mixed; boundary=x\n\n--x\n\nHej\n` +
  files
    .map(
      ([name, text]) =>
        `--x\nContent-Type: text/plain\nContent-Disposition: attachment; filename="${name}"\n\n${text}\n`,
    )
    .join('') +
  '--x--\n';

/** By what stands between, or where they stand. */
export const EVASIVE_HALVES: Readonly<Record<string, EvasiveMail>> = {
  brackets: (t) => plain(`${D(t)} (${T(t)})`),
  'two brackets': (t) => plain(`(${D(t)}) [${T(t)}]`),
  'a hyphen in brackets': between('(-)'),
  'quotation marks': (t) => plain(`"${D(t)}"-"${T(t)}"`),
  'a comma and a blank': between(', '),
  'a colon': between(': '),
  dots: between(' ... '),
  'an arrow': between(' \u2192 '),
  'a smiley': between(' \u{1f642} '),
  'the word och': between(' och '),
  'the words och sedan': between(' och sedan '),
  'the word streck in brackets': between(' [streck] '),
  'the word slutsiffror': between(' (slutsiffror '),
  'a name': between(' Anna Berg '),
  'a name in brackets': between(' (Anna) '),
  'a line of words': between('\nAnna Berg\n'),
  'another sentence': (t) => plain(`Det är ${D(t)}. Och ${T(t)}.`),
  'a sentence and a word for the rest': (t) => plain(`Första delen är ${D(t)}. Andra delen kommer här: ${T(t)}.`),
  'a place of birth': (t) => plain(`Anna ${D(t)} född i Umeå\nslutar på ${T(t)}`),
  'another sentence for the last digits': (t) =>
    plain(`Född ${written(t)}. Ni ville ha hela personnumret, det slutar på ${T(t)}.`),
  'crossed out first': (t) => plain(`Född ${D(t)}-xxxx. xxxx är ${T(t)}`),
  'the end first': (t) => plain(`Det ska vara ${T(t)} på slutet. Alltså ${D(t)} där framför.`),
  'the last digits as an answer': (t) =>
    plain(`${T(t)}\n\n> Vad är de sista siffrorna?\n>> Moa är född 19${D(t)} om ni behöver det`),
  'a chat': (t) => plain(`[09:12] Bo: personnummer?\n[09:13] Eva: 19${D(t)}\n[09:15] Eva: vänta\n[09:15] Eva: ${T(t)}`),
  'subject and body': (t) => plain(T(t), D(t)),
  'subject and words of the body': (t) => plain(`De fyra sista: ${T(t)}`, D(t)),
  'a day written out': (t) => plain(`Hon är född den ${Number(DAY(t))} ${month(t)} 19${Y(t)} (${T(t)})`),
  'a day with points': (t) => plain(`${DAY(t)}.${M(t)}.19${Y(t)}-${T(t)}`),
  'its end, with a hyphen': (t) => plain(`${T(t).split('').reverse().join('')}-${D(t).split('').reverse().join('')}`),
  'the other order, said': (t) => plain(`${T(t)}-${D(t)} (omkastat)`),
  'groups of four, four and two': (t) => plain(`${t.slice(0, 4)} ${t.slice(4, 6)}${t.slice(7, 9)} ${t.slice(9)}`),
  'groups of three': (t) => plain(`19${t.slice(0, 1)} ${t.slice(1, 4)} ${t.slice(4, 6)}${t.slice(7, 8)} ${t.slice(8)}`),
  'groups of five': (t) => plain(`${t.slice(0, 5)} ${t.slice(5, 6)}${T(t)}`),
  'groups before the hyphen': (t) => plain(`${t.slice(0, 3)} ${t.slice(3)}`),
  'digits behind the hyphen': (t) => plain(`${D(t)} - ${T(t).split('').join(' ')}`),
  'lines of two digits': (t) => plain(`${Y(t)}\n${M(t)}\n${DAY(t)}\n${T(t)}`),
  'three columns': (t) => plain(rows('Född;Namn;Sista fyra', `19${D(t)};Anna Berg;${T(t)}`)),
  'a column with commas': (t) => plain(rows('fodd,namn,fyra_sista', `${written(t)},Anna Berg,${T(t)}`)),
  'columns the other way': (t) => plain(rows('Fyra sista;Född', `${T(t)};${D(t)}`)),
  'columns set with blanks': (t) =>
    plain(rows('Född        Namn         Sista siffror', `${written(t)}  Anna Berg    ${T(t)}`)),
  'columns for year, month and day': (t) =>
    plain(rows('År | Mån | Dag | Namn | Sista fyra', `19${Y(t)} | ${M(t)} | ${DAY(t)} | Anna Berg | ${T(t)}`)),
  'a cell for each part': (t) => plain(`Anna\t19${Y(t)}\t${M(t)}\t${DAY(t)}\t${T(t)}`),
  'cells of HTML': (t) =>
    html(
      `<table><tr><th>Född</th><th>Namn</th><th>Sista fyra</th></tr><tr><td>${written(t)}</td><td>Anna Berg</td><td>${T(t)}</td></tr></table>`,
    ),
  'rows of HTML': (t) =>
    html(`<table><tr><td>Född</td><td>${D(t)}</td></tr><tr><td>Fyra sista</td><td>${T(t)}</td></tr></table>`),
  'spans without blanks': (t) => html(`<span>Personnummer:</span><span>${t}</span><span>Namn:</span>`),
  'spans without a label': (t) => html(`<div><span>Anna Berg</span><span>${t}</span><span>Storgatan</span></div>`),
  'a footnote': (t) => html(`<p>Det gäller ${t}<sup>1</sup></p>`),
  'badges of digits': (t) => html(`<p><b>1</b><span>${t}</span><b>12</b></p>`),
  'elements of another name': (t) => html(`<x-cell>Anna</x-cell><x-cell>${t}</x-cell><x-cell>Berg</x-cell>`),
  'an escaped line end': (t) => plain(`{"text": "Anna Berg\\n${t}\\nStorgatan"}`),
  'an escaped blank': (t) => plain(`Anna=C2=A0${t}`),
  'a plus in a link': (t) => plain(`https://x.example/?q=Anna+${t}`),
  'a hyphen in another charset': between('\u00e2\u20ac\u201c'),
  'a blank in another charset': (t) => plain(`Det gäller \u00c2\u00a0${t}\u00c2\u00a0som vi sa`),
  'a lost hyphen': between('?'),
  'a genitive': (t) => plain(`Kan du titta på ${t}s ärende`),
  'a letter too near behind a label': (t) => plain(`Personnummer ${t}Anna Berg`),
  'a word and nr': (t) => plain(`Har du nr ${t}?`),
  'a label with another': (t) => plain(`Personnummer/kundnr ${t}`),
  'a label behind': (t) => plain(`Dnr ${t} (personnummer)`),
  'a fraction': (t) => plain(rows('namn,personnummer', `Anna Berg,19${t.replace('-', '')}.0`)),
  'two files': (t) => files(['a.txt', D(t)], ['b.txt', T(t)]),
  'two files, the end with its hyphen': (t) => files(['a.txt', `19${D(t)}`], ['b.txt', `-${T(t)}`]),
  'two files and a third': (t) => files(['b.txt', T(t)], ['a.txt', D(t)], ['c.txt', 'Protokollet kommer i morgon.']),
  'the names of two files': (t) => files([`${D(t)}.txt`, 'Hej'], [`${T(t)}.txt`, 'Hej']),
  'the name of a file and what it says': (t) => files([`${D(t)}.txt`, T(t)]),
  'the names of a folder and a file': (t) => files([`${D(t)}/${T(t)}.txt`, 'Hej']),
  'fields of a line': (t) => plain(`INSERT INTO person VALUES (1,${t},'Anna')`),
};
