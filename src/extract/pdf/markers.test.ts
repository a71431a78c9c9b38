import { describe, expect, it } from 'vitest';
import { Markers } from '../../testing/test-numbers.ts';
import { boxAt, PdfBuilder, pdfOf, textAt } from '../../testing/pdf-builder.ts';
import { allText, placesOf, readDocument } from '../../testing/read-document.ts';
import { pdfFormat } from './pdf.ts';

/** Places that are not read, each with its reason. */
const HOLES: Readonly<Record<string, string>> = {};

/** Zone (and locator) each place is expected in. */
const EXPECTED: Readonly<Record<string, string>> = {
  body: 'body page 1',
  kerned: 'body page 1',
  'split by digit': 'body page 1',
  'digits out of order': 'body page 1',
  'letter-spaced': 'body page 1',
  'form XObject': 'body page 1',
  'character spacing': 'body page 1',
  'second page': 'body page 2',
  'invisible (render mode 3)': 'hidden page 1',
  'white on white': 'hidden page 1',
  'under a black box': 'hidden page 1',
  'black on black': 'hidden page 1',
  'off the page': 'hidden page 1',
  'layer off': 'hidden page 1',
  'clipped away': 'hidden page 1',
  title: 'metadata Title',
  keywords: 'metadata Keywords',
  'custom property': 'metadata Secret',
  XMP: 'metadata XMP',
  bookmark: 'bookmark bookmarks',
  link: 'link page 1',
  'note text': 'annotation page 1',
  'note author': 'annotation page 1',
  'note subject': 'annotation',
  'free text': 'annotation page 1',
  'highlight comment': 'annotation page 1',
  'stamp appearance': 'body page 1',
  'field name': 'form form',
  'field value': 'form page 1',
  'field default': 'form page 1',
  'field tooltip': 'form page 1',
  'choice option': 'form page 1',
  'hidden field': 'form page 1',
  JavaScript: 'script',
  'attachment description': 'metadata attachments',
  ActualText: 'alt-text replacement text',
  'Alt of structure': 'alt-text',
  'XFA form': 'form XFA',
  'overlay of a mark': 'annotation',
  'name of a note': 'metadata',
  'subject of a link': 'link page 1',
  'value in a stream': 'form',
  'rich value': 'form',
  'pressed caption': 'form',
  'reason of a signature': 'metadata',
  'XMP of a page': 'metadata XMP',
  'private data': 'metadata',
  'column of a portfolio': 'metadata',
  destination: 'metadata',
};

