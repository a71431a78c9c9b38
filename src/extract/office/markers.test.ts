import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { docxFiles, docxSample } from '../../testing/docx-sample.ts';
import { expanded, findNumber, holdsNumber, printMatrix, readDeep } from '../../testing/marker-matrix.ts';
import { compoundOf } from '../../testing/ooxml-locker.ts';
import { pptxSample } from '../../testing/pptx-sample.ts';
import { Markers } from '../../testing/test-numbers.ts';
import { xlsxSample } from '../../testing/xlsx-sample.ts';
import { writeZip } from '../../testing/zip-writer.ts';
import { compoundFormat, flatOdfFormat, odfFormat, ooxmlFormat, rtfFormat } from './office.ts';

const FORMATS = [ooxmlFormat, flatOdfFormat, odfFormat, rtfFormat, compoundFormat];
const folder = join(import.meta.dirname, '../../../test-fixtures/documents/office');

const inside = new Markers(600);
const workbook = xlsxSample(inside.at, null);
const text = new Markers(0);
const docx = docxSample(text.at, workbook);
const sheet = new Markers(200);
const xlsx = xlsxSample(sheet.at, null);
const slides = new Markers(400);
const pptx = pptxSample(slides.at, workbook);

/** One file of the matrix. */
interface Sample {
  readonly name: string;
  readonly bytes: Buffer;
  readonly markers: Markers;
  /** zone a place must be told with, where that changes what a finding is worth */
  readonly zones: Readonly<Record<string, string>>;
  /** places that LibreOffice (SheetJS for xlsb) does not write when it converts the sample: the file does not hold them */
  readonly unwritten: string;
  /** places in the file that are not read, each with its reason */
  readonly holes: Readonly<Record<string, string>>;
}

const fixture = (name: string): Buffer => {
  const bytes = readFileSync(join(folder, name));
  return name.endsWith('.gz') ? gunzipSync(bytes) : bytes;
};

const WORD_ZONES = {
  body: 'body',
  'split-run': 'body',
  hidden: 'hidden',
  'hidden-style': 'hidden',
  inserted: 'tracked-change',
  deleted: 'tracked-change',
  'move-from': 'tracked-change',
  footnote: 'footnote',
  endnote: 'endnote',
  comment: 'comment',
  header: 'header',
  footer: 'footer',
  textbox: 'textbox',
  bookmark: 'bookmark',
  title: 'metadata',
  'custom-property': 'metadata',
};
const CELL_ZONES = {
  cell: 'cell',
  number: 'cell',
  'number-format': 'cell',
  scientific: 'cell',
  'split-cells': 'cell',
  'hidden-row': 'hidden',
  'hidden-column': 'hidden',
  'hidden-sheet': 'hidden',
  'very-hidden-sheet': 'hidden',
  comment: 'comment',
  title: 'metadata',
};
const SLIDE_ZONES = {
  slide: 'body',
  'split-run': 'body',
  'hidden-slide': 'hidden',
  notes: 'notes',
  master: 'master',
  title: 'metadata',
};

/** What LibreOffice leaves out of an OpenDocument text made from the sample. */
const NO_ODT =
  'form-list sdt-alias sdt-tag sdt-choice smart-tag-value picture-name alt-text alt-title textbox-alt textbox-fallback vml-alt table-caption table-description document-variable glossary smart-art alt-chunk custom-xml';

