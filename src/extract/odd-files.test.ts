import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allText, placesOf, readDeep } from '../testing/read-document.ts';
import { writeZip } from '../testing/zip-writer.ts';

const NUMBER = '19780805-2398';

/** An AppleDouble header with entries of the given kinds (RFC 1740). */
function appleDouble(...entries: readonly (readonly [kind: number, data: Buffer])[]): Buffer {
  const head = Buffer.alloc(26 + entries.length * 12);
  head.write('0005160700020000', 'hex');
  head.write('Mac OS X        ', 8, 'latin1');
  head.writeUInt16BE(entries.length, 24);
  let at = head.length;
  entries.forEach(([kind, data], i) => {
    head.writeUInt32BE(kind, 26 + i * 12);
    head.writeUInt32BE(at, 30 + i * 12);
    head.writeUInt32BE(data.length, 34 + i * 12);
    at += data.length;
  });
  return Buffer.concat([head, ...entries.map(([, data]) => data)]);
}

/** A dBASE III table. */
function dbase(
  fields: readonly (readonly [name: string, type: string, length: number])[],
  rows: readonly (readonly [mark: string, ...cells: string[]])[],
): Buffer {
  const header = Buffer.alloc(32 + fields.length * 32 + 1);
  header.set([3, 126, 11, 23]);
  header.writeUInt32LE(rows.length, 4);
  header.writeUInt16LE(header.length, 8);
  header.writeUInt16LE(1 + fields.reduce((sum, [, , length]) => sum + length, 0), 10);
  header[29] = 0x57;
  fields.forEach(([name, type, length], i) => {
    header.write(name, 32 + i * 32, 'latin1');
    header.write(type, 43 + i * 32, 'latin1');
    header[48 + i * 32] = length;
  });
  header[header.length - 1] = 0x0d;
  const lines = rows.map(([mark, ...cells]) => mark + cells.map((c, i) => c.padEnd(fields[i]?.[2] ?? 0)).join(''));
  return Buffer.concat([header, Buffer.from(`${lines.join('')}\x1a`, 'latin1')]);
}

describe('files that macOS puts beside others', () => {
  it('give their strings, and the file that stands in them', async () => {
    const file = appleDouble([9, Buffer.from(`  hämtad från ${NUMBER}  `)], [1, Buffer.from(`Brev ${NUMBER}`)]);
    const { texts, uninspected } = await readDeep('._brev.txt', file);
    expect(uninspected).toEqual([]);
    expect(placesOf(texts, NUMBER)).toEqual(expect.arrayContaining(['metadata', 'body']));
  });

  it('do not stop a zip that Finder made', async () => {
    const store = Buffer.concat([Buffer.from('0000000142756431', 'hex'), Buffer.alloc(300)]);
    const zip = writeZip([
      { name: 'brev.txt', data: 'Hej' },
      { name: '__MACOSX/._brev.txt', data: appleDouble([9, Buffer.alloc(32)], [2, Buffer.alloc(286)]) },
      { name: '.DS_Store', data: store },
    ]);
    expect((await readDeep('brev.zip', zip)).uninspected).toEqual([]);
  });
});

describe('a dBASE table', () => {
  const fields = [
    ['NAMN', 'C', 12],
    ['PERSONNR', 'N', 12],
  ] as const;
  it('gives its cells under their headings, deleted rows as hidden, lost zeros beside', async () => {
    const table = dbase(fields, [
      [' ', 'Åsa', '197808052398'],
      ['*', 'Bo', '1012384'],
    ]);
    const { texts, uninspected } = await readDeep('register.dbf', table);
    expect(uninspected).toEqual([]);
    expect(allText(texts)).toContain('NAMN\tPERSONNR\nÅsa\t197808052398\nBo\t1012384\n');
    expect(placesOf(texts, '1012384')).toContain('hidden row 2');
    expect(allText(texts)).toContain('PERSONNR: 0001012384');
  });

  it('is told from other bytes, and never throws', async () => {
    const whole = dbase(fields, [[' ', 'a', '1']]);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255))), async (changes) => {
        const bytes = Buffer.from(whole);
        for (const [at, value] of changes) bytes[at] = value;
        await readDeep('a.dbf', bytes);
      }),
      { numRuns: 100 },
    );
  });
});

describe('a mail under rights management', () => {
  it('is encrypted, not unknown', async () => {
    const file = Buffer.concat([Buffer.from('76e80460c411e386', 'hex'), Buffer.alloc(200, 7)]);
    expect((await readDeep('message.rpmsg', file)).uninspected).toMatchObject([
      { reason: 'encrypted', detail: 'rights management', kind: 'message' },
    ]);
  });
});

describe('a table in text form that a spreadsheet program saved', () => {
  it('gives numbers the zeros and digits back that they lost, under their heading', async () => {
    const { texts } = await readDeep('a.csv', Buffer.from('Namn;Pnr\nAnna;1012384\nBo;1,97808052398E+11\n'));
    expect(allText(texts)).toContain('Pnr: 0001012384\n');
    expect(allText(texts)).toContain('Pnr: 197808052398\n');
  });
});

describe('a calendar', () => {
  it('that carries an identifier where only times and rules stand is read there too', async () => {
    const file = (value: string): Buffer =>
      Buffer.from(`BEGIN:VCALENDAR\nPRODID:x\nBEGIN:VEVENT\nSUMMARY:x\nSTATUS:${value}\nEND:VEVENT\nEND:VCALENDAR\n`);
    expect(allText((await readDeep('a.ics', file(NUMBER))).texts)).toContain(NUMBER);
    expect(allText((await readDeep('a.ics', file('CONFIRMED'))).texts)).not.toContain('CONFIRMED');
  });
});

describe('a BinHex file', () => {
  it('is listed, not taken for a text', async () => {
    const text = `(This file must be converted with BinHex 4.0)\n:#'aTD@jN9(*[G@a*!!!!!!!N!:\n`;
    const { uninspected } = await readDeep('brev.hqx', Buffer.from(text));
    expect(uninspected.map(({ reason, detail }) => `${reason}: ${detail}`)).toEqual([
      'unsupported: application/mac-binhex40',
    ]);
  });
});

describe('a calendar', () => {
  it('gives words that stand where a component, a time or a program should', async () => {
    const lines = [
      'BEGIN:VCALENDAR',
      'BEGIN:Anna Berg har cancer',
      'PRODID:-//Anna Berg//SV',
      'STATUS:Hos doktor Bo',
      'DTSTART:20260302T100000Z',
    ];
    const { texts } = await readDeep('m.ics', Buffer.from([...lines, 'END:VCALENDAR', ''].join('\r\n')));
    const text = allText(texts);
    for (const words of ['Anna Berg har cancer', '-//Anna Berg//SV', 'Hos doktor Bo']) expect(text).toContain(words);
    expect(text).not.toContain('VCALENDAR');
    expect(text).not.toContain('20260302T100000Z');
  });
});
