import { describe, expect, it } from 'vitest';
import { allText, readDocument } from '../../testing/read-document.ts';
import { tenorNumber } from '../../testing/test-numbers.ts';
import { displayText } from './number-format.ts';
import { flatOdfFormat } from './office.ts';

const NUMBER = tenorNumber(905);
const HEAD = `<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:mimetype="application/vnd.oasis.opendocument.spreadsheet">`;

describe('a flat OpenDocument sheet', () => {
  it('is read soon when it begins objects without an end', async () => {
    const xml = `${HEAD}<office:body><text:p>${NUMBER}</text:p>${'<document '.repeat(100_000)}`;
    const before = process.cpuUsage().user;
    const { texts } = await readDocument(flatOdfFormat, 'a.fods', Buffer.from(xml));
    expect(process.cpuUsage().user - before).toBeLessThan(3_000_000);
    expect(allText(texts)).toContain(NUMBER);
  });
});

describe('a text in a format that repeats it', () => {
  it('is shown with the digits of the format, and does not grow without end', () => {
    expect(displayText('811218', '@"-9876"')).toBe('811218-9876');
    expect(displayText('x'.repeat(100_000), `"123"${'@'.repeat(20_000)}`).length).toBeLessThan(1_000_000);
  });
});
