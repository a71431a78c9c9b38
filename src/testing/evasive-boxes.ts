/**
 * HTML bodies that show a part of the digits they have: boxes cut off the rest, or a rule hides the first letter or line. Each takes a
 * number as six digits, a hyphen and four; with another number it is a mail of the same shape that nobody has to stop.
 */
import type { EvasiveMail } from './evasive-mails.ts';

const head = 'From: anna@kommun.example\nTo: b@example.org\nSubject: Hej\nMIME-Version: 1.0\n';
const html = (body: string): string =>
  `${head}Content-Type: text/html; charset=utf-8\n\n<html><body><p>Hej Bo</p>${body}<p>Anna</p></body></html>\n`;
const A = (t: string): string => t.slice(0, 6);
const B = (t: string): string => t.slice(6);
const each = (text: string, to: (character: string) => string): string => Array.from(text, to).join('');
const CUT = 'display:inline-block;overflow:hidden;';

/** A style for a box that holds the first half and six digits more. */
const first = (style: string): EvasiveMail => (t) => html(`<p><span style="${style}">${A(t)}999999</span>${B(t)}</p>`); // prettier-ignore
/** And one for a box that holds all of it and six digits more. */
const whole =
  (style: string): EvasiveMail =>
  (t) =>
    html(`<p><span style="${style}">${t}999999</span></p>`);
const sheet = (css: string, body: EvasiveMail): EvasiveMail => (t) => html(`<style>${css}</style>${body(t)}`); // prettier-ignore

/** By what is done. */
export const EVASIVE_BOXES: Readonly<Record<string, EvasiveMail>> = {
  'a width in letters': first(`${CUT}width:6ch`),
  'a width in pixels': first(`${CUT}width:48px`),
  'a width in ems': first(`${CUT}max-width:3.3em`),
  'a large font': first(`${CUT}width:150px;font-size:3em`),
  'a width that is calculated': first(`${CUT}width:calc(3ch * 2)`),
  'a width of a property': sheet(`:root{--w:6ch}.c{${CUT}width:var(--w)}`, (t) => `<span class=c>${A(t)}999999</span>${B(t)}`), // prettier-ignore
  'a width of a class': sheet(`.c{${CUT}width:6ch}`, (t) => `<span class=c>${A(t)}999999</span>${B(t)}`),
  'a width by an attribute': sheet(`[data-c]{${CUT}width:6ch}`, (t) => `<span data-c>${A(t)}999999</span>${B(t)}`),
  'a width by its place': sheet(`p span:nth-child(1){${CUT}width:6ch}`, (t) => `<p><span>${A(t)}999999</span>${B(t)}`),
  'the width of what is around': (t) =>
    html(`<div style="width:11ch"><div style="overflow:hidden;white-space:nowrap">${t}999999</div></div>`),
  'a box within another one': (t) =>
    html(`<div style="height:40px;overflow:hidden">Hej<br><b style="${CUT}width:6ch">${A(t)}999999</b>${B(t)}</div>`),
  'a cell of a narrow table': (t) =>
    html(
      `<table width=300 style="overflow:hidden"><tr><td>123<td><b style="${CUT}width:6ch">${A(t)}999</b>${B(t)}</table>`,
    ),
  'all of it in a box': whole(`${CUT}width:11ch`),
  'paint that is contained': whole('display:inline-block;width:11ch;contain:paint'),
  'a bar to scroll': whole('display:inline-block;width:11ch;overflow-x:scroll'),
  'a label before it': (t) =>
    html(`<div style="width:22ch;overflow:hidden;white-space:nowrap">Personnummer ${t.replace('-', '')}4567</div>`),
  'a box for each digit': (t) => html(each(t, (c) => `<span style="${CUT}width:1ch">${c}9</span>`)),
  'a box for each half': (t) =>
    html(`<b style="${CUT}width:6ch">${A(t)}12</b>-<b style="${CUT}width:4ch">${t.slice(7)}34</b>`),
  'a cell': (t) =>
    html(`<table><tr><td style="width:6ch;overflow:hidden">${A(t)}999</td><td>${B(t)}</td></tr></table>`),
  'text that begins farther left': (t) =>
    html(`<span style="${CUT}width:6ch;text-indent:-6ch">999999${A(t)}</span>${B(t)}`),
  'text inside that begins farther left': (t) =>
    html(`<span style="${CUT}width:6ch"><b style="margin-left:-6ch">999999${A(t)}888</b></span>${B(t)}`),
  'text from the right': (t) => html(`<span style="${CUT}width:6ch;direction:rtl">999999${A(t)}</span>${B(t)}`),
  'text at the right': (t) =>
    html(`<div style="width:11ch;overflow:hidden"><div style="float:right;white-space:nowrap">999999${t}</div></div>`),
  'a second line': (t) => html(`<span style="${CUT}height:1em;width:6ch">${A(t)} 999999</span>${B(t)}`),
  'a second line behind a break': (t) => html(`<span style="${CUT}height:1em">${A(t)}<br>999999</span>${B(t)}`),
  'a clipped side': whole('display:inline-block;clip-path:inset(0 6ch 0 0)'),
  'a clipped shape': whole('display:inline-block;clip-path:polygon(0 0,11ch 0,11ch 100%,0 100%)'),
  'a clipped rectangle': whole('position:absolute;clip:rect(0,11ch,2em,0)'),
  'a clipped rectangle in the middle': (t) =>
    html(`<span style="position:absolute;clip:rect(0px,136px,30px,48px)">999999${t}999</span>`),
  'a mask': whole('mask-image:linear-gradient(90deg,#000 11ch,transparent 0)'),
  'a background in the shape of letters': whole(
    'background:linear-gradient(90deg,#000 11ch,transparent 0);-webkit-background-clip:text;color:transparent',
  ),
  'a path of a drawing': (t) =>
    html(
      `<svg><clipPath id=c><rect width=88 height=20 /></clipPath><text clip-path="url(#c)" y=15>${t}999999</text></svg>`,
    ),
  'text in place of what is cut': (t) =>
    html(`<span style="${CUT}width:7ch;text-overflow:'${t.slice(7)}'">${t.slice(0, 7)}999999</span>`),
  'what is drawn over its end': (t) =>
    html(`<p><span>${A(t)}999999</span><span style="margin-left:-6ch;background:#fff">${B(t)}&nbsp; &nbsp;</span>`),
  'what is put over its end': (t) =>
    html(
      `<div style="position:relative">${t}999<b style="position:absolute;left:11ch;width:9ch;background:#fff">&nbsp;</b></div>`,
    ),
  'a first letter without size': sheet('p::first-letter{font-size:0}', (t) => `<p>9${t}`),
  'a first letter in white': sheet('.f:first-letter{color:#fff}', (t) => `<p class=f><b>(</b><b>9</b>${t}`),
  'a first letter of each digit': sheet('.f::first-letter{font-size:0}', (t) => each(t, (c) => `<b class=f>9${c}</b>`)),
  'a first letter of a half': sheet('b::first-letter,i{opacity:0}', (t) => `<p><b>7${A(t)}</b>${B(t)}`),
  'a first line': sheet('.f::first-line{color:#fff}', (t) => `${A(t)}<b class=f>999<br>${B(t)}</b>`),
};