const SAMPLES: Readonly<Record<string, readonly Sample[]>> = {
  'text documents': [
    {
      name: 'docx',
      bytes: docx,
      markers: text,
      zones: { ...WORD_ZONES, 'alt-text': 'alt-text', 'field-code': 'field', 'chart-title': 'chart' },
      unwritten: '',
      holes: {},
    },
    { name: 'odt', bytes: fixture('places.odt'), markers: text, zones: WORD_ZONES, unwritten: NO_ODT, holes: {} },
    { name: 'fodt', bytes: fixture('places.fodt'), markers: text, zones: WORD_ZONES, unwritten: NO_ODT, holes: {} },
    {
      name: 'doc',
      bytes: fixture('places.doc'),
      markers: text,
      zones: {
        ...WORD_ZONES,
        'soft-hyphen': 'body',
        'field-code': 'field',
        'link-target': 'field',
        'form-help': 'form',
        'form-default': 'form',
        'comment-author': 'comment',
        author: 'metadata',
      },
      unwritten:
        'form-list sdt-alias sdt-tag sdt-choice smart-tag-value math picture-name alt-text alt-title textbox-alt textbox-fallback vml-alt table-caption table-description document-variable header watermark footer glossary chart-title chart-category smart-art alt-chunk custom-xml',
      holes: {},
    },
    {
      name: 'rtf',
      bytes: fixture('places.rtf'),
      markers: text,
      zones: WORD_ZONES,
      unwritten:
        'form-help form-default form-list sdt-alias sdt-tag sdt-choice sdt-choice-value smart-tag-value picture-name alt-text alt-title textbox-alt textbox-fallback vml-alt vml-textbox table-caption table-description document-variable watermark glossary chart-title chart-category smart-art alt-chunk custom-xml',
      holes: {},
    },
  ],
  workbooks: [
    { name: 'xlsx', bytes: xlsx, markers: sheet, zones: CELL_ZONES, unwritten: '', holes: {} },
    {
      name: 'ods',
      bytes: fixture('places.ods'),
      markers: sheet,
      zones: CELL_ZONES,
      unwritten:
        'unused-string formula-result link-tooltip comment-author threaded-comment pivot-cache external-link custom-xml',
      holes: {},
    },
    {
      name: 'fods',
      bytes: fixture('places.fods.gz'),
      markers: sheet,
      zones: CELL_ZONES,
      unwritten:
        'comment unused-string formula-result link-tooltip comment-author threaded-comment pivot-cache external-link custom-xml',
      holes: {},
    },
    {
      name: 'xlsb',
      bytes: fixture('places.xlsb'),
      markers: sheet,
      zones: { ...CELL_ZONES, 'comment-author': 'comment', 'link-target': 'link', 'link-tooltip': 'link' },
      unwritten:
        'unused-string formula far-cell validation-error validation-prompt validation-list page-header page-footer threaded-comment alt-text textbox chart-title chart-category pivot-cache external-link custom-xml',
      holes: {},
    },
    {
      name: 'xls',
      bytes: fixture('places.xls'),
      markers: sheet,
      zones: {
        ...CELL_ZONES,
        'page-header': 'header',
        'page-footer': 'footer',
        'validation-error': 'form',
        'validation-prompt': 'form',
        'validation-list': 'form',
        textbox: 'textbox',
        'chart-title': 'chart',
      },
      unwritten:
        'unused-string formula-result far-cell link-tooltip comment-author threaded-comment alt-text chart-category pivot-cache external-link custom-xml',
      holes: {},
    },
  ],
  presentations: [
    {
      name: 'pptx',
      bytes: pptx,
      markers: slides,
      zones: { ...SLIDE_ZONES, comment: 'comment', 'smart-art': 'diagram' },
      unwritten: '',
      holes: {},
    },
    {
      name: 'odp',
      bytes: fixture('places.odp'),
      markers: slides,
      zones: { ...SLIDE_ZONES, comment: 'comment' },
      unwritten: 'field notes-master smart-art custom-xml',
      holes: {},
    },
    {
      name: 'fodp',
      bytes: fixture('places.fodp.gz'),
      markers: slides,
      zones: { ...SLIDE_ZONES, comment: 'comment' },
      unwritten: 'field notes-master smart-art custom-xml',
      holes: {},
    },
    {
      name: 'ppt',
      bytes: fixture('places.ppt.gz'),
      markers: slides,
      zones: { ...SLIDE_ZONES, comment: 'comment' },
      unwritten: 'alt-text field table-alt notes-master chart-title chart-category smart-art custom-xml',
      holes: {},
    },
  ],
};

/** Zone of every place, '' where its number did not come out. */
async function zonesOf(sample: Sample): Promise<ReadonlyMap<string, string>> {
  const { own, inner, rest } = await readDeep(FORMATS, sample.bytes, `alla-stallen.${sample.name}`);
  const zoneOf = (number: string): string => {
    const found = findNumber(own.texts, number);
    if (found !== null) return found.zone;
    if (findNumber(inner, number) !== null) return 'file inside';
    return rest.some((file) => file.bytes.includes(number)) ? 'file inside' : '';
  };
  return new Map(Array.from(sample.markers.all, ([place, number]) => [place, zoneOf(number)]));
}

