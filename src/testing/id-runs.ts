/** Runs the identifier detectors over a text as a mail would bring it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE_RULES } from '../config/package-rules.ts';
import { partPath } from '../core/brand.ts';
import type { Where, Zone } from '../core/category.ts';
import { once } from '../core/once.ts';
import { TextBuilder, type ExtractedText } from '../core/text.ts';
import { birthsIn, definedWords, findIdentifiers, type IdOptions, type IdReading } from '../detect/ids/ids.ts';
import { givenNameTest } from '../detect/terms/vocabulary.ts';
import { normalise } from '../detect/normalise.ts';

/** Where the text stands; a body by default. */
export interface Standing extends Partial<IdOptions> {
  readonly where?: Where;
  readonly zone?: Zone;
}

const DEFAULTS: IdOptions = { country: 'se', today: '2026-11-23', rule2032: 'keyword', allowedIdentifiers: [] };

/** The given names that the rules list. */
const isGivenName = givenNameTest(
  readFileSync(join(PACKAGE_RULES, 'common', 'names', 'given.txt'), 'utf8').split('\n'),
);

/** The readings of a text that an extractor delivered. @param defined words that the mail explains; those of the text if left out */
export function readExtracted(
  source: ExtractedText,
  options: Partial<IdOptions> = {},
  defined: ReturnType<typeof definedWords> = definedWords([source.text]),
): IdReading[] {
  return findIdentifiers({
    text: normalise(source.text),
    source,
    options: { ...DEFAULTS, ...options },
    isGivenName,
    defined: () => defined,
    births: once(() => birthsIn([source.text])),
  });
}

/** The readings of a text of one zone. */
export function read(text: string, { where = 'body', zone = 'body', ...options }: Standing = {}): IdReading[] {
  return readExtracted(new TextBuilder().add(text, { zone }).build(partPath('1'), where, []), options);
}

/** Readings in short: 'se-personnummer 7808052398 high', joined by '; '; '' for none. */
export function summary(readings: readonly IdReading[]): string {
  return readings.map(({ detector, normalized, level }) => `${detector} ${normalized} ${level}`).join('; ');
}

/** A spreadsheet: rows of cells, each cell with its place. */
export function sheet(rows: readonly (readonly string[])[]): ExtractedText {
  const builder = new TextBuilder();
  rows.forEach((cells, row) => {
    cells.forEach((cell, column) => {
      const end = column === cells.length - 1 ? '\n' : '\t';
      builder.add(cell + end, { zone: 'cell', cell: { table: 0, row, column } });
    });
  });
  return builder.build(partPath('2'), 'attachment', ['elever.xlsx']);
}
