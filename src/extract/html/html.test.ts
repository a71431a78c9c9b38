import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partPath } from '../../core/brand.ts';
import type { ExtractedText } from '../../core/text.ts';
import { Budget, DEFAULT_LIMITS } from '../budget.ts';
import type { Document, Extraction, FormatContext } from '../format.ts';
import { extractHtml } from './html.ts';

const context: FormatContext = {
  budget: new Budget(DEFAULT_LIMITS, () => 0),
  passwords: () => [],
  ocr: { budgetMs: 0, pages: 0 },
};
const document = (html: string): Document => ({
  part: partPath('1'),
  path: [],
  where: 'body',
  name: null,
  declaredType: 'text/html',
  parameters: { charset: 'utf-8' },
  bytes: Buffer.from(html),
});
const read = (html: string): Extraction => extractHtml(document(html), context);
const stream = (html: string, zone: string): string =>
  read(html)
    .texts.flatMap((text) => text.segments.filter((s) => s.zone === zone).map((s) => text.text.slice(s.start, s.end)))
    .join('');
const visible = (html: string): string => read(html).texts[0]?.text ?? '';

/** P5: segments cover the text without gap or overlap. */
function checkCover(text: ExtractedText): void {
  let at = 0;
  for (const segment of text.segments) {
    expect(segment.start).toBe(at);
    expect(segment.end).toBeGreaterThan(segment.start);
    at = segment.end;
  }
  expect(at).toBe(text.text.length);
}

describe('an end tag', () => {
  it.each(['<p>Hej</p 19121212-1212>', '<p>Hej</p 19121212-1212', '<p>Hej</p\n19121212-1212'])(
    'that holds more than its name hides nothing: %j',
    (html) => {
      const all = read(html).texts.map((text) => text.text);
      expect(all.join('\n')).toContain('19121212-1212');
      expect(visible(html)).toContain('Hej');
    },
  );
});

