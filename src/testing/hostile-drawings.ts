/** Drawings made to hurt whoever draws them, for tests. They also hold a number as text, which must be found. */
const drawing = (content: string, number: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 80"><text x="9" y="9">Personnummer ${number}</text>${content}</svg>`;
const LAYER = '<g opacity=".5"><rect width="400" height="80"/><rect width="3" height="3"/></g>';

/** What it is, its name as an attachment, its bytes with a number in its text. */
export const HOSTILE_DRAWINGS: readonly (readonly [what: string, name: string, make: (number: string) => Buffer])[] = [
  ['a drawing of three thousand layers', 'a.svg', (number) => Buffer.from(drawing(LAYER.repeat(3_000), number))],
  [
    'a page of drawings that take long',
    'a.html',
    (number) =>
      Buffer.from(
        `<!doctype html>${Array.from({ length: 40 }, (_, i) => drawing(LAYER.repeat(200 + i), number)).join('')}`,
      ),
  ],
];