function sample(m: Markers): Buffer {
  const b = new PdfBuilder();
  const at = m.at;
  const spread = (text: string, y: number): string =>
    Array.from(text)
      .map((c, i) => textAt(60 + i * 24, y, c))
      .join('');
  const shuffled = (text: string, y: number): string =>
    Array.from(text)
      .map((c, i) => [i, textAt(60 + i * 6.672, y, c)] as const)
      .sort((p, q) => ((p[0] * 7) % 11) - ((q[0] * 7) % 11))
      .map((p) => p[1])
      .join('');
  const form = b.stream(textAt(60, 560, at('form XObject')), '/Type /XObject /Subtype /Form /BBox [0 0 595 842]');
  const layer = b.add('<< /Type /OCG /Name (Lager) >>');
  const file = b.stream(`inside ${at('attached file')}`, '/Type /EmbeddedFile /Params << /Size 18 >>');
  const spec = b.add(
    `<< /Type /Filespec /F (bilaga.txt) /UF (bilaga.txt) /Desc (${at('attachment description')}) /EF << /F ${file} 0 R >> >>`,
  );
  const pinned = b.stream(`pinned ${at('file annotation')}`, '/Type /EmbeddedFile');
  const pinnedSpec = b.add(`<< /Type /Filespec /F (nal.txt) /EF << /F ${pinned} 0 R >> >>`);
  const stampLook = b.stream(textAt(2, 2, at('stamp appearance')), '/Type /XObject /Subtype /Form /BBox [0 0 200 20]');
  const annots = [
    `/Subtype /Text /Contents (${at('note text')}) /T (${at('note author')}) /Subj (${at('note subject')})`,
    `/Subtype /FreeText /Contents (${at('free text')}) /DA (/Helv 10 Tf 0 g)`,
    `/Subtype /Highlight /Contents (${at('highlight comment')}) /C [1 1 0] /QuadPoints [60 720 200 720 60 700 200 700]`,
    `/Subtype /Link /A << /S /URI /URI (https://register.example/?pnr=${at('link')}) >>`,
    `/Subtype /FileAttachment /FS ${pinnedSpec} 0 R`,
    `/Subtype /Redact /OverlayText (${at('overlay of a mark')}) /NM (${at('name of a note')})`,
    `/Subtype /Link /A << /S /URI /URI (mailto:a@b.example?subject=nr%20${at('subject of a link')}) >>`,
    `/Subtype /Stamp /AP << /N ${stampLook} 0 R >>`,
  ].map((entries) => b.add(`<< /Type /Annot /Rect [300 700 500 720] ${entries} >>`));
  const fields = [
    `/FT /Tx /T (${at('field name')}) /TU (${at('field tooltip')}) /V (${at('field value')}) /DV (${at('field default')})`,
    `/FT /Ch /T (val) /Opt [(${at('choice option')}) (annat)] /V (annat)`,
    `/FT /Tx /T (lang) /V ${b.stream(at('value in a stream'))} 0 R /RV (<p>${at('rich value')}</p>)`,
    `/FT /Btn /T (knapp) /MK << /AC (${at('pressed caption')}) >>`,
    `/FT /Sig /T (namn) /V << /Type /Sig /Reason (${at('reason of a signature')}) /Contents <00> >>`,
    `/FT /Tx /T (gomt) /F 2 /V (${at('hidden field')})`,
  ].map((entries) => b.add(`<< /Type /Annot /Subtype /Widget /Rect [300 600 500 620] ${entries} >>`));
  const xfa = b.stream(`<xdp:xdp><data><pnr>${at('XFA form')}</pnr></data></xdp:xdp>`, '', true);
  const xmp = b.stream(
    `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:description>${at('XMP')}</dc:description></rdf:Description></rdf:RDF></x:xmpmeta>`,
    '/Type /Metadata /Subtype /XML',
  );
  const picture = b.stream(
    `<x:xmpmeta xmlns:x="adobe:ns:meta/"><a>${at('XMP of a page')}</a></x:xmpmeta>`,
    '/Type /Metadata /Subtype /XML',
  );
  b.add(`(${at('string by itself')})`);
  const outline = b.reserve();
  const item = b.add(`<< /Title (${at('bookmark')}) /Parent ${outline} 0 R >>`);
  b.add(`<< /Type /Outlines /First ${item} 0 R /Last ${item} 0 R /Count 1 >>`, outline);
  const structure = b.add(
    `<< /Type /StructTreeRoot /K << /Type /StructElem /S /Figure /Alt (${at('Alt of structure')}) >> >>`,
  );
  const info = b.add(`<< /Title (${at('title')}) /Keywords (${at('keywords')}) /Secret (${at('custom property')}) >>`);
  const kerned = at('kerned');
  const first = [
    textAt(60, 800, `Personnummer: ${at('body')}`),
    `BT /F1 12 Tf 60 780 Td [(${kerned.slice(0, 2)}) -20 (${kerned.slice(2, 7)}) 35 (${kerned.slice(7)})] TJ ET\n`,
    Array.from(at('split by digit'))
      .map((c, i) => textAt(60 + i * 6.672, 760, c))
      .join(''),
    shuffled(at('digits out of order'), 740),
    spread(at('letter-spaced'), 720),
    `BT /F1 12 Tf 9 Tc 60 700 Td (${at('character spacing')}) Tj 0 Tc ET\n`,
    'q /X1 Do Q\n',
    `BT /F1 12 Tf 3 Tr 60 680 Td (${at('invisible (render mode 3)')}) Tj 0 Tr ET\n`,
    `1 1 1 rg ${textAt(60, 660, at('white on white'))} 0 g\n`,
    textAt(60, 640, at('under a black box')),
    boxAt(55, 636, 120, 16),
    boxAt(55, 616, 120, 16),
    textAt(60, 620, at('black on black')),
    textAt(60, -40, at('off the page')),
    `/OC /L1 BDC ${textAt(60, 580, at('layer off'))} EMC\n`,
    `q 400 400 10 10 re W n ${textAt(60, 540, at('clipped away'))} Q\n`,
    `/Span << /ActualText (${at('ActualText')}) >> BDC ${textAt(60, 520, 'bild')} EMC\n`,
  ].join('');
  return pdfOf(
    [first, textAt(60, 800, at('second page'))],
    {
      page: `/Metadata ${picture} 0 R /PieceInfo << /P << /Private (${at('private data')}) >> >> /Annots [${[...annots, ...fields].map((n) => `${n} 0 R`).join(' ')}]`,
      resources: `/XObject << /X1 ${form} 0 R >> /Properties << /L1 ${layer} 0 R >>`,
      catalogue:
        `/Outlines ${outline} 0 R /Metadata ${xmp} 0 R /StructTreeRoot ${structure} 0 R ` +
        `/OCProperties << /OCGs [${layer} 0 R] /D << /OFF [${layer} 0 R] >> >> ` +
        `/AcroForm << /Fields [${fields.map((n) => `${n} 0 R`).join(' ')}] /XFA ${xfa} 0 R >> ` +
        `/Collection << /Schema << /A << /N (${at('column of a portfolio')}) >> >> >> ` +
        `/Names << /Dests << /Names [(${at('destination')}) [3 0 R /Fit]] >> /EmbeddedFiles << /Names [(bilaga.txt) ${spec} 0 R] >> >> ` +
        `/OpenAction << /S /JavaScript /JS (app.alert\\("${at('JavaScript')}"\\)) >>`,
      trailer: `/Info ${info} 0 R`,
    },
    b,
  );
}

describe('the places of a PDF', () => {
  it('are all read, each with its zone, or listed as holes', async () => {
    const markers = new Markers(400);
    const { texts, embedded } = await readDocument(pdfFormat, 'allt.pdf', sample(markers));
    const files = embedded.map((f) => f.bytes.toString('latin1')).join('\n');
    const text = allText(texts);
    const rows = [...markers.all].map(([place, number]) => {
      const inFile = files.includes(number);
      const found = placesOf(texts, number);
      return { place, found: inFile ? ['embedded file'] : found };
    });
    console.log(['PDF', ...rows.map((r) => `  ${r.place.padEnd(28)} ${r.found[0] ?? 'NOT FOUND'}`)].join('\n'));
    const missed = rows.filter((r) => r.found.length === 0 && !(r.place in HOLES)).map((r) => r.place);
    expect(missed).toEqual([]);
    for (const { place, found } of rows) {
      const expected = EXPECTED[place];
      if (expected !== undefined) expect([place, found.some((f) => f.startsWith(expected))]).toEqual([place, true]);
    }
    expect(text.length).toBeGreaterThan(500);
  });
});
