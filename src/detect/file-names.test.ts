/** Names of files whose words are joined, beside those that name nobody or nothing sensitive. All names are invented. */
import { describe, expect, test } from 'vitest';
import { loadDetectorData } from '../config/detectors/detectors.ts';
import { PACKAGE_RULES } from '../config/package-rules.ts';
import { partPath } from '../core/brand.ts';
import { TextBuilder } from '../core/text.ts';
import { sketchedMail } from '../testing/detect-mail.ts';
import { compileDetectors } from './detect.ts';
import { readableNames } from './file-names.ts';

const detectors = compileDetectors(loadDetectorData(PACKAGE_RULES).data);

const acting = (name: string): readonly string[] =>
  detectors
    .detect(sketchedMail({ body: 'Se bilaga.', attachments: [{ name }] }))
    .filter(({ confidence, category }) => confidence !== 'low' && category !== 'financial')
    .map(({ where, category }) => `${where} ${category}`);

const HEALTH = 'filename health';
const SOCIAL = 'filename social-services';

const TELLING: readonly (readonly [name: string, found: string])[] = [
  ['Läkarintyg Maria Holm.pdf', HEALTH],
  ['Läkarintyg_Maria_Holm.pdf', HEALTH],
  ['Läkarintyg-Maria-Holm.pdf', HEALTH],
  ['Läkarintyg.Maria.Holm.pdf', HEALTH],
  ['Läkarintyg.Maria.Holm', HEALTH],
  ['Läkarintyg+Maria+Holm.pdf', HEALTH],
  ['Läkarintyg%20Maria%20Holm.pdf', HEALTH],
  ['L%C3%A4karintyg_Maria_Holm.pdf', HEALTH],
  ['Läkarintyg_-_Maria_Holm.pdf', HEALTH],
  ['LäkarintygMariaHolm.pdf', HEALTH],
  ['LakarintygMariaHolm.pdf', HEALTH],
  ['La\u0308karintygMariaMcDonald.pdf', HEALTH],
  ['läkarintyg_maria_holm.pdf', HEALTH],
  ['lakarintyg-maria-holm.pdf', HEALTH],
  ['Maria_Holm_Läkarintyg.pdf', HEALTH],
  ['MariaHolm-Läkarintyg.pdf', HEALTH],
  ['Diagnos.ADHD.Elias.Berg.pdf', HEALTH],
  ['DiagnosADHDEliasBerg.pdf', HEALTH],
  ['Elias_Berg_ADHD-utredning.docx', HEALTH],
  ['ADHD-utredning-Johan-Berg.docx', HEALTH],
  ['Sykmelding_Ole_Hansen_(1).pdf', HEALTH],
  ['SykemeldingKariNordmann.pdf', HEALTH],
  ['Sygemelding.Jens.Holm.pdf', HEALTH],
  ['orosanmalan-Wilma-Skog.docx', SOCIAL],
  ['20261120_orosanmalan_Wilma_Skog_v2.docx', SOCIAL],
  ['2026-11-20_Orosanmälan_Wilma_Skog.docx', SOCIAL],
  ['Orosanmälan-Anna-Karin-Holm.docx', SOCIAL],
  ['Wilma_Skog_Orosanmälan.docx', SOCIAL],
  ['Oskar_Nilsson_LVU.pdf', SOCIAL],
  ['Bekymringsmelding_Jonas_Berg.pdf', SOCIAL],
  ['Underretning_Emil_Madsen.pdf', SOCIAL],
  ['Elever/Orosanmälan_Wilma_Skog.docx', SOCIAL],
  ['Skyddad_identitet_Maria_Holm.pdf', 'filename protected-identity'],
  ['Unntatt_offentlighet_vedtak.pdf', 'filename secrecy-marking'],
  ['Rapport_hemlig.pdf', 'filename secrecy-marking'],
  ['Berg_811218-9876_intyg.pdf', 'filename national-id'],
];