describe.each(Object.entries(SAMPLES))('the places of %s', (family, samples) => {
  it('are all read, each with its zone, or listed with the reason', async () => {
    const columns = new Map<string, ReadonlyMap<string, string>>();
    for (const sample of samples) columns.set(sample.name, await zonesOf(sample));
    const printed = samples.map(({ name, unwritten }) => {
      const shown = (place: string, zone: string): string =>
        zone !== '' ? zone : unwritten.split(' ').includes(place) ? '(not in file)' : 'NOT FOUND';
      const column = Array.from(columns.get(name) ?? [], ([place, zone]) => [place, shown(place, zone)] as const);
      return [name, new Map(column)] as const;
    });
    console.log(`${family}\n${printMatrix(new Map(printed))}`);
    for (const { name, zones, unwritten, holes } of samples) {
      const found = columns.get(name) ?? new Map<string, string>();
      const missed = Array.from(found).flatMap(([place, zone]) => (zone === '' ? [place] : []));
      const listed = [...unwritten.split(' '), ...Object.keys(holes)].filter((place) => place !== '');
      expect([name, missed.sort()]).toEqual([name, listed.sort()]);
      for (const [place, zone] of Object.entries(zones)) {
        if (!listed.includes(place)) expect([name, place, found.get(place)]).toEqual([name, place, zone]);
      }
    }
  });

  it('that a converting program is said not to write are truly not in its files', () => {
    for (const { name, bytes, markers, unwritten } of samples) {
      const raw = expanded(bytes);
      const held = unwritten.split(' ').filter((place) => place !== '' && holdsNumber(raw, markers.at(place)));
      expect([name, held]).toEqual([name, []]);
    }
  });
});

describe('a file inside an office document', () => {
  it.each([
    ['docx', docx, 'Kalkyl.xlsx'],
    ['pptx', pptx, 'Kalkyl.xlsx'],
    ['odt', fixture('places.odt'), 'Obj100'],
  ])('of %s is handed over whole, so that every place of its own is read', async (name, bytes, inner) => {
    const { own, inner: texts } = await readDeep(FORMATS, bytes, `a.${name}`);
    expect(own.embedded.map((file) => file.name)).toContain(inner);
    const missed = Array.from(inside.all).filter(([, number]) => findNumber(texts, number) === null);
    expect(missed).toEqual([]);
  });

  it('is a macro project with the source of its modules', async () => {
    const number = inside.at('macro');
    const source = `Attribute VB_Name = "Modul1"\r\nSub Skicka()\r\n  Nummer = "${number}"\r\nEnd Sub\r\n`;
    const literals = Buffer.from(source.replace(/[^]{1,8}/gu, '\0$&'), 'latin1');
    const head = Buffer.from([1, 0, 0]);
    head.writeUInt16LE(0xb000 | (literals.length - 1), 1);
    const project = compoundOf({ 'VBA/Modul1': Buffer.concat([Buffer.alloc(40), head, literals]) });
    const { own, inner } = await readDeep(
      FORMATS,
      writeZip([...docxFiles(text.at, workbook), { name: 'word/vbaProject.bin', data: project }]),
      'a.docm',
    );
    expect(own.embedded.find((file) => file.name === 'vbaProject.bin')?.internal).toBe(true);
    expect(findNumber(inner, number)).toMatchObject({ zone: 'script', locator: 'macro' });
  });

  it('does not make the document say that anything was left unread', async () => {
    for (const sample of Object.values(SAMPLES).flat()) {
      const { own } = await readDeep(FORMATS, sample.bytes, `a.${sample.name}`);
      expect([sample.name, own.uninspected, own.signals]).toEqual([sample.name, [], []]);
    }
  });
});

describe('the place of a finding', () => {
  const locatorOf = async (bytes: Buffer, name: string, number: string): Promise<string | undefined> =>
    findNumber((await readDeep(FORMATS, bytes, name)).own.texts, number)?.locator;

  it('names sheet and cell', async () => {
    const sheetName = `S${sheet.at('sheet-name')}`;
    expect(await locatorOf(xlsx, 'a.xlsx', sheet.at('far-cell'))).toBe(`${sheetName}!XFD1048576`);
    expect(await locatorOf(fixture('places.ods'), 'a.ods', sheet.at('hidden-row'))).toBe(`${sheetName}!A6`);
    expect(await locatorOf(fixture('places.xls'), 'a.xls', sheet.at('hidden-column'))).toBe(`${sheetName}!D7`);
  });

  it('names the slide in the order it is shown, not the order of the file names', async () => {
    expect(await locatorOf(pptx, 'a.pptx', slides.at('slide'))).toBe('slide 1');
    expect(await locatorOf(pptx, 'a.pptx', slides.at('hidden-slide'))).toBe('slide 2');
    expect(await locatorOf(fixture('places.ppt.gz'), 'a.ppt', slides.at('slide'))).toBe('slide 1');
  });

  it('names note, comment and row of a table', async () => {
    expect(await locatorOf(docx, 'a.docx', text.at('footnote'))).toBe('footnote 1');
    expect(await locatorOf(docx, 'a.docx', text.at('table'))).toBe('table 1 row 2');
    expect(await locatorOf(fixture('places.odt'), 'a.odt', text.at('footnote'))).toBe('footnote 1');
  });
});