describe('extractHtml()', () => {
  it.each([
    ['<b>a</b><i>b</i>', 'ab\n'],
    ['a\n  b', 'a b\n'],
    ['<p>a<p>b', 'a\nb\n'],
    ['a<br>b', 'a\nb\n'],
    ['<div>a</div><div>b</div>', 'a\nb\n'],
    ['<pre>a\n  b</pre>', 'a\n  b\n'],
    ['a&amp;b&#x41;&nbsp;', 'a&bA\u00a0\n'],
    ['<ul><li>a<li>b</ul>c', 'a\nb\nc\n'],
    ['<p style="display:none">x<p>y', 'y\n'],
    ['a</p>b', 'a\nb\n'],
    ['81<!-- x -->1218-9876', '811218-9876\n'],
    ['8112<wbr>18-9876', '811218-9876\n'],
    ['<o:p></o:p>a<v:shape/>b', 'ab\n'],
  ])('lays out %s', (html, text) => {
    expect(visible(html)).toBe(text);
  });

  it('keeps a table row on one line with the place of each cell', () => {
    const text = read(
      '<table><tr><th><p>Namn</p></th><th>Nummer</th></tr><tr><td>Anna<td><div>811218-9876</div></table>',
    ).texts[0]!;
    expect(text.text).toBe('Namn\tNummer\nAnna\t811218-9876\n');
    const cell = text.segments.find((segment) => text.text.slice(segment.start, segment.end).includes('811218'))!;
    expect(cell.cell).toEqual({ table: 0, row: 1, column: 1 });
    expect(text.segments.map((segment) => segment.cell?.column)).toEqual([0, 1, 0, 1]);
  });

  it.each([
    '<span style="display: none">x</span>',
    '<span style="VISIBILITY:hidden">x</span>',
    '<span style="font-size:0">x</span>',
    '<span style="font-size:1px">x</span>',
    '<span style="opacity:0">x</span>',
    '<span style="color:#fff">x</span>',
    '<font color="white">x</font>',
    '<div style="background:black"><span style="color:#000000">x</span></div>',
    '<span style="position:absolute;left:-9999px">x</span>',
    '<span style="mso-hide:all">x</span>',
    '<span hidden>x</span>',
    '<style>.q { display:none }</style><span class="p q">x</span>',
    '<style>#q{display:none}</style><span id="q">x</span>',
    '<noscript>x</noscript>',
    '<template>x</template>',
    '<!-- x -->',
    '<title>x</title>',
  ])('tells hidden text in %s', (html) => {
    expect(stream(`<p>ok ${html}</p>`, 'hidden')).toContain('x');
    expect(stream(`<p>ok ${html}</p>`, 'body')).not.toContain('x');
  });

  it.each([
    ['before a line', '<p>Hej <span hidden>19121212-1212</span></p><p>Delad text</p>'],
    ['before a word', '<p>Hej <span hidden>19121212-1212</span>Delad</p>'],
    ['behind a word', '<p>Hej<span hidden>19121212-1212</span></p>'],
  ])('keeps a hidden number apart from its neighbours %s', (_, html) => {
    expect(stream(html, 'hidden')).toMatch(/(?<![\p{L}\d])19121212-1212(?![\p{L}\d])/u);
  });

  it('keeps the note of a cell apart from its text, as LibreOffice writes it', () => {
    expect(stream('<table><tr><td><comment>19121212-1212</comment>Text</td></tr></table>', 'cell')).toBe(
      '19121212-1212\nText\n',
    );
  });

  it('puts a number together of which the middle is hidden', () => {
    expect(stream('<p>19<span hidden>121212</span>-1212</p>', 'hidden')).toContain('19121212-1212');
    expect(stream('<p><span hidden>191212</span>12-1212</p>', 'hidden')).toContain('19121212-1212');
  });

  it.each([
    '<span style="font-size:10px">x</span>',
    '<span style="opacity:0.9">x</span>',
    '<span style="color:#333">x</span>',
    '<span style="font-size:0.9em">x</span>',
    '<style>@media print{.q{display:none}}</style><span class="q">x</span>',
  ])('takes %s for visible', (html) => {
    expect(stream(html, 'body')).toContain('x');
  });

  it.each([
    ['<blockquote type="cite">x</blockquote>'],
    ['<div class="gmail_quote">x</div>'],
    ['<div id="divRplyFwdMsg">Från: a</div><div>x</div>'],
    ['<div class="moz-cite-prefix">x</div>'],
    ['<div id="OLK_SRC_BODY_SECTION">x</div>'],
    ['<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p>Från: a</div><p>x</p>'],
  ])('marks %s as quoted', (html) => {
    const text = read(`<p>new</p>${html}`).texts[0]!;
    expect(
      text.segments
        .filter((s) => s.quoted)
        .map((s) => text.text.slice(s.start, s.end))
        .join(''),
    ).toContain('x');
    expect(text.segments.find((s) => !s.quoted)).toMatchObject({ start: 0 });
  });

  it('does not mind attributes and elements named like parts of its own language', () => {
    const reading = read('<p constructor="a1" __proto__="b2" toString="c3"><constructor>d4</constructor>');
    expect(() => structuredClone(reading)).not.toThrow();
    expect(stream('<p constructor="a1" __proto__="b2">', 'attribute')).toContain('b2');
  });

  it('gives attributes, links and scripts streams of their own', () => {
    const html =
      '<img alt="a1"><input value="b2"><a href="https://x.example/c3">ok</a><script>var d4;</script><p data-x="e5">';
    expect(stream(html, 'alt-text')).toContain('a1');
    expect(stream(html, 'form')).toContain('b2');
    expect(stream(html, 'link')).toContain('c3');
    expect(stream(html, 'script')).toContain('d4');
    expect(stream(html, 'attribute')).toContain('e5');
    expect(stream(html, 'body')).toBe('ok\n');
  });

  it.each([
    'document.write(x)',
    'a.innerHTML = b',
    "a['innerHTML']=b",
    'String.fromCharCode(56)',
    'eval(x)',
    'atob("x")',
  ])('cannot read what a script writes: %s', (script) => {
    expect(read(`<script>${script}</script>`).uninspected).toMatchObject([{ reason: 'ambiguous' }]);
  });

  it('shows what may be written in light letters on a dark ground', () => {
    const html = '<style>.h{background:#036}.h b{color:#f5f5f5}</style><p class=h><b>Personnummer</b> 123</p>';
    expect(visible(html)).toContain('Personnummer 123');
    expect(visible('<p style="font-size:1em">Hej</p>')).toContain('Hej');
  });

  it('does not mind a script that writes nothing, nor data in a script element', () => {
    expect(
      read('<script>console.log(1)</script><script type="application/ld+json">{"innerHTML":".innerHTML"}</script>')
        .uninspected,
    ).toEqual([]);
  });

  it('decodes data: URIs into files', () => {
    expect(read('<img src="data:image/png;base64,aGVq">').embedded).toMatchObject([
      { declaredType: 'image/png', bytes: Buffer.from('hej') },
    ]);
  });

  it.each([
    [
      'rules within rules that name their parent',
      `<style>p{${`${'&'.repeat(1900)}{`.repeat(7)}content:"1"</style><p>a`,
    ],
    ['quotation marks that are all escaped', `<style>${'\\"'.repeat(200_000)}</style><p>a`],
    ['style sheets in links without an end', '"data:text/css'.repeat(50_000)],
    ['a text that style repeats', `<style>b::before{content:"${'1'.repeat(1900)}"}</style>${'<b>'.repeat(50_000)}`],
    [
      'many pieces of text in an element of many attributes',
      `<p ${Array.from({ length: 20_000 }, (_, i) => `a${i}=1`).join(' ')}>${`${'1<!---->'.repeat(20)}word word `.repeat(1500)}`,
    ],
    [
      'custom properties that double each other',
      `<style>:root{--a0:"1";${Array.from({ length: 60 }, (_, i) => `--a${i + 1}:var(--a${i}) var(--a${i});`).join('')}}b::before{content:var(--a60)}</style>${'<b></b>'.repeat(20_000)}`,
    ],
    [
      'custom properties of elements in each other',
      `<style>b::before{content:var(--none)}</style>${'<b style="--a:1">'.repeat(20_000)}`,
    ],
    [
      'rules for all elements whose selectors look far',
      `<style>${Array.from({ length: 5_000 }, (_, i) => `u b ~ b b:nth-last-child(2n+${i})::before{content:"1"}`).join('')}</style>${'<b><b></b>'.repeat(5_000)}`,
    ],
    ['blocks in each other without an end', `<style>${'a{b '.repeat(50_000)}</style><b></b>`],
    [
      'selectors of brackets',
      `<style>${`${':is('.repeat(500)}b${')'.repeat(500)}::before{content:"1"}`.repeat(200)}</style>${'<b></b>'.repeat(5_000)}`,
    ],
    [
      'elements that contain one',
      `<style>${Array.from({ length: 200 }, (_, i) => `p:has(i${i}) b::before{content:"1"}`).join('')}</style><p>${'<b><u></u></b>'.repeat(10_000)}`,
    ],
    [
      'counters of all elements around',
      `<style>b{counter-reset:a}b::before{content:counters(a,".")}</style>${'<b>'.repeat(8000)}`,
    ],
    ['end tags whose attributes hold brackets', `</b a=">">`.repeat(50_000)],
    ['end tags whose attributes do not end', `</b a=">x='`.repeat(50_000)],
    ['cells of many lines in each other', `<p style="float:left">${'<div>1<br>'.repeat(20_000)}`],
    [
      'boxes that cut off numbers',
      Array.from({ length: 30_000 }, (_, i) => `<b style="overflow:hidden;width:90px">${1e13 + i}</b>`).join(''),
    ],
    ['boxes that cut off in each other', '<b style="overflow:hidden;width:90px">1<br>'.repeat(20_000)],
    [
      'low boxes of many lines',
      `<p>${'<b style="overflow:hidden;height:1em;width:9ch">12345<br>'.repeat(99)}${'1234567<br>12345678</b>'.repeat(20_000)}`,
    ],
    [
      'lengths that do not end',
      `<b style="overflow:hidden;clip-path:inset(${'('.repeat(9_000)};width:calc(${'('.repeat(9_000)};margin:${'1 '.repeat(9_000)}">1</b>`.repeat(
        200,
      ),
    ],
    ['drawings of many letters', `<svg>${'<g id=a><text x=1 y=2>1</text><use href=#a x=2 y=1 />'.repeat(30_000)}`],
    ['letters of many places', `<svg>${`<text x="${'1 '.repeat(2_000)}">${'1'.repeat(2_000)}</text>`.repeat(300)}`],
    ['buttons that are ticked', `<table>${'<tr><td>1<td><input type=radio checked>2'.repeat(40_000)}`],
    [
      'parts that are shown at times',
      `<style>@media print{.d{display:none}.e{display:inline}}.e{display:none}</style>${'<i class=d>12345</i><i class=e>678901</i>'.repeat(30_000)}`,
    ],
    ['text that runs from the right', '<bdo dir=rtl>1234567890<bdi>'.repeat(20_000)],
    ['first letters', `<style>b::first-letter{font-size:0}</style>${'<b>1234567890'.repeat(30_000)}`],
    [
      'grids of many names',
      `<style>b{grid-template-areas:"${'a1 '.repeat(900)}"}</style>${'<b style="--a:1;order:2">1</b>'.repeat(20_000)}`,
    ],
  ])('ends soon with %s, and keeps little', (_what, html) => {
    const before = process.cpuUsage();
    const length = read(html).texts.reduce((sum, { text }) => sum + text.length, 0);
    expect(length).toBeLessThan(3_000_000);
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(8_000);
  });

  it('never throws, and covers its texts with segments', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '</',
      '<p>',
      '</p>',
      '<td>',
      '<tr>',
      '<table>',
      '</table>',
      '<!--',
      '-->',
      '<script>',
      '</script>',
      '<style>',
      '</style>',
      '.x{display:none}',
      ' class=x',
      ' style="display:none"',
      '"',
      "'",
      '=',
      'a',
      ' ',
      '\n',
      '&',
      '&#x',
      '&#56;',
      ';',
      '<![CDATA[',
      ']]>',
      '<svg>',
      '</svg>',
      '<br>',
      '<pre>',
      ' srcdoc="<b>"',
      '<blockquote type=cite>',
      '<textarea>',
      '<title>',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        for (const text of read(pieces.join('')).texts) checkCover(text);
      }),
      { numRuns: 1000 },
    );
  });

  it('finds a number however markup splits it', () => {
    const inline = fc.constantFrom(
      '<b>',
      '</b>',
      '<i></i>',
      '<!-- 9 -->',
      '<span class="a">',
      '</span>',
      '<a name=x></a>',
      '<wbr>',
      '<o:p></o:p>',
      '',
    );
    fc.assert(
      fc.property(fc.array(inline, { minLength: 11, maxLength: 11 }), (tags) => {
        const split = Array.from('811218-9876')
          .map((c, at) => c + (tags[at] ?? ''))
          .join('');
        expect(visible(`<p>${split}</p>`)).toContain('811218-9876');
      }),
    );
  });
});

