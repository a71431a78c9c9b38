/** What is said in subtitles and transcripts goes on from cue to cue. */
import { describe, expect, it } from 'vitest';
import { readDeep } from '../testing/read-document.ts';

const read = async (name: string, text: string): Promise<readonly (readonly [zone: string, text: string])[]> =>
  (await readDeep(name, Buffer.from(text))).texts
    .slice(1)
    .map(({ text: whole, segments }) => [segments[0]?.zone ?? '', whole] as const);

describe('a transcript', () => {
  it('is what is said, in order, with who says it where that changes, and everything else beside it', async () => {
    const text = `WEBVTT

NOTE from the meeting

a/1-0
00:00:01.000 --> 00:00:02.500 align:start
<v Anna Berg>Emma har</v>

a/2-0
00:00:02.500 --> 00:00:04.000
<v Anna Berg>fått <i>autism</i>.</v>

00:05.000 --> 00:06.000
<v Bo>Ja.
Och nu?
`;
    expect(await read('a.vtt', text)).toEqual([
      ['body', 'Anna Berg: Emma har\nfått autism.\nBo: Ja.\nOch nu?\n'],
      [
        'metadata',
        'WEBVTT\nNOTE from the meeting\na/1-0\n00:00:01.000 --> 00:00:02.500 align:start\na/2-0\n00:00:02.500 --> 00:00:04.000\n00:05.000 --> 00:06.000\n',
      ],
    ]);
  });

  it('of SubRip has its commas in the times, and is no table', async () => {
    const text =
      '1\r\n00:00:01,000 --> 00:00:02,000\r\nHej, du\r\n\r\n2\r\n00:00:02,000 --> 00:00:04,000\r\n- Hej, hej\r\n';
    expect((await read('a.srt', text))[0]).toEqual(['body', 'Hej, du\n- Hej, hej\n']);
  });

  it('that is none stays as it is', async () => {
    const text = 'WEBVTT är ett format.\n\nEn rad --> en annan\n';
    expect(await read('a.txt', text)).toEqual([['body', text]]);
  });

  it('loses nothing of a damaged file', async () => {
    const text =
      '1\n00:00:01,000 --> 00:00:02,000\nett\n2\n00:00:02,000 --> 00:00:03,000\ntvå\ntre\n\nfyra\n\n00:00:0x --> fem\n';
    const all = (await read('a.srt', text)).map(([, part]) => part).join('');
    for (const word of ['ett', 'två', 'tre', 'fyra', 'fem']) expect(all).toContain(word);
  });
});
