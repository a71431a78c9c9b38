/**
 * HTML bodies whose style puts a number together: custom properties, counters and their styles, selectors that tell elements apart. Each
 * takes a number as six digits, a hyphen and four; with another number it is a mail of the same shape that nobody has to stop.
 */
import type { EvasiveMail } from './evasive-mails.ts';

const head = 'From: anna@kommun.example\nTo: b@example.org\nSubject: Hej\nMIME-Version: 1.0\n';
const fragment = (body: string): string => `${head}Content-Type: text/html; charset=utf-8\n\n${body}\n`;
const html = (body: string): string => fragment(`<html><body>${body}</body></html>`);
const each = (text: string, to: (character: string, at: number) => string): string => Array.from(text, to).join('');
const D = (t: string): string => `19${t.slice(0, 6)}`;
const T = (t: string): string => t.slice(7);
const L = (t: string): string => D(t) + T(t);

/** What browsers pass over, behind what they take. */
const OVERRIDES: Readonly<Record<string, readonly [before: (start: string) => string, after: string]>> = (() => {
  const rule = (start: string): string => `<style>.a::before{content:"${start}"}</style>`;
  const other = (css: string): readonly [typeof rule, string] => [rule, `<style>${css}</style>`];
  const two = (value: string): readonly [typeof rule, string] => [
    (start) => `<style>.a::before{content:"${start}";content:${value}}</style>`,
    '',
  ];
  return {
    'a function that content has not': other('.a::before{content:url(x.png) element(foo)}'),
    'a function nobody knows': other('.a::before{content:foo(bar)}'),
    'a line end in a string': other('.a::before{content:"x\n";}'),
    'a more particular rule nobody takes': other('p .a::before{content:inherit(x)}'),
    'two values, the later a picture': two('linear-gradient(red,blue) "x" 12'),
    'two values, the later of one browser': two('-moz-alt-content'),
    'important, twice': [
      (start) => `<style>.a::before{content:"${start}"!important}</style>`,
      '<style>.a::before{content:foo!important}</style>',
    ],
    'support that is not there': other('@supports (foo:bar){.a::before{content:"x"}}'),
    'a medium': [rule, '<style media=print>.a::before{content:"x"}</style>'],
    'a layer': other('@layer z{.a::before{content:"x"}}'),
    'a sheet in a comment': [rule, '<!-- <style>.a::before{content:"x"}</style> -->'],
    'a sheet in a text field': [rule, '<textarea><style>.a::before{content:"x"}</style></textarea>'],
    'a bad selector beside it': other('.a::before,.b:::x{content:"x"}'),
    'a sheet of another type': [rule, '<style type="text/foo">.a::before{content:"x"}</style>'],
    'a link that is no sheet': [rule, `<link rel=foo href="data:text/css,.a::before{content:'x'}">`],
  };
})();