const HARMLESS: readonly string[] = [
  'Rutin_lakarintyg.pdf',
  'RutinLäkarintyg.pdf',
  'Mall-orosanmalan.docx',
  'Sykmelding.skjema.pdf',
  'Underretning_skabelon.docx',
  'rutin_for_lakarintyg_per_lund.docx',
  'Faktura_Maria_Holm_2026.pdf',
  'faktura-maria-holm-2026.pdf',
  'FakturaMariaHolm.pdf',
  'Schema_Anna_Berg.xlsx',
  'Maria_Holm_CV.pdf',
  'Anna_Parkinson_faktura.pdf',
  'Maria_Holm_Bedömning_anbud.pdf',
  'Vurdering_Ole_Hansen_Tilbud_Veidekke.pdf',
  'Anmälan_Bygglov_Erik_Lund.pdf',
  'Remiss_Boverket_Anna_Berg.pdf',
  'ADHD_Foredrag_Kari_Nordmann.pptx',
  'PsykiatriKongress2026.pdf',
  'Diagnos.Report.Generator.v2.zip',
  'WindowsServer2019-Update-KB5005112.msu',
  'ConfidentialInstanceConfig.yaml',
  'org.apache.commons.lang3.jar',
  'Ritning_811218-9-876.pdf',
];

describe('the name of a file', () => {
  test.each(TELLING)('%s is read', (name, found) => expect(acting(name)).toContain(found));
  test.each(HARMLESS)('%s says nothing of anybody', (name) => expect(acting(name)).toEqual([]));

  test('keeps its places, a name a line', () => {
    const builder = new TextBuilder().add('L%C3%A4karintygMariaHolm.pdf\n', { zone: 'filename' });
    const source = builder.add('a__b-2.pdf\n', { zone: 'filename', locator: 'x' }).build(partPath('2'), 'filename', []);
    const read = readableNames(source, { isGivenName: () => false, fullNames: () => [] });
    expect(read?.source.text).toBe('Läkarintyg Maria Holm\na b 2\n');
    expect(read?.source.segments.map(({ start, end }) => [start, end])).toEqual([
      [0, 22],
      [22, 28],
    ]);
    const places = Array.from({ length: source.text.length + 1 }, (_none, at) => read?.at(at) ?? -1);
    expect(places.toSorted((a, b) => a - b)).toEqual(places);
    expect(read?.at(source.text.indexOf('Holm'))).toBe(17);
  });

  test('is read in time that grows with its length', () => {
    const long = [
      'A'.repeat(200_000),
      'aA'.repeat(2_000),
      '%41'.repeat(100_000),
      '_.-+'.repeat(900),
      'a.'.repeat(50_000),
    ];
    const begin = performance.now();
    for (const name of long) acting(`${name}.pdf`);
    expect(performance.now() - begin).toBeLessThan(3_000);
  });
});

describe('the name of a file that a text mentions', () => {
  const told = (body: string): readonly string[] =>
    detectors
      .detect(sketchedMail({ body }))
      .filter(({ confidence }) => confidence !== 'low')
      .map(({ where, category }) => `${where} ${category}`);

  test.each([
    ['Hej, underlaget ligger i file:///G:/Barn/Orosanm%C3%A4lan_Wilma_Skog.docx', 'body social-services'],
    ['Hej, underlaget ligger i \\\\srv\\barn\\orosanmalan-Wilma-Skog.docx', 'body social-services'],
    ['Bilagor: Läkarintyg_Maria_Holm.pdf; Avtal.pdf', 'body health'],
    ['Bifogar (Läkarintyg-Maria-Holm.pdf).', 'body health'],
    ['Bifogar DiagnosADHDEliasBerg.docx.', 'body health'],
  ])('%s is read', (body, found) => expect(told(body)).toEqual([found]));

  test.each([
    'Hej, jag skickar Rutin_lakarintyg.pdf och Mall-orosanmalan.docx i morgon.',
    'Bifogar Faktura_Maria_Holm_2026.pdf och Schema_Anna_Berg.xlsx.',
    'CV: Maria_Holm_CV.pdf',
    'Se HEMLIG_julklapp.pdf',
    'Läs https://tidning.example/filer/Intervju-Anna-Berg-Depression.pdf',
    'Installera Diagnos.Report.Generator.v2.zip först.',
  ])('%s says nothing of anybody', (body) => expect(told(body)).toEqual([]));

  test('is looked for in time that grows with the text', () => {
    const begin = performance.now();
    for (const body of [
      'a_b.pdf '.repeat(50_000),
      '_'.repeat(200_000),
      `https://x.example/${'a_b.pdf'.repeat(30_000)}`,
    ])
      told(body);
    expect(performance.now() - begin).toBeLessThan(5_000);
  });
});