describe('style sheets that grow', () => {
  it('rules inside long lists of rules are not multiplied, and are said to be unread', () => {
    const inner = '&&&&&&&&{content:"1"}'.repeat(1_000);
    const began = performance.now();
    const { uninspected } = read(`<style>${'x,'.repeat(1_000)}x{${'&,'.repeat(900)}&{${inner}}}</style><x>Hej</x>`);
    expect(performance.now() - began).toBeLessThan(2_000);
    expect(uninspected.map(({ reason }) => reason)).toEqual(['ambiguous']);
  });

  it('text that a rule beyond the last one read may show is said to be unread', () => {
    const rules = 'i::before{content:"1"}'.repeat(20_001);
    expect(read(`<style>${rules}</style><i>Hej</i>`).uninspected).toHaveLength(1);
  });

  it('a number shown by a selector that nobody knows is said to be unread', () => {
    expect(read('<style>[x]!::before{content:"81"}</style><p><i x>12</i>').uninspected).toHaveLength(1);
    expect(read('<style>[x]!::before{content:""}</style><p><i x>12</i>').uninspected).toEqual([]);
  });

  it('long lists and blocks that show no text are read as any others', () => {
    const plain = `${'p,'.repeat(20_000)}a{color:red} b{${'margin:0;'.repeat(8_000)}}`;
    expect(read(`<style>${plain} i::before{content:"1"}</style><i>Hej</i>`).uninspected).toEqual([]);
  });
});