/** By what is done. */
export const EVASIVE_STYLE_SHEETS: Readonly<Record<string, EvasiveMail>> = {
  ...Object.fromEntries(
    Object.entries({
      'a variable of the root, in a fragment': (a, b) =>
        `<style>:root{--a:"${a}"} .p::before{content:var(--a) "${b}"}</style><p class=p> x</p>`,
      'a variable of the body, without its tag': (a, b) =>
        `<html><head><style>body{--a:"${a}"} .p::before{content:var(--a) "${b}"}</style><p class=p> x</p></html>`,
      'a variable of the root, with tags in a comment': (a, b) =>
        `<!-- <html><body> --><style>:root{--a:"${a}"} .p::before{content:var(--a) "${b}"}</style><p class=p> x</p>`,
      'the body before its first words, without its tag': (a, b) =>
        `<style>:root{--a:"${a}"} body::before{content:var(--a) "${b}"}</style> x`,
      'the end of an element that nothing ends': (a, b) =>
        `<style>:root{--a:"${a}"} p::after{content:var(--a) "${b}"}</style><p>x `,
      'an element behind the end of the page': (a, b) =>
        `<html><head><style>:root{--a:"${a}"} .p::before{content:var(--a) "${b}"}</style></head><body>x</body></html><p class=p> x</p>`,
    } satisfies Record<string, (a: string, b: string) => string>).map(([how, make]): [string, EvasiveMail] => [
      how,
      (t) => fragment(make(t.slice(0, 4), t.slice(4))),
    ]),
  ),
  'var chain': (t) =>
    html(
      `<style>:root{--a:"${t.slice(0, 4)}";--b:var(--a) "${t.slice(4)}"} i::before{content:var(--b)}</style><i></i>`,
    ),
  'var chain digit each': (t) =>
    html(
      `<style>:root{--z0:"${t.charAt(0)}";${each(t.slice(1), (c, i) => `--z${i + 1}:var(--z${i}) "${c}";`)}} i::before{content:var(--z10)}</style><i></i>`,
    ),
  'var chain inline': (t) =>
    html(
      `<style>i::before{content:var(--b)}</style><div style="--a:'${t.slice(0, 4)}'"><p style="--b:var(--a) '${t.slice(4)}'"><i></i></p></div>`,
    ),
  'var scoped twice': (t) =>
    html(
      `<style>i::before{content:var(--b)}</style><p style="--b:'${t.slice(0, 4)}'"><i></i></p><p style="--b:'${t.slice(4)}';display:inline"><i></i></p>`.replace(
        /<\/?p/g,
        (m) => m.replace('p', 'span'),
      ),
    ),
  'var scoped class': (t) =>
    html(
      `<style>i::before{content:var(--b)} .x{--b:"${t.slice(0, 4)}"} .y{--b:"${t.slice(4)}"}</style><i class=x></i><i class=y></i>`,
    ),
  'var each class': (t) =>
    html(
      `<style>b::before{content:var(--v)}${each(t, (c, i) => `.c${i}{--v:"${c}"}`)}</style>${each(t, (_c, i) => `<b class=c${i}></b>`)}`,
    ),
  'var each inline': (t) =>
    html(`<style>b::before{content:var(--v)}</style>${each(t, (c) => `<b style="--v:'${c}'"></b>`)}`),
  'var counter inline': (t) =>
    html(
      `<style>b::before{counter-reset:x var(--v);content:counter(x)}</style>${each(L(t), (c) => `<b style="--v:${c}"></b>`)}`,
    ),
  'var counter-reset number': (t) =>
    html(
      `<style>b::before{counter-reset:x var(--v);content:counter(x)}</style><b style="--v:${D(t)}"></b>-<b style="--v:${T(t)}"></b>`,
    ),
  fallback: (t) => html(`<style>i::before{content:var(--none,"${t.slice(0, 4)}") "${t.slice(4)}"}</style><i></i>`),
  'fallback nested': (t) =>
    html(`<style>i::before{content:var(--none,var(--none2,"${t.slice(0, 4)}")) "${t.slice(4)}"}</style><i></i>`),
  'fallback over cycle': (t) =>
    html(
      `<style>:root{--a:var(--b);--b:var(--a)} i::before{content:var(--a,"${t.slice(0, 4)}") "${t.slice(4)}"}</style><i></i>`,
    ),
  'var blanks': (t) =>
    html(`<style>:root{--a:"${t.slice(0, 4)}" "${t.slice(4)}"} i::before{content:var( --a )}</style><i></i>`),
  'var two pieces value': (t) =>
    html(
      `<style>:root{--a: "${t.slice(0, 4)}" attr(data-x)} i::before{content:var(--a)}</style><i data-x="${t.slice(4)}"></i>`,
    ),
  'var attr': (t) =>
    html(
      `<style>:root{--a: attr(data-x)} i::before{content:var(--a) attr(data-y)}</style><i data-x="${t.slice(0, 4)}" data-y="${t.slice(4)}"></i>`,
    ),
  'var counter()': (t) =>
    html(
      `<style>:root{--a: counter(x)} p{counter-reset:x ${t.slice(0, 6)}} i::before{content:var(--a)}</style><p><i></i>-${T(t)}</p>`,
    ),
  'var important': (t) =>
    html(
      `<style>:root{--a:"9"!important;--a:"x"} i{--a:"${t.slice(0, 4)}"!important} i::before{content:var(--a)}</style><i></i>${t.slice(4)}`,
    ),
  '@property initial': (t) =>
    html(
      `<style>@property --a{syntax:"*";inherits:false;initial-value:"${t.slice(0, 4)}"} i::before{content:var(--a)}</style><i></i>${t.slice(4)}`,
    ),
  '@property initial integer': (t) =>
    html(
      `<style>@property --a{syntax:"<integer>";inherits:false;initial-value:${D(t)}} i::before{counter-reset:n var(--a);content:counter(n)}</style><i></i>-${T(t)}`,
    ),
  'counter calc': (t) =>
    html(`<style>i::before{counter-reset:n calc(${Number(D(t)) - 1} + 1);content:counter(n)}</style><i></i>-${T(t)}`),
  'counter calc var': (t) =>
    html(
      `<style>:root{--n:${Number(D(t)) - 7}} i::before{counter-reset:n calc(var(--n) + 7);content:counter(n)}</style><i></i>-${T(t)}`,
    ),
  'counter-style symbols fixed': (t) =>
    html(
      `<style>@counter-style s{system:fixed;symbols:"${t.slice(0, 4)}" "${t.slice(4)}"} i::before{counter-increment:c;content:counter(c,s)}</style><i></i><i></i>`,
    ),
  'counter-style cyclic each': (t) =>
    html(
      `<style>@counter-style s{system:cyclic;symbols:${each(t, (c) => `"${c}" `)}} p{counter-reset:c} i::before{counter-increment:c;content:counter(c,s)}</style><p>${'<i></i>'.repeat(11)}</p>`,
    ),
  'counter-style numeric letters': (t) =>
    html(
      `<style>@counter-style s{system:numeric;symbols:"3" "4" "5" "6" "7" "8" "9" "0" "1" "2"} i::before{counter-reset:c ${each(D(t), (c) => String((Number(c) + 7) % 10))};content:counter(c,s)}</style><i></i>-${T(t)}`,
    ),
  'counter-style suffix prefix': (t) =>
    html(
      `<style>@counter-style s{system:extends decimal;prefix:"${t.slice(0, 4)}";suffix:"${t.slice(5)}"} li{list-style:s} ol{counter-reset:list-item ${Number(t.charAt(4)) - 1}}</style><ol start="${t.charAt(4)}"><li></li></ol>`,
    ),
  'counter-style pad': (t) =>
    html(
      `<style>@counter-style s{system:extends decimal;pad:6 "0"} i::before{counter-reset:c ${t.slice(0, 6)};content:counter(c,s)}</style><i></i>-${T(t)}`,
    ),
  'counter-style list': (t) =>
    html(
      `<style>@counter-style s{system:cyclic;symbols:"${t.slice(0, 4)}";suffix:""} li{list-style-type:s}</style><li>${t.slice(4)}</li>`,
    ),
  'counter-style additive': (t) =>
    html(
      `<style>@counter-style s{system:additive;additive-symbols:2 "${t.slice(4)}",1 "${t.slice(0, 4)}"} i.a::before{counter-set:c 1;content:counter(c,s)} i.b::before{counter-set:c 2;content:counter(c,s)}</style><i class=a></i><i class=b></i>`,
    ),
  'symbols() function': (t) =>
    html(
      `<style>i::before{counter-increment:c;content:counter(c,symbols(fixed "${t.slice(0, 4)}" "${t.slice(4)}"))}</style><i></i><i></i>`,
    ),
  'string-set': (t) =>
    html(
      `<style>h1{string-set:a "${t.slice(0, 4)}"} i::before{content:string(a)}</style><h1>x</h1><i></i>${t.slice(4)}`,
    ),
  'marker var': (t) =>
    html(`<style>li::marker{content:var(--a)} :root{--a:"${t.slice(0, 4)}"}</style><li>${t.slice(4)}`),
  'list-style var': (t) =>
    html(`<style>li{list-style-type:var(--a)} :root{--a:"${t.slice(0, 4)}"}</style><li>${t.slice(4)}`),
  'list-style var inline': (t) =>
    html(`<div style="--a:'${t.slice(0, 4)}'"><li style="list-style-type:var(--a)">${t.slice(4)}</div>`),
  'quotes var': (t) => html(`<style>q{quotes:var(--a)} :root{--a:"${t.slice(0, 4)}" ""}</style><q>${t.slice(4)}</q>`),
  'quotes nested levels': (t) =>
    html(
      `<style>:root{quotes:"${t.slice(0, 2)}" "x" "${t.slice(2, 4)}" "y"}</style><q><q>${t.slice(4)}</q></q>`
        .replace('"x"', '""')
        .replace('"y"', '""'),
    ),
  'nth-child classes': (t) =>
    html(
      `<style>${each(t, (c, i) => `p i:nth-child(${i + 1})::before{content:"${c}"}`)}</style><p>${'<i></i>'.repeat(11)}</p>`,
    ),
  'nth-child even odd': (t) =>
    html(
      `<style>i:nth-child(odd)::before{content:"${t.slice(0, 4)}"} i:nth-child(even)::before{content:"${t.slice(4)}"}</style><p><i></i><i></i></p>`,
    ),
  'first last child': (t) =>
    html(
      `<style>i:first-child::before{content:"${t.slice(0, 4)}"} i:last-child::before{content:"${t.slice(4)}"}</style><p><i></i><i></i></p>`,
    ),
  'nth-of-type': (t) =>
    html(
      `<style>i:nth-of-type(1)::before{content:"${t.slice(0, 4)}"} i:nth-of-type(2)::before{content:"${t.slice(4)}"}</style><p><i></i><b></b><i></i></p>`,
    ),
  'nth-last-child': (t) =>
    html(
      `<style>i:nth-last-child(2)::before{content:"${t.slice(0, 4)}"} i:nth-last-child(1)::before{content:"${t.slice(4)}"}</style><p><i></i><i></i></p>`,
    ),
  'sibling combinators': (t) =>
    html(
      `<style>i::before{content:"${t.slice(0, 4)}"} i+i::before{content:"${t.slice(4)}"}</style><p><i></i><i></i></p>`,
    ),
  'sibling each': (t) =>
    html(
      `<style>${each(t, (c, i) => `i${'+i'.repeat(i)}::before{content:"${c}"}`)}</style><p>${'<i></i>'.repeat(11)}</p>`,
    ),
  'attr value selector each': (t) =>
    html(
      `<style>${each(t, (c, i) => `[k="${i}"]::before{content:"${c}"}`)}</style><p>${each(t, (_c, i) => `<i k="${i}"></i>`)}</p>`,
    ),
  'attr value 2': (t) =>
    html(
      `<style>[k=a]::before{content:"${t.slice(0, 4)}"}[k=b]::before{content:"${t.slice(4)}"}</style><i k=a></i><i k=b></i>`,
    ),
  'attr value ^=': (t) =>
    html(
      `<style>[k^=a]::before{content:"${t.slice(0, 4)}"}[k^=b]::before{content:"${t.slice(4)}"}</style><i k=ax></i><i k=bx></i>`,
    ),
  'attr on class =': (t) =>
    html(
      `<style>[class="a"]::before{content:"${t.slice(0, 4)}"}[class~="b"]::before{content:"${t.slice(4)}"}</style><i class=a></i><i class="b c"></i>`,
    ),
  'parent class distinguishes': (t) =>
    html(
      `<style>.a i::before{content:"${t.slice(0, 4)}"} .b i::before{content:"${t.slice(4)}"}</style><span class=a><i></i></span><span class=b><i></i></span>`,
    ),
  'parent child': (t) =>
    html(
      `<style>.a>i::before{content:"${t.slice(0, 4)}"} .b>i::before{content:"${t.slice(4)}"}</style><span class=a><i></i></span><span class=b><i></i></span>`,
    ),
  'two classes distinguishes': (t) =>
    html(
      `<style>.k.a::before{content:"${t.slice(0, 4)}"} .k.b::before{content:"${t.slice(4)}"}</style><i class="k a"></i><i class="k b"></i>`,
    ),
  'compound order': (t) =>
    html(
      `<style>.a.k::before{content:"${t.slice(0, 4)}"} .b.k::before{content:"${t.slice(4)}"}</style><i class="k a"></i><i class="k b"></i>`,
    ),
  'elem+class': (t) =>
    html(
      `<style>i.a::before{content:"${t.slice(0, 4)}"} b.a::before{content:"${t.slice(4)}"}</style><i class="a"></i><b class="a"></b>`,
    ),
  'id+pseudo class hover no': (t) =>
    html(`<style>#a:not(.z)::before{content:"${t.slice(0, 4)}"}</style><i id=a></i>${t.slice(4)}`),
  'has()': (t) =>
    html(
      `<style>p:has(b)::before{content:"${t.slice(0, 4)}"} p:has(u)::after{content:"x"}</style><p style="display:inline"><b></b>${t.slice(4)}</p>`,
    ),
  'where()': (t) => html(`<style>:where(.a)::before{content:"${t.slice(0, 4)}"}</style><i class=a></i>${t.slice(4)}`),
  'is() middle': (t) =>
    html(`<style>:is(.a,.b) i::before{content:"${t.slice(0, 4)}"}</style><span class=a><i></i></span>${t.slice(4)}`),
  'nesting deep': (t) =>
    html(
      `<style>.a{.b{i{&::before{content:"${t.slice(0, 4)}"}}}}</style><span class=a><span class=b><i></i></span></span>${t.slice(4)}`,
    ),
  'nesting & class': (t) =>
    html(
      `<style>i{&.a::before{content:"${t.slice(0, 4)}"}&.b::before{content:"${t.slice(4)}"}}</style><i class=a></i><i class=b></i>`,
    ),
  'nesting .x &': (t) =>
    html(
      `<style>i{.a &::before{content:"${t.slice(0, 4)}"}.b &::before{content:"${t.slice(4)}"}}</style><span class=a><i></i></span><span class=b><i></i></span>`,
    ),
  'nesting @media inside': (t) =>
    html(`<style>i::before{@media screen{content:"${t.slice(0, 4)}"}}</style><i></i>${t.slice(4)}`),
  layer: (t) => html(`<style>@layer x{i::before{content:"${t.slice(0, 4)}"}}</style><i></i>${t.slice(4)}`),
  container: (t) =>
    html(`<style>@container (min-width:1px){i::before{content:"${t.slice(0, 4)}"}}</style><i></i>${t.slice(4)}`),
  scope: (t) => html(`<style>@scope(p){i::before{content:"${t.slice(0, 4)}"}}</style><p><i></i>${t.slice(4)}</p>`),
  'scope :scope': (t) =>
    html(`<style>@scope(.p){:scope::before{content:"${t.slice(0, 4)}"}}</style><span class=p></span>${t.slice(4)}`),
  'media var': (t) =>
    html(`<style>@media screen{:root{--a:"${t.slice(0, 4)}"}} i::before{content:var(--a)}</style><i></i>${t.slice(4)}`),
  'import data base64': (t) =>
    html(
      `<style>@import url(data:text/css;base64,${Buffer.from(`i:after{content:'${t.slice(0, 4)}'}`).toString('base64')});</style><i></i>${t.slice(4)}`,
    ),
  'import string': (t) =>
    html(`<style>@import "data:text/css,i:after%7Bcontent:'${t.slice(0, 4)}'%7D";</style><i></i>${t.slice(4)}`),
  'content alt text': (t) => html(`<style>i:after{content:"x" / "${t}"}</style><i></i>`),
  'content url then text': (t) =>
    html(`<style>i:after{content:url(x.png) "${t.slice(0, 4)}"}</style><i></i>${t.slice(4)}`),
  'content data svg url': (t) =>
    html(
      `<style>i:after{content:url("data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><text>${t}</text></svg>")}</style><i></i>`,
    ),
  'content on element inline': (t) => html(`<i style="content:'${t}'"></i>`),
  'content no-close quote': (t) => html(`<style>i:after{content:"${t.slice(0, 4)}</style><i></i>${t.slice(4)}`),
  'leader()': (t) => html(`<style>i:after{content:leader("${t.slice(0, 4)}")}</style><i></i>${t.slice(4)}`),
  '@page margin': (t) => html(`<style>@page{@top-left{content:"${t.slice(0, 4)}" "${t.slice(4)}"}}</style>Hej`),
  '@page margin plain': (t) => html(`<style>@page{@top-left{content:"${t}"}}</style>Hej`),
  'attr with type': (t) =>
    html(
      `<style>i::after{content:attr(data-x type(<string>),"q")}</style><i data-x="${t.slice(0, 4)}"></i>${t.slice(4)}`,
    ),
  'attr fallback': (t) => html(`<style>i::after{content:attr(data-x,"${t.slice(0, 4)}")}</style><i></i>${t.slice(4)}`),
  'attr namespace': (t) =>
    html(`<style>i::after{content:attr(|data-x)}</style><i data-x="${t.slice(0, 4)}"></i>${t.slice(4)}`),
  'attr caps': (t) =>
    html(`<style>i::after{content:ATTR(DATA-X)}</style><i data-x="${t.slice(0, 4)}"></i>${t.slice(4)}`),
  'counter in attr via var': (t) =>
    html(
      `<style>i::after{counter-reset:n attr(data-n number);content:counter(n)}</style><i data-n="${D(t)}"></i>-${T(t)}`,
    ),
  'counter-reset reversed': (t) =>
    html(
      `<style>p{counter-reset:reversed(c) ${t.slice(0, 6)}} i::after{content:counter(c)}</style><p><i></i>-${T(t)}</p>`,
    ),
  'counter list-item': (t) =>
    html(`<style>li::marker{content:counter(list-item) "-"}</style><ol start="${t.slice(0, 6)}"><li>${T(t)}</ol>`),
  'ol start decimal list': (t) => html(`<ol start="${t.slice(0, 6)}"><li>-${T(t)}</ol>`),
  'li::before each with value': (t) =>
    html(
      `<style>li{list-style:none;display:inline}li::before{content:counter(list-item)}</style><ol>${each(L(t), (c) => `<li value="${c}"></li>`)}</ol>`,
    ),
  'placeholder-shown': (t) => html(`<style>p::selection{color:red} p:empty::after{content:"${t}"}</style><p></p>`),
  'comment within var name': (t) =>
    html(
      `<style>:root{--a:/**/"${t.slice(0, 4)}"/**/ "${t.slice(4)}"} i::before{content:/* x */var(--a)}</style><i></i>`,
    ),
  'case differing vars': (t) =>
    html(
      `<style>:root{--A:"${t.slice(0, 4)}";--a:"${t.slice(4)}"} i::before{content:var(--A) var(--a)}</style><i></i>`,
    ),
  'unicode var names': (t) =>
    html(
      `<style>:root{--å:"${t.slice(0, 4)}";--ö:"${t.slice(4)}"} i::before{content:var(--å) var(--ö)}</style><i></i>`,
    ),
  'escaped var name': (t) =>
    html(`<style>:root{--\\61:"${t.slice(0, 4)}"} i::before{content:var(--a) "${t.slice(4)}"}</style><i></i>`),
  'var without quotes in value: number in counter-set': (t) =>
    html(
      `<style>:root{--d:${t.slice(0, 6)};--e:${T(t)}} i::before{counter-set:a var(--d) b var(--e);content:counter(a) "-" counter(b)}</style><i></i>`,
    ),
  'space toggles': (t) =>
    html(`<style>:root{--on: ;} i::before{content:var(--on) "${t.slice(0, 4)}"}</style><i></i>${t.slice(4)}`),
  'env fallback': (t) => html(`<style>i::before{content:env(none,"${t.slice(0, 4)}")}</style><i></i>${t.slice(4)}`),
  'content on .class after inline-block': (t) =>
    html(
      `<style>.a::after{content:"${t.slice(0, 6)}"}.b::after{content:"${T(t)}"}</style><span class=a></span>-<span class=b></span>`,
    ),
  'svg style': (t) =>
    html(`<svg><style>.a::before{content:"${t.slice(0, 4)}"}</style></svg><i class=a></i>${t.slice(4)}`),
  'style in comment <!--': (t) =>
    html(`<style><!-- i:after{content:"${t.slice(0, 4)}"} --></style><i></i>${t.slice(4)}`),
  'style media print': (t) =>
    html(`<style media=print>i:after{content:"${t.slice(0, 4)}"}</style><i></i>${t.slice(4)}`),
  'content hidden then shown': (t) =>
    html(`<style>i:after{content:"${t.slice(0, 4)}";display:inline}</style><i></i>${t.slice(4)}`),
  'content escapes newline': (t) => html(`<style>i:after{content:"${t.slice(0, 4)}\\\n${t.slice(4)}"}</style><i></i>`),
  'content \\A pre': (t) =>
    html(`<style>i:after{content:"Personnummer\\A ${t.slice(0, 6)}-\\A ${t.slice(7)}"}</style><i></i>`),
  'a bracket in a selector': (t) =>
    html(`<style>[data-x="]"]::before{content:"${t.slice(0, 7)}"}</style><p><i data-x="]">${T(t)}</i>`),
  'an escaped bracket in a selector': (t) =>
    html(`<style>[data-x=\\]]::before{content:"${t.slice(0, 7)}"}</style><p><i data-x="]">${T(t)}</i>`),
  'a long list of selectors': (t) =>
    html(`<style>${'x,'.repeat(2_000)}i::before{content:"${t.slice(0, 7)}"}</style><p><i>${T(t)}</i>`),
  ...Object.fromEntries(
    Object.entries(OVERRIDES).map(([how, [before, after]]): readonly [string, EvasiveMail] => [
      how,
      (t) => html(`${before(t.slice(0, 7))}${after}<p>Personnummer <span class="a b">${T(t)}</span></p>`),
    ]),
  ),
  'two values of a list in one style': (t) =>
    html(`<ol style="list-style:'${t.slice(0, 7)}';list-style-type:!bogus"><li>${T(t)}</ol>`),
  'a list style nobody knows': (t) =>
    html(`<style>ol{list-style-type:"${t.slice(0, 7)}"} ol{list-style-type:foo bar baz}</style><ol><li>${T(t)}</ol>`),
  'quotation marks nobody knows': (t) =>
    html(`<style>q{quotes:"${t.slice(0, 7)}" "${T(t)}";quotes:auto auto}</style><p>Personnummer <q></q>`),
  'decoys in turn': (t) =>
    html(
      `<style>.a::before{content:"${t.slice(0, 7)}"} .b::after{content:"x"} @media print{.a::before{content:"x"}} @layer z{.b::after{content:"${T(t)}"}}</style><p><i class=a></i><i class=b></i></p>`,
    ),
  'the middle of three': (t) =>
    html(
      `<style>.a::before{content:"y"} .a::before{content:"${t.slice(0, 7)}"} @supports (foo:bar){.a::before{content:"x"}}</style><p><i class=a>${T(t)}</i></p>`,
    ),
  'a property that loses': (t) =>
    html(
      `<style>.a{--n:"${t.slice(0, 7)}"} @layer z{.a{--n:"x"}} .a::before{content:var(--n)}</style><p><i class=a>${T(t)}</i></p>`,
    ),
  'a counter that loses': (t) =>
    html(
      `<style>.a{counter-reset:n ${t.slice(0, 6)}} @supports (foo:bar){.a{counter-reset:n 7}} .a::before{content:counter(n) "-"}</style><p><i class=a>${T(t)}</i></p>`,
    ),
  'a line end that is escaped': (t) =>
    html(`<style>b::before{content:"${t.slice(0, 6)}\\\n${t.slice(6)}"}</style><b></b>`),
};
