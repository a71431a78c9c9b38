import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DataReader } from './data-reader.ts';

/** Feeds bytes in the given pieces; what came out, whether the end mark was seen, what followed it. */
function read(pieces: readonly Buffer[]): { content: string; ended: boolean; rest: string; bare: boolean } {
  const reader = new DataReader();
  let content = '';
  for (const [index, piece] of pieces.entries()) {
    const part = reader.push(piece);
    content += part.content.toString('latin1');
    if (part.ended) {
      const rest = Buffer.concat([part.rest, ...pieces.slice(index + 1)]).toString('latin1');
      return { content, ended: true, rest, bare: reader.bareNewline };
    }
  }
  return { content, ended: false, rest: '', bare: reader.bareNewline };
}
const whole = (text: string): ReturnType<typeof read> => read([Buffer.from(text, 'latin1')]);

/** Cuts bytes at the given places. */
function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const sorted = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  const pieces: Buffer[] = [];
  let from = 0;
  for (const to of [...sorted, bytes.length]) {
    pieces.push(bytes.subarray(from, to));
    from = to;
  }
  return pieces.filter((piece) => piece.length > 0);
}

/** Text in which everything that matters about line ends happens often. */
const nasty = fc
  .array(fc.constantFrom('\r', '\n', '\r\n', '.', '..', 'a', '\0', 'MAIL', '\r\n.', '\n.', '\r.'), { maxLength: 60 })
  .map((words) => words.join(''));

describe('DataReader', () => {
  test.each([
    ['hej\r\n.\r\n', 'hej\r\n', ''],
    ['.\r\n', '', ''],
    ['.\r\nQUIT\r\n', '', 'QUIT\r\n'],
    ['..\r\n.\r\n', '.\r\n', ''],
    ['..a\r\n.b\r\n.\r\n', '.a\r\nb\r\n', ''],
    ['a\r\n\r\n.\r\nrest', 'a\r\n\r\n', 'rest'],
  ])('takes the dots out of %j', (sent, content, rest) => {
    expect(whole(sent)).toEqual({ content, ended: true, rest, bare: false });
  });

  test.each([
    ['a\nb\r\n.\r\n', 'a\r\nb\r\n'],
    ['a\rb\r\n.\r\n', 'a\r\nb\r\n'],
    ['a\r\r\n.\r\n', 'a\r\n\r\n'],
    ['a\n\r\n.\r\n', 'a\r\n\r\n'],
    ['a\n..b\r\n.\r\n', 'a\r\n.b\r\n'],
    ['a\r..b\r\n.\r\n', 'a\r\n..b\r\n'],
  ])('makes CRLF of bare newlines in %j', (sent, content) => {
    expect(whole(sent)).toEqual({ content, ended: true, rest: '', bare: true });
  });

  // https://sec-consult.com/blog/detail/smtp-smuggling-spoofing-e-mails-worldwide/ : the marks other servers fall for
  test.each(['\n.\n', '\n.\r\n', '\r.\r\n', '\r.\r', '\r\n.\n', '\r\n.\r', '\n.\r', '\r\n\0.\r\n', '\n\n.\r\n'])(
    'does not end at %j',
    (mark) => {
      const sent = `a${mark}MAIL FROM:<x@y.example>\r\n.\r\n`;
      const result = whole(sent);
      expect(result.ended).toBe(true);
      expect(result.rest).toBe('');
      expect(result.content).toContain('MAIL FROM:<x@y.example>\r\n');
    },
  );

  test('gives the same for every cutting into pieces', () => {
    fc.assert(
      fc.property(nasty, fc.array(fc.nat(), { maxLength: 8 }), (text, places) => {
        const bytes = Buffer.from(`${text}\r\n.\r\nNOOP\r\n`, 'latin1');
        expect(read(cut(bytes, places))).toEqual(read([bytes]));
      }),
      { numRuns: 2000 },
    );
  });

  test('ends at the first CRLF-dot-CRLF and nowhere else', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const sent = `${text}\r\n.\r\n`;
        const mark = sent.startsWith('.\r\n') ? -2 : sent.indexOf('\r\n.\r\n');
        const result = whole(sent);
        expect(result.ended).toBe(true);
        expect(result.rest).toBe(sent.slice(mark + 5));
      }),
      { numRuns: 2000 },
    );
  });

  test('lets no bare newline through, and ends every message with CRLF', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const { content } = whole(`${text}\r\n.\r\n`);
        expect(content.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
        expect(content === '' || content.endsWith('\r\n')).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  test('gives back what a careful client stuffed, byte for byte', () => {
    const line = fc
      .uint8Array({ maxLength: 40 })
      .map((bytes) => Buffer.from(bytes.filter((b) => b !== 10 && b !== 13)));
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 12 }),
        fc.array(fc.nat(), { maxLength: 4 }),
        (lines, places) => {
          const message = Buffer.concat(lines.flatMap((one) => [one, Buffer.from('\r\n')]));
          const stuffed = Buffer.concat([
            ...lines.flatMap((one) => [one[0] === 0x2e ? Buffer.from('.') : Buffer.alloc(0), one, Buffer.from('\r\n')]),
            Buffer.from('.\r\n'),
          ]);
          const result = read(cut(stuffed, places));
          expect(result.ended).toBe(true);
          expect(result.bare).toBe(false);
          expect(Buffer.from(result.content, 'latin1').equals(message)).toBe(true);
        },
      ),
    );
  });
});
