/** Animals with people's names: their illnesses are nobody's, and people beside them stay people. Texts are invented. */
import { describe, expect, test } from 'vitest';
import { acting } from '../testing/acting.ts';

const mail = (body: string): string[] => acting({ subject: 'Hälsning', body: `Hej,\n\n${body}\n\nMvh Karin` });

describe('an animal that is called so has no health of its own to protect', () => {
  test.each([
    'Terapihunden Sixten har fått lymfom och opererades i våras. Veterinären Göran ger honom tre månader.',
    'Ponnyn Stella har cancer i magen, hon går på Metacam.',
    'Kaninen Emil i barnehagen har diabetes og får insulin to ganger daglig.',
    'Katten vår, Molly, har fått epilepsi og går på medisin. Hun er deprimert.',
    'Lise (marsvinet) er deprimert og spiser ikke.',
    'Biblioteks kat Oskar har nyresvigt, dyrlægen Mette Krogh siger, at han er døende.',
    'Meidän Aino-kissa on saanut epilepsiakohtauksen ja munuaisvaiva pahenee.',
    'Our therapy dog Oscar has been diagnosed with cancer and takes morphine.',
    'Vår skolhund heter Sixten. Sixten har reumatism och äter kortison.',
  ])('%s', (body) => {
    expect(mail(body)).toEqual([]);
  });
});

describe('somebody beside an animal stays somebody', () => {
  test.each([
    'Terapihunden Sixten kommer på torsdag. Elias Berg har fått leukemi och vill gärna klappa honom.',
    'Jag har fått bröstcancer och kan inte gå ut med hunden Bella.',
    'Sønnen din har fått diagnosen autisme, og terapihunden Bella hjelper ham.',
    'Eleven i 4B har epilepsi och får därför inte rida ponnyn Stella.',
    'Mette Krogh har fået kræft. Hendes kat Oskar bor hos os.',
    'Anna Katt har epilepsi.',
    'Ture har fått lymfom och opererades i våras.',
  ])('%s', (body) => {
    expect(mail(body)).toContain('health');
  });
});
