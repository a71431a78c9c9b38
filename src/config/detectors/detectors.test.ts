import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadDetectorData, mergeDetectorData, emptyDetectorData } from './detectors.ts';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'detectors-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(join(dir, path, '..'), { recursive: true });
  writeFileSync(join(dir, path), text);
}

const TERMS = 'lang\tstrength\tmode\tgroup\tterm\n';

describe('loadDetectorData()', () => {
  test('takes the category from the file name and keeps comments out', () => {
    write('own/terms/health.medicines.tsv', `# ours\n${TERMS}sv,nb\tstrong\tinflect\tmed\txyzal\n`);
    const { data, problems } = loadDetectorData(dir);
    expect(problems).toEqual([]);
    expect(data.terms).toEqual([
      { category: 'health', group: 'med', lang: 'sv,nb', term: 'xyzal', strength: 'strong', mode: 'inflect' },
    ]);
  });

  test.each([
    ['sv\tstorng\tinflect\t\tord', 4, "'storng' is not a strength"],
    ['xx\tstrong\tinflect\t\tord', 1, "'xx' is not a language"],
    ['sv\tstrong\tinside\t\tdom', 19, 'too short for mode inside'],
    ['sv\tstrong\tinflect\t\t', 20, 'the term is empty'],
    ['sv\tstrong\tinflect\t\tord\tmer', 1, 'a tab too many'],
  ])('names line and column of %j', (line, column, message) => {
    write('own/terms/health.tsv', `${TERMS}${line}\n`);
    const { data, problems } = loadDetectorData(dir);
    expect(data.terms).toEqual([]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ file: 'own/terms/health.tsv', line: 2, column });
    expect(problems[0]?.message).toContain(message);
  });

  test('reads detectors of the house with their place', () => {
    write(
      'own/detectors/a.yaml',
      'detectors:\n  - id: project\n    category: our-projects\n    words: [Polstjärnan]\n',
    );
    const { data, problems } = loadDetectorData(dir);
    expect(problems).toEqual([]);
    expect(data.custom).toMatchObject([
      { id: 'project', score: 70, source: 'own/detectors/a.yaml:3:5'.replace(':3:', ':2:') },
    ]);
  });

  test.each([
    ['(?=x)y', 'not a linear-time expression'],
    ['(a)\\1', 'not a linear-time expression'],
    ['a*', 'matches the empty text'],
    ['x'.repeat(600), 'longer than 500'],
    ['((a{1,100}){1,10}){1,10}', ''],
  ])('refuses the expression %s', (expression, message) => {
    write(
      'own/detectors/a.yaml',
      `detectors:\n  - id: project\n    category: ours\n    expressions: ['${expression}']\n`,
    );
    const { data, problems } = loadDetectorData(dir);
    expect(data.custom).toEqual([]);
    expect(problems[0]?.line).toBe(4);
    expect(problems[0]?.message).toContain(message);
  });

  test('a missing directory and a file that is no UTF-8 are problems', () => {
    expect(loadDetectorData(join(dir, 'none')).problems[0]?.message).toContain('cannot be read');
    mkdirSync(join(dir, 'own/terms'), { recursive: true });
    writeFileSync(join(dir, 'own/terms/health.tsv'), Buffer.from([0xe5, 0x0a]));
    expect(loadDetectorData(dir).problems[0]?.message).toContain('UTF-8');
  });

  test('reads names and the register', () => {
    write('own/names/given.txt', '# names\nElsa\nSten ?\n');
    write('own/names/surnames.txt', 'Vik\n');
    write('own/register/r.json', '{"keyBase64":"a2V5","hashes":["x"]}');
    const { data, problems } = loadDetectorData(dir);
    expect(problems).toEqual([]);
    expect(data).toMatchObject({ givenNames: ['Elsa', 'Sten ?'], surnames: ['Vik'], register: { hashes: ['x'] } });
  });
});

test('mergeDetectorData() lets the own options win', () => {
  const own = emptyDetectorData({ country: 'no' });
  expect(mergeDetectorData(emptyDetectorData(), own).options.country).toBe('no');
});
