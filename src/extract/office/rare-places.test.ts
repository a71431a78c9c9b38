/** Places that are seldom filled, in documents written by hand: who wrote a change, what a filter asks for, a reading aid. */
import { describe, expect, it } from 'vitest';
import { allText, placesOf, readDeep } from '../../testing/read-document.ts';
import { Markers } from '../../testing/test-numbers.ts';
import { writeZip } from '../../testing/zip-writer.ts';

const TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>';

/** Reads a package of these parts. @returns for each place the zone and locator it was found in, '' where it was not */
async function zonesIn(
  name: string,
  parts: Readonly<Record<string, string | Buffer>>,
  markers: Markers,
): Promise<Readonly<Record<string, string>>> {
  const files = Object.entries(parts).map(([path, data]) => ({ name: path, data: Buffer.from(data) }));
  const { texts, uninspected } = await readDeep(name, writeZip(files));
  expect(uninspected).toEqual([]);
  return Object.fromEntries([...markers.all].map(([place, number]) => [place, placesOf(texts, number)[0] ?? '']));
}

const docxOf = (body: string, more: Readonly<Record<string, string | Buffer>> = {}) => ({
  '[Content_Types].xml': TYPES,
  'word/document.xml': `<w:document xmlns:w="w"><w:body>${body}</w:body></w:document>`,
  ...more,
});

describe('rare places of a text document', () => {
  it('are read, those who wrote a change or a comment included', async () => {
    const markers = new Markers(0);
    const { at } = markers;
    const record = Buffer.from(`<record>${at('data of a field')}</record>`, 'utf16le').toString('base64');
    const body = `
      <w:p><w:pPr><w:pPrChange w:author="${at('author of a format')}"/></w:pPr></w:p>
      <w:p><w:r><w:fldChar w:fldCharType="begin"><w:fldData>${record}</w:fldData></w:fldChar></w:r>
      <w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>`;
    const zones = await zonesIn(
      'a.docx',
      docxOf(body, {
        'word/comments.xml': `<w:comments xmlns:w="w"><w:comment w:id="1" w:initials="${at('initials')}"/></w:comments>`,
        'word/people.xml': `<w15:people xmlns:w15="w"><w15:person><w15:presenceInfo w15:userId="${at('account')}"/></w15:person></w15:people>`,
        'word/activeX/activeX1.bin': Buffer.from(`\0\u0002 ${at('state of a control')}`, 'utf16le'),
      }),
      markers,
    );
    expect(zones).toEqual({
      'author of a format': 'metadata author of changes',
      'data of a field': 'field',
      initials: 'comment comment 1',
      account: 'metadata',
      'state of a control': 'metadata activeX.bin',
    });
  });

  it('stand apart from what they touch: reading aids, hidden and deleted runs', async () => {
    const markers = new Markers(20);
    const run = (text: string): string => `<w:r><w:t>${text}</w:t></w:r>`;
    const body = `
      <w:p><w:r><w:ruby><w:rt>${run(markers.at('reading'))}</w:rt><w:rubyBase>${run(markers.at('base'))}</w:rubyBase></w:ruby></w:r></w:p>
      <w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>${markers.at('hidden')}</w:t></w:r>${run(`${markers.at('shown')}x`)}</w:p>
      <w:p>${run('a')}<w:del><w:r><w:delText>${markers.at('deleted')}</w:delText></w:r></w:del>${run('b')}</w:p>`;
    const files = Object.entries(docxOf(body)).map(([name, data]) => ({ name, data: Buffer.from(data) }));
    const lines = allText((await readDeep('a.docx', writeZip(files))).texts).split('\n');
    for (const place of ['reading', 'base', 'hidden', 'deleted'])
      expect([place, lines.includes(markers.at(place))]).toEqual([place, true]);
  });
});

