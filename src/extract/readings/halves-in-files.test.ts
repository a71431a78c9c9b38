/** Two files that say half a number each are put together; a series of files, years and times of day are not. */
import { describe, expect, it } from 'vitest';
import { partPath } from '../../core/brand.ts';
import { TextBuilder, type ExtractedText } from '../../core/text.ts';
import { halvesInFiles } from './halves-in-files.ts';

const says = (text: string): ExtractedText =>
  new TextBuilder().add(`${text}\n`, { zone: 'body' }).build(partPath('2'), 'attachment', ['a.txt']);
const isCalled = (name: string): ExtractedText =>
  new TextBuilder().add(`${name}\n`, { zone: 'filename' }).build(partPath('2'), 'filename', [name]);
const found = (...texts: readonly ExtractedText[]): readonly string[] =>
  halvesInFiles(texts).map(({ text }) => text.trim());

describe('halves in files', () => {
  it.each<[readonly ExtractedText[], readonly string[]]>([
    [[says('811218'), says('9876')], ['811218/9876']],
    [[says('-9876'), says('19811218')], ['19811218/9876']],
    [[isCalled('811218.txt'), isCalled('9876.txt')], ['811218/9876']],
    [[says('150869'), isCalled('12065.pdf')], ['150869 12065']],
    [[says('131052'), says('-308T')], ['131052-308T']],
    [[says('811218'), says('1981')], []],
    [[says('811218'), says('0930')], []],
    [[says('811218'), says('9876'), says('9877'), says('9878')], []],
    [[says('811218 Anna'), says('9876')], []],
    [[isCalled('811218.txt'), isCalled('IMG_9876.jpg')], []],
  ])('%#', (texts, numbers) => {
    expect(found(...texts)).toEqual(numbers);
  });
});
