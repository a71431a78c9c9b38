/**
 * Files of other programs than Office that take a number apart, as name and content. Each takes a number as six digits, a hyphen and
 * four; with another number it is a file of the same shape that nobody has to stop.
 */
import { writeZip } from './zip-writer.ts';

type EvasiveFile = readonly [name: string, make: (number: string) => Buffer];

const page = (glyphs: string): string =>
  `<FixedPage xmlns="http://schemas.microsoft.com/xps/2005/06">${glyphs}</FixedPage>`;
const xps = (...parts: readonly (readonly [string, string])[]): Buffer =>
  writeZip([
    { name: '[Content_Types].xml', data: '<Types/>' },
    ...parts.map(([name, data]) => ({ name: `Documents/1/Pages/${name}`, data })),
  ]);
const glyphs = (x: number, text: string): string => `<Glyphs OriginX="${x}" OriginY="100" UnicodeString="${text}"/>`;
const drawing = (entity: string): Buffer =>
  Buffer.from(`  0\r\nSECTION\r\n  2\r\nENTITIES\r\n  0\r\n${entity}\r\n  0\r\nENDSEC\r\n  0\r\nEOF\r\n`);

/** By what is done. */
export const EVASIVE_FILES: Readonly<Record<string, EvasiveFile>> = {
  'an XPS page with a run of glyphs for each digit': [
    'a.xps',
    (t) => xps(['1.fpage', page(Array.from(t, (c, i) => glyphs(60 + i * 8, c)).join(''))]),
  ],
  'an XPS page with glyphs out of order': [
    'a.xps',
    (t) => xps(['1.fpage', page(glyphs(120, t.slice(4)) + glyphs(60, `Nr ${t.slice(0, 4)}`))]),
  ],
  'an XPS page in pieces': [
    'a.oxps',
    (t) => {
      const whole = page(glyphs(60, t));
      const middle = whole.indexOf(t) + 4;
      return xps(['1.fpage/[0].piece', whole.slice(0, middle)], ['1.fpage/[1].last.piece', whole.slice(middle)]);
    },
  ],
  'codes in a text of a drawing': [
    'a.dxf',
    (t) => drawing(`MTEXT\r\n  1\r\n{\\fArial|b0|i0;Nr ${t.slice(0, 4)}}{\\H2.5x;\\C1;${t.slice(4)}}`),
  ],
  'underlining in a text of a drawing': ['a.dxf', (t) => drawing(`TEXT\r\n  1\r\n${t.slice(0, 4)}%%u${t.slice(4)}%%u`)],
  'a long text of a drawing in pieces': [
    'a.dxf',
    (t) => drawing(`MTEXT\r\n  3\r\n${'Text '.repeat(49)}${t.slice(0, 4)}\r\n  1\r\n${t.slice(4)} slut`),
  ],
  EDIFACT: ['a.edi', (t) => Buffer.from(`UNA:+.? 'UNB+UNOC:3+1+2'UNH+1+MEDRPT'PNA+PAT+${t}:::CPR++X'UNT+3+1'`)],
};