describe('rare places of a workbook', () => {
  it('are read, those of the workbook itself included', async () => {
    const m = new Markers(40);
    const zones = await zonesIn(
      'a.xlsx',
      {
        '[Content_Types].xml': TYPES,
        'xl/workbook.xml': `<workbook><fileSharing userName="${m.at('locked by')}"/><sheets/><definedNames><definedName name="n" comment="${m.at('comment of a name')}">1</definedName></definedNames><customWorkbookViews><customWorkbookView name="${m.at('view')}"/></customWorkbookViews></workbook>`,
        'xl/externalLinks/externalLink1.xml': `<externalLink><externalBook><sheetDataSet><sheetData><row><cell><v>${m.at('cell of another file')}</v></cell></row></sheetData></sheetDataSet></externalBook></externalLink>`,
        'xl/pivotCache/pivotCacheDefinition1.xml': `<pivotCacheDefinition refreshedBy="${m.at('refreshed by')}"/>`,
        'xl/worksheets/_rels/sheet1.xml.rels': `<Relationships><Relationship Id="r" TargetMode="External" Target="mailto:a@b.example?subject=nr%20${m.at('link')}"/></Relationships>`,
        'xl/drawings/vmlDrawing1.vml': `<xml xmlns:v="v"><v:shape><v:textbox><div>Knapp<br>${m.at('caption of a button')}</div></v:textbox></v:shape></xml>`,
      },
      m,
    );
    expect(zones).toEqual({
      'locked by': 'metadata workbook',
      'comment of a name': 'metadata workbook',
      view: 'metadata workbook',
      'cell of another file': 'cell external link',
      'refreshed by': 'metadata pivot cache',
      link: 'link link',
      'caption of a button': 'metadata',
    });
  });
});

describe('rare places of an OpenDocument file', () => {
  it('stand apart from the paragraph they are in', async () => {
    const m = new Markers(60);
    const content = `<office:document-content xmlns:office="opendocument"><office:body><office:text>
      <text:tracked-changes><text:changed-region text:id="c"><text:deletion><office:change-info><dc:creator>A</dc:creator><text:p>${m.at('why it was deleted')}</text:p></office:change-info><text:p>${m.at('deleted')}</text:p><text:p>${m.at('deleted paragraph')}</text:p></text:deletion></text:changed-region></text:tracked-changes>
      <text:p>a<text:change text:change-id="c"/>b<office:annotation><meta:creator-initials>${m.at('initials')}</meta:creator-initials><text:p>x</text:p></office:annotation>c<draw:frame><svg:title>${m.at('title')}</svg:title><svg:desc>${m.at('description')}</svg:desc></draw:frame>d</text:p>
      <table:content-validation table:condition="of:cell-content-is-in-list(&quot;${m.at('choice')}&quot;;&quot;b&quot;)"/>
      <table:filter-condition table:value="${m.at('filter')}"/>
      </office:text></office:body></office:document-content>`;
    const files = {
      mimetype: 'application/vnd.oasis.opendocument.text',
      'META-INF/manifest.xml': '<m/>',
      'content.xml': content,
    };
    const zones = await zonesIn('a.odt', files, m);
    expect(zones).toMatchObject({
      'why it was deleted': 'metadata',
      deleted: 'tracked-change deleted',
      initials: 'comment comment',
      title: 'alt-text',
      description: 'alt-text',
      choice: 'form validation',
      filter: 'metadata',
    });
    const { texts } = await readDeep(
      'a.odt',
      writeZip(Object.entries(files).map(([name, data]) => ({ name, data: Buffer.from(data) }))),
    );
    const lines = allText(texts).split('\n');
    for (const place of ['why it was deleted', 'initials', 'title', 'description', 'choice', 'filter'])
      expect([place, lines.some((line) => line === m.all.get(place))]).toEqual([place, true]);
  });
});

describe('rare places of an RTF document', () => {
  it('are told by themselves: entries of an index, what a merge asks for, attributes of XML', async () => {
    const m = new Markers(80);
    const rtf = String.raw`{\rtf1 Ord{\xe ${m.at('entry')}}{\tc ${m.at('heading')}}ord{\upr{${m.at('in Unicode too')}}{\*\ud{${m.at('in Unicode too')}}}}\par {\*\mailmerge{\mmconnectstr DSN=${m.at('connection')}}{\mmquery ${m.at('query')}}}{\*\xmlopen{\xmlname nr}{\xmlattr{\xmlattrname id}{\xmlattrvalue ${m.at('attribute')}}}}}`;
    const { texts } = await readDeep('a.rtf', Buffer.from(rtf));
    expect([...m.all].map(([place, number]) => [place, placesOf(texts, number)[0] ?? ''])).toEqual([
      ['entry', 'field'],
      ['heading', 'field'],
      ['in Unicode too', 'body'],
      ['connection', 'metadata'],
      ['query', 'metadata'],
      ['attribute', 'metadata'],
    ]);
    const lines = allText(texts).split('\n');
    for (const place of ['entry', 'heading', 'in Unicode too', 'query', 'attribute'])
      expect(lines).toContain(m.at(place));
    expect(lines.some((line) => line.startsWith('Ordord'))).toBe(true);
  });
});
