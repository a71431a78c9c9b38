/** Mails that write a number in words. Each takes a number as six digits, a hyphen and four. */
import type { EvasiveMail } from './evasive-mails.ts';

const head = 'From: anna@kommun.example\nTo: b@example.org\nSubject: Hej\nMIME-Version: 1.0\n';
const plain = (body: string): string =>
  `${head}Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n${body}\n`;
const each = (text: string, to: (character: string) => string): string => Array.from(text, to).join('');
const T = (t: string): string => t.slice(7);
const L = (t: string): string => `19${t.slice(0, 6)}${T(t)}`;

const SV = 'noll ett två tre fyra fem sex sju åtta nio'.split(' ');
const NB = 'null en to tre fire fem seks sju åtte ni'.split(' ');
const NN = 'null ein to tre fire fem seks sju åtte ni'.split(' ');
const DA = 'nul et to tre fire fem seks syv otte ni'.split(' ');
const EN = 'zero one two three four five six seven eight nine'.split(' ');
const FI = 'nolla yksi kaksi kolme neljä viisi kuusi seitsemän kahdeksan yhdeksän'.split(' ');
const w = (t: string, words: readonly string[], between = ' '): string =>
  Array.from(t.replace('-', ''), (c) => words[Number(c)] ?? '').join(between);

interface Pairs {
  readonly ones: readonly string[];
  readonly teens: readonly string[];
  readonly tens: readonly string[];
  /** ones before tens */
  readonly swapped?: true;
}
const SWEDISH: Pairs = {
  ones: SV,
  teens: 'tio elva tolv tretton fjorton femton sexton sjutton arton nitton'.split(' '),
  tens: ',,tjugo,trettio,fyrtio,femtio,sextio,sjuttio,åttio,nittio'.split(','),
};
const BOKMAL: Pairs = {
  ones: NB,
  teens: 'ti elleve tolv tretten fjorten femten seksten sytten atten nitten'.split(' '),
  tens: ',,tjue,tretti,førti,femti,seksti,sytti,åtti,nitti'.split(','),
};
const DANISH: Pairs = {
  ones: DA.map((word) => (word === 'et' ? 'en' : word)),
  teens: BOKMAL.teens,
  tens: ',,tyve,tredive,fyrre,halvtreds,tres,halvfjerds,firs,halvfems'.split(','),
  swapped: true,
};
function inWords(pair: string, { ones, teens, tens, swapped }: Pairs): string {
  const [ten, one] = [Number(pair.charAt(0)), Number(pair.charAt(1))];
  if (ten === 0) return `${ones[0] ?? ''} ${ones[one] ?? ''}`;
  if (ten === 1) return teens[one] ?? '';
  if (one === 0) return tens[ten] ?? '';
  return swapped === true ? `${ones[one] ?? ''}og${tens[ten] ?? ''}` : (tens[ten] ?? '') + (ones[one] ?? '');
}
const pairs = (t: string, words = SWEDISH): string[] =>
  (t.replace('-', '').match(/../gu) ?? []).map((pair) => inWords(pair, words));

/** By what is done. */
export const EVASIVE_WORDS: Readonly<Record<string, EvasiveMail>> = {
  'sv digits': (t) => plain(`Det gäller ${w(t, SV)} i dag.`),
  'sv digits comma': (t) => plain(`Det gäller ${w(t, SV, ', ')} i dag.`),
  'sv digits -': (t) => plain(`Det gäller ${w(t, SV, '-')} i dag.`),
  'sv digits streck': (t) => plain(`Det gäller ${w(t.slice(0, 6), SV)} streck ${w(t.slice(7), SV)} i dag.`),
  'sv digits bindestreck': (t) => plain(`${w(t.slice(0, 6), SV)} bindestreck ${w(t.slice(7), SV)}`),
  'sv digits lines': (t) => plain(w(t, SV, '\n')),
  'sv caps': (t) => plain(w(t, SV).toUpperCase()),
  'sv pairs': (t) => plain(`Det gäller ${pairs(t).join(' ')} i dag.`),
  'sv pairs 12': (t) => plain(`Det gäller ${pairs(L(t)).join(' ')} i dag.`),
  'sv year': (t) => plain(`Det gäller nittonhundra${pairs(t)[0] ?? ''} ${pairs(t).slice(1).join(' ')} i dag.`),
  'sv year sep': (t) => plain(`Det gäller nitton hundra ${pairs(t).join(' ')} i dag.`),
  'sv pairs glued tens': (t) =>
    plain(
      pairs(t)
        .map((p) => p.replace(/(tjugo|tio)(?=\S)/g, '$1 '))
        .join(' '),
    ),
  'sv mixed': (t) => plain(`${t.slice(0, 6)} ${w(t.slice(7), SV)}`),
  'sv mixed2': (t) => plain(`${pairs(t.slice(0, 6)).join(' ')} ${t.slice(7)}`),
  'nb digits': (t) => plain(`Det gjelder ${w(t, NB)} i dag.`),
  'nb pairs': (t) => plain(`Det gjelder ${pairs(t, BOKMAL).join(' ')} i dag.`),
  'nn digits': (t) => plain(`Det gjeld ${w(t, NN)} i dag.`),
  'da digits': (t) => plain(`Det drejer sig om ${w(t, DA)} i dag.`),
  'da pairs': (t) => plain(`Det er ${pairs(t, DANISH).join(' ')} i dag.`),
  'en digits': (t) => plain(`It is ${w(t, EN)} today.`),
  'fi digits': (t) => plain(`Se on ${w(t, FI)} tänään.`),
  'emoji words': (t) => plain(each(t, (c) => (c === '-' ? '-' : `:${EN[Number(c)] ?? ''}:`))),
  'sv digits glued': (t) => plain(`Det gäller ${w(t, SV, '')} i dag.`),
  'sv digits glued in capitals': (t) =>
    plain(Array.from(t.replace('-', ''), (c) => (SV[Number(c)] ?? '').replace(/^./u, (a) => a.toUpperCase())).join('')),
  'sv pairs glued': (t) => plain(`Det gäller ${pairs(t).join('').replaceAll(' ', '')} i dag.`),
  'nb digits glued': (t) => plain(`Det gjelder ${w(t, NB, '')} i dag.`),
  'da digits glued': (t) => plain(`Det drejer sig om ${w(t, DA, '')} i dag.`),
  'en digits glued': (t) => plain(`It is ${w(t, EN, '')} today.`),
  'da digits in the subject': (t) => `From: anna@kommun.example\nTo: b@example.org\nSubject: ${w(t, DA)}\n\nHej\n`,
};