describe('style sheets that contradict themselves', () => {
  const bodies = (html: string): readonly string[] =>
    read(html).texts.flatMap(({ text, segments }) => (segments[0]?.zone === 'body' ? [text] : []));

  it('both texts are read where two rules generate different ones, the text around them once', () => {
    const html =
      '<style>i::before{content:"12"} @media print{i::before{content:"34"}}</style><p>Hej</p><p><i>x</i></p>';
    expect(bodies(html).slice(1).join('')).toMatch(/^(?:12|34)x\n$/u);
    expect(bodies(html)[0]).toMatch(/^Hej\n(?:12|34)x\n/u);
  });

  it.each([
    'i{list-style:disc} i{list-style:none} i::before{content:""} i::before{content:" "}',
    'i::before{content:"\\f101"} i::before{content:"\\f102"}',
    'i{--ink:#fff;--gap:1px} i{--ink:#000;--gap:2rem} i::before{content:"a"}',
    `${'i{color:red} i.x{color:blue} '.repeat(500)} i{quotes:"«" "»"} i{quotes:none}`,
  ])('rules that show the same are read once: %j', (css) => {
    const html = `<style>${css}</style><p>Hej</p><p><i class=x>x</i></p>`;
    expect(bodies(html)).toHaveLength(1);
    expect(read(html).uninspected).toEqual([]);
  });

  it('more different texts of one element than are read are said to be unread', () => {
    const rules = Array.from({ length: 12 }, (_, at) => `i::before{content:"${at}"}`).join('');
    expect(read(`<style>${rules}</style><i>x</i>`).uninspected.map(({ reason }) => reason)).toEqual(['ambiguous']);
  });

  it('a book of many elements is not read again for each of them, and says so', () => {
    const rules = Array.from({ length: 7 }, (_, at) => `i::before{content:"${at}"}`).join('');
    const before = process.cpuUsage();
    const { uninspected } = read(`<style>${rules}</style>${'<p>Hej <i>x</i></p>'.repeat(60_000)}`);
    expect(uninspected.map(({ reason }) => reason)).toEqual(['ambiguous']);
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(8_000);
  });
});
