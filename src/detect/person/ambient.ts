import type { DetectionContext } from '../../core/detection.ts';
import type { Observed } from '../observe.ts';
import type { Cue } from '../terms/evidence.ts';
import type { PersonSign } from './person.ts';

/** A body or document this short is about one matter: who is named in it, its subject and file names are about. */
const SHORT = 900;
const SHORT_DOCUMENT = 3000;
/** The head of a document names whom it is about. */
const HEAD = 700;
const CARRIES_OVER: ReadonlySet<string> = new Set([
  'id',
  'name',
  'initials',
  'caseref',
  'kin',
  'unitname',
  'greeted-name',
  'age',
]);
const MOST = 20;

/**
 * Signs from the other texts of the message that hold for one of its texts: the pupil named in the subject, the file that
 * bears a name, the short letter around a certificate, the sending unit.
 */
export function ambientSigns(
  texts: readonly Observed[],
  index: number,
  context: DetectionContext,
): readonly PersonSign[] {
  const here = texts[index];
  if (here === undefined || here.terms.length === 0) return [];
  const out: PersonSign[] = [];
  const take = (signs: readonly PersonSign[], before: number, isTitle = false): void => {
    for (const sign of signs) {
      // In running text a name carries over only when something is said of the person.
      if (sign.kind === 'name' && !isTitle && sign.said !== true) continue;
      if (out.length < MOST && sign.start < before && CARRIES_OVER.has(sign.kind)) out.push(sign);
    }
  };
  for (const [i, other] of texts.entries()) {
    if (i === index) continue;
    const { where } = other.source;
    if (speaksAbout(other, here)) {
      take(other.signs, other.source.text.length, where === 'subject' || where === 'filename');
    }
  }
  const { where, text } = here.source;
  if (where === 'attachment' && text.length > SHORT)
    take(
      here.signs.filter((sign) => sign.kind === 'name' || sign.kind === 'id'),
      HEAD,
      true,
    );
  const unit = UNIT_NAME.test(context.senderName);
  if (unit) out.push({ kind: 'unitname', points: 2, start: 0, end: 0 });
  return out;
}

// The sender's display name or address says what the contact is about.
const UNIT_NAME =
  /beroende|missbruk|rusmiddel|ruspoli|psykiatri|elevhäls|socialförvalt|socialjour|orosanm|barnevern|familjehem|familieafdel|försörjningsstöd|biståndsenhet|lss|överförmyndar|krisesenter|krisecenter|kvinnojour|barnahus|misbrug|ppt\b|ppr\b/iu;

function speaksAbout(other: Observed, here: Observed): boolean {
  const from = other.source;
  const to = here.source;
  if (from.where === 'subject') return to.where === 'filename' || to.text.length <= SHORT_DOCUMENT;
  if (from.where === 'header') return false;
  if (from.where === 'filename')
    return to.where === 'attachment' ? from.part === to.part || samePath(from.path, to.path) : to.text.length <= SHORT;
  if (from.where === 'body')
    return from.text.length <= SHORT && (to.where !== 'attachment' || to.text.length <= SHORT_DOCUMENT);
  return to.where === 'filename' && from.part === to.part && from.text.length <= SHORT_DOCUMENT;
}

const samePath = (a: readonly string[], b: readonly string[]): boolean => a.length > 0 && a.join('\n') === b.join('\n');

/** An answer keeps the subject of what it answers, whatever it says itself. */
const ANSWER = /^\s*(?:re|sv|vs|vb|ans|svar|vl|fw|fwd)\s*:/i;

/** Cues in the subject (of a body) or the file name (of an attachment), which give a text its genre. */
export function titleCues(texts: readonly Observed[], index: number): readonly Cue[] {
  const here = texts[index]?.source;
  if (here === undefined) return [];
  const titles =
    here.where === 'attachment'
      ? texts.filter(
          ({ source }) =>
            source.where === 'filename' && (source.part === here.part || samePath(source.path, here.path)),
        )
      : texts.filter(({ source }) => source.where === 'subject' && !ANSWER.test(source.text));
  return titles.flatMap((title) => title.cues);
}
