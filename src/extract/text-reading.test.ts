import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { decodeText } from './charset.ts';
import { delimiterOf } from './csv.ts';
import { pastedFiles } from './mail/pasted.ts';
import { quotedLines } from './mail/quotes.ts';
import { encodedBlocks } from './mail/uuencode.ts';

describe('decodeText()', () => {
  const text = 'Åsa bor på Ängsvägen, øl og æbler';
  it.each([
    'utf-8',
    'utf-16le',
    'utf-16be',
    'windows-1252',
    'iso-8859-1',
    'iso-8859-15',
    'cp865',
    'utf-7',
    'koi8-r',
    'utf-32le',
  ])('reads declared %s', (charset) => {
    const source = charset === 'koi8-r' ? 'Привет, мир' : text;
    expect(decodeText(iconv.encode(source, charset), charset)).toContain(source);
  });

  it.each(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'cp865'])('reads undeclared %s', (charset) => {
    expect(decodeText(iconv.encode(text, charset), null)[0]).toBe(text);
  });

  it.each(['utf-8', 'utf-16le', 'utf-16be', 'utf-32le'])('goes by the byte order mark of %s', (charset) => {
    const bytes = iconv.encode(text, charset, { addBOM: true });
    expect(decodeText(bytes, 'iso-8859-1')).toEqual([text]);
  });

  it('does not believe Latin-1 of bytes that are UTF-8', () => {
    expect(decodeText(Buffer.from(text), 'iso-8859-1')).toEqual([text]);
  });

  it('does not believe UTF-8 of bytes that are not', () => {
    expect(decodeText(iconv.encode(text, 'windows-1252'), 'utf-8')).toEqual([text]);
  });

  it('reads text with zeros in it both ways', () => {
    expect(
      decodeText(
        Buffer.from(`${Array.from('811218-9876').join('\0')}
`),
        null,
      ).join(),
    ).toContain('811218-9876');
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.constantFrom(
          null,
          '',
          'utf-8',
          'utf-7',
          'utf-16',
          'iso-2022-jp',
          'ibm037',
          'x',
          'base64',
          'hex',
          'constructor',
          '__proto__',
          'toString',
          'internal',
        ),
        (bytes, charset) => {
          expect(decodeText(Buffer.from(bytes), charset).length).toBeGreaterThan(0);
        },
      ),
    );
  });
});

describe('quotedLines()', () => {
  const quotedFrom = (text: string): number => quotedLines(text.split('\n')).indexOf(true);

  it.each([
    ['-----Ursprungligt meddelande-----'],
    ['-----Originalmeddelande-----'],
    ['-------- Vidarebefordrat meddelande --------'],
    ['-----Opprinnelig melding-----'],
    ['---------- Videresendt melding ---------'],
    ['-----Oprindelig meddelelse-----'],
    ['---------- Forwarded message ---------'],
    ['----- Alkuperäinen viesti -----'],
    ['Begin forwarded message:'],
    ['Från: A\nSkickat: igår\nTill: B\nÄmne: x'],
    ['*Från:* A\n*Skickat:* igår\n*Till:* B'],
    ['Fra: A\nSendt: i går\nTil: B\nEmne: x'],
    ['Frå: A\nSend: i går\nTil: B\nEmne: x'],
    ['From: A\nSent: yesterday\nTo: B\nSubject: x'],
    ['Lähettäjä: A\nLähetetty: eilen\nVastaanottaja: B\nAihe: x'],
    ['Den 12 mars 2024 skrev Anna:'],
    ['Den tis 12 mars 2024 kl 10:14 skrev Anna <a@b.example>:'],
    ['Den 12. mars 2024 kl. 10:14 skrev Kari:'],
    ['12. mar. 2024 kl. 10:14 skrev Kari <k@b.example>:'],
    ['On Tue, 12 Mar 2024, Anna wrote:'],
    ['On Tue, 12 Mar 2024 at 10:14, Anna Andersson\n<anna@kommun.example> wrote:'],
    ['ti 12. maalisk. 2024 klo 10.14 Matti kirjoitti:'],
  ])('opens at %j', (opening) => {
    const lines = `Hej\n\n${opening}\n\ntext`.split('\n');
    expect(quotedFrom(`Hej\n\n${opening}\n\ntext`)).toBe(2);
    expect(quotedLines(lines).at(-1)).toBe(true);
  });

  it.each([
    'Från: Stockholm till Uppsala går tåget.',
    'Den som skrev: jag',
    'Till alla föräldrar:',
    'Ämne: matematik',
    'Hon skrev: kom hem',
    '-----',
    'Den 12 mars 2024 träffades vi.',
  ])('does not open at %j', (line) => {
    expect(quotedLines(['Hej', line, 'slut'])).toEqual([false, false, false]);
  });

  it('ends with the marked lines where they are marked', () => {
    expect(quotedLines(['a', 'On Tue, Anna wrote:', '> b', '', '> c', '', 'd'])).toEqual([
      false,
      true,
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  it('gives one answer per line', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            '',
            '> a',
            'a',
            'Från: a',
            'Skickat: b',
            'Till: c',
            'On x wrote:',
            '-----Original Message-----',
            '>',
          ),
        ),
        (lines) => {
          expect(quotedLines(lines)).toHaveLength(lines.length);
        },
      ),
    );
  });
});

describe('files inside text', () => {
  it('decodes pasted base64 that is text, and leaves keys and digests alone', () => {
    const pasted = Buffer.from('En längre text som någon har kodat, 811218-9876').toString('base64');
    expect(pastedFiles(['Hej', '', pasted, ''], 'text/plain').map((file) => file.bytes.toString())).toEqual([
      'En längre text som någon har kodat, 811218-9876',
    ]);
    const key = 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7vbqajDhA';
    expect(
      pastedFiles([key, '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'], 'text/plain'),
    ).toEqual([]);
  });

  it('ends a uuencoded block where its lines no longer look encoded', () => {
    const blocks = encodedBlocks(['begin 644 a.txt', '#:&5J', 'Hej då, nu är det slut']);
    expect(blocks).toMatchObject([{ from: 0, file: { name: 'a.txt', bytes: Buffer.from('hej') } }]);
  });

  it('gives back the zeros at the end of a uuencoded line whose blanks were lost on the way', () => {
    const blocks = encodedBlocks(['begin 644 a.bin', '#', '$4', 'end']);
    expect(blocks[0]?.file.bytes).toEqual(Buffer.from([0, 0, 0, 0x50, 0, 0, 0]));
  });

  it('does not take prose for uuencode', () => {
    expect(encodedBlocks(['begin the day', 'begin 12', 'end'])).toEqual([]);
  });
});

describe('delimiterOf()', () => {
  it.each([
    ['a;b\n1,5;2\n', ';'],
    ['a,b\n"x;y",2\n', ','],
    ['a\tb\n1\t2\n', '\t'],
    ['sep=|\na|b\n', '|'],
    ['abc\n', null],
  ])('of %j', (text, delimiter) => {
    expect(delimiterOf(text, false)).toBe(delimiter);
  });
});
