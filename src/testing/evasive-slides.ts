/**
 * Slides whose boxes show a number together. Each takes a number as six digits, a hyphen and four; with another number it is a slide of the
 * same shape that nobody has to stop.
 */
import { each } from './small-documents.ts';
import { writeZip } from './zip-writer.ts';

type EvasiveFile = readonly [name: string, make: (number: string) => Buffer];

const SLIDE =
  'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"';
const HALF = 900_000;
const DIGIT = 200_000;
/** Order of the eleven characters in the file. */
const SHUFFLED = [5, 3, 8, 0, 10, 2, 7, 1, 9, 4, 6];

const slide = (shapes: string): Buffer =>
  writeZip([
    { name: '[Content_Types].xml', data: '<Types/>' },
    { name: 'ppt/presentation.xml', data: `<p:presentation ${SLIDE}/>` },
    {
      name: 'ppt/slides/slide1.xml',
      data: `<p:sld ${SLIDE}><p:cSld><p:spTree>${shapes}</p:spTree></p:cSld></p:sld>`,
    },
  ]);
const transform = (x: number, y: number, width: number, height: number, inner = ''): string =>
  `<a:xfrm><a:off x="${x}" y="${y}"/><a:ext cx="${width}" cy="${height}"/>${inner}</a:xfrm>`;
const box = (text: string, x: number, width: number, y = 1_000_000): string =>
  `<p:sp><p:spPr>${transform(x, y, width, 500_000)}</p:spPr><p:txBody><a:p><a:r><a:t>${text}</a:t></a:r></a:p></p:txBody></p:sp>`;
/** A group that shows its boxes at half their size. */
const group = (shapes: string): string =>
  `<p:grpSp><p:grpSpPr>${transform(0, 0, 5_000_000, 5_000_000, '<a:chOff x="0" y="0"/><a:chExt cx="10000000" cy="10000000"/>')}</p:grpSpPr>${shapes}</p:grpSp>`;
const first = (text: string): string => box(text, 1_000_000, HALF);
const second = (text: string): string => box(text, 1_000_000 + HALF, HALF);

const ODF = ['office', 'text'].map((name) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`);
const pages = (...shapes: readonly string[]): Buffer =>
  writeZip([
    { name: 'mimetype', data: 'application/vnd.oasis.opendocument.presentation' },
    {
      name: 'content.xml',
      data: `<office:document-content ${ODF.join(' ')} xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"><office:body><office:presentation>${shapes.map((page) => `<draw:page>${page}</draw:page>`).join('')}</office:presentation></office:body></office:document-content>`,
    },
    { name: 'META-INF/manifest.xml', data: '<manifest/>' },
  ]);
const frame = (text: string, x: number, width: number): string =>
  `<draw:frame svg:x="${x}cm" svg:y="1in" svg:width="${width}cm" svg:height="10mm"><draw:text-box><text:p>${text}</text:p></draw:text-box></draw:frame>`;

/** By what is done. */
export const EVASIVE_SLIDES: Readonly<Record<string, EvasiveFile>> = {
  'two boxes side by side': ['a.pptx', (t) => slide(first(t.slice(0, 7)) + second(t.slice(7)))],
  'two boxes in the other order': [
    'a.pptx',
    (t) => slide(second(t.slice(6)) + box('Rubrik', 0, HALF, 0) + first(t.slice(0, 6))),
  ],
  'two boxes behind one with the label': [
    'a.pptx',
    (t) => slide(first(t.slice(0, 6)) + second(t.slice(6)) + box('Personnummer', 100_000, HALF)),
  ],
  'two boxes of a group': ['a.pptx', (t) => slide(group(first(t.slice(0, 6)) + second(t.slice(6))))],
  'a box in a group and one beside it': [
    'a.pptx',
    (t) => slide(group(box(t.slice(0, 6), 1_000_000, HALF)) + box(t.slice(6), 1_000_000, HALF, 375_000)),
  ],
  'a box for each character, in any order': [
    'a.pptx',
    (t) => slide(SHUFFLED.map((at) => box(t.charAt(at), 1_000_000 + at * DIGIT, DIGIT)).join('')),
  ],
  'a box for each digit of twelve': [
    'a.pptx',
    (t) => slide(each(`19${t.replace('-', '')}`, (c, at) => box(c, 1_000_000 + at * DIGIT, DIGIT))),
  ],
  'two frames of OpenDocument side by side': [
    'a.odp',
    (t) => pages('', frame(t.slice(6), 7.5, 2) + frame('Rubrik', 1, 2) + frame(t.slice(0, 6), 5, 2.5)),
  ],
  'a frame of OpenDocument for each character, in any order': [
    'a.odp',
    (t) => pages(SHUFFLED.map((at) => frame(t.charAt(at), 5 + at, 1)).join('')),
  ],
};
