import { describe, expect, it } from 'vitest';
import { faqOf } from './faq.ts';
import { mayBeUnreal, unrealAt } from './unreal.ts';

const LIST =
  'Tekst til hjemmesiden:\n\nJeg har mistet jobben, hva gjør jeg? Registrer deg.\nFaren min er blitt dement, kan han kjøre bil? Snakk med fastlegen.\n' +
  'Samboeren min slår meg, hvem ringer jeg? Ring politiet.\n';

describe('faqOf()', () => {
  it('finds a list of questions that anybody may ask, each with its answer', () => {
    const span = faqOf(LIST);
    expect(span?.start).toBe(LIST.indexOf('Jeg har'));
    const dement = LIST.indexOf('dement');
    expect(unrealAt(LIST, [], { start: dement, end: dement + 6 })).toBe('anybody');
  });

  it('takes no letter for one: two questions, questions about somebody, questions without an answer', () => {
    expect(faqOf('Hvordan går det med ham? Han gråter mye.\nHar hun spist? Nei.\nSover hun? Lite.')).toBeNull();
    expect(faqOf('Kan jeg få time? Faren min er dement.\nHva gjør jeg? Ring meg.')).toBeNull();
    expect(faqOf('Kan jeg få time?\nhva koster det for min mor?\nnår kan vi komme?\n')).toBeNull();
  });

  it('reads megabytes of questions in time in proportion to their length', () => {
    const before = process.cpuUsage().user;
    faqOf('A?'.repeat(2_000_000));
    faqOf(`${'Jeg '.repeat(40)}?\n`.repeat(20_000));
    expect(process.cpuUsage().user - before).toBeLessThan(1_500_000);
  });
});

describe('mayBeUnreal()', () => {
  it('knows the year of an old book of the parish', () => {
    const text = 'Anne Larsdatter står i fattigprotokollen 1889: svak på sinnet.';
    expect(mayBeUnreal(text, [], { start: 45, end: 50 })).toBe(true);
    expect(mayBeUnreal('Anne står i protokollen 1989: svak på sinnet.', [], { start: 32, end: 36 })).toBe(false);
  });
});
