/**
 * Secrecy markings and security classes. A marking is a warning put where one looks first (OSL 5 kap. 5 §): it counts by
 * itself in that place, and nowhere else.
 */
import type { Where } from '../../core/category.ts';
import type { Contribution } from '../../core/finding.ts';
import type { Span } from '../../core/text.ts';
import { within } from '../context/blocks.ts';
import type { Layout } from '../context/layout.ts';
import type { Evidence, TermHit } from '../terms/evidence.ts';
import { markingPlace } from './position.ts';

/** A marking that was found. */
export interface Marking extends Span {
  readonly detector: 'secrecy-marking' | 'state-security-marking';
  readonly category: 'secrecy-marking' | 'state-security';
  readonly score: number;
  readonly reasons: readonly Contribution[];
  readonly hit: TermHit;
}

/** Groups of the term files: 'mark' stamps as they are printed, 'basis' phrases with their law, others are words of the field. */
const STAMP = 'mark';
const BASIS = 'basis';
/** Classes that other laws use too: they need their own law close by. */
const NEEDS_SECURITY_LAW = 'needs-law';
const NEEDS_ALLIANCE = 'needs-nato';
/** Classes that are everyday words: people call files 'hemlig.zip' without thinking of the state. */
const EVERYDAY = 'word';
const SECURITY_LAW =
  /säkerhetsskydd|sikkerhetslov|tryggingslova|sikkerheitslov|sikkerhetsgradert|tryggleiksgradert|sikkerhedscirkul/iu;
const ALLIANCE = /(?<!\p{L})(?:NATO|EU)(?!\p{L})|sikkerhedscirkul/u;
const LAW_REACH = 300;
const MARKING_SCORE = 90;
const TOPIC = /^(?:sekretess|tystnadsplikt|taushetsplikt|teieplikt|tavshedspligt)$/iu;

/** Finds markings among the terms of one text. */
export function findMarkings({ layout, blocks, genre, terms }: Evidence, where: Where): readonly Marking[] {
  const out: Marking[] = [];
  for (const hit of terms) {
    const { category } = hit.term;
    if (category !== 'secrecy-marking' && category !== 'state-security') continue;
    if (within(blocks.disclaimers, hit.start) || within(blocks.signatures, hit.start)) continue;
    const marking =
      category === 'state-security' ? securityClass(layout, where, hit, genre.policy) : secrecy(layout, where, hit);
    if (marking !== null) out.push(marking);
    if (out.length >= MOST_MARKINGS) break;
  }
  // 'HEMLIG' is a word of both lists: the class is what is meant by the stamp.
  const classes = out.filter((marking) => marking.category === 'state-security');
  // A text that lists the classes explains them.
  if (new Set(classes.map((marking) => marking.hit.term.key)).size >= A_LIST_OF_CLASSES) {
    return out.filter((marking) => marking.category !== 'state-security');
  }
  const stamps = out.filter(
    (marking) =>
      marking.category === 'state-security' || !classes.some((c) => c.start <= marking.start && c.end >= marking.end),
  );
  // A security class is a secrecy marking as well; what is done about it is for the stricter rule.
  return [...stamps, ...classes.map(asSecrecy)];
}

const asSecrecy = (marking: Marking): Marking => ({
  ...marking,
  detector: 'secrecy-marking',
  category: 'secrecy-marking',
  score: MARKING_SCORE,
  reasons: [{ reason: 'marking-position', points: MARKING_SCORE }],
});

const MOST_MARKINGS = 100;
const A_LIST_OF_CLASSES = 3;

// 'Sekretess' above '8 §', '15 § Sekretess gäller', 'Sekretess enligt första stycket hindrar inte': the law itself.
const SECTION_BELOW = /^[ \t]{0,4}\r?\n\s{0,4}\d{1,3}(?:\s[a-z])?\s§/u;
const SECTION_BEFORE = /(?:^|\n)[ \t]{0,4}\d{1,3}(?:\s[a-z])?\s§\s{1,4}$/u;
const OF_A_SECTION =
  /^\s(?:enligt\s)?(?:första|andra|tredje|fjärde)\s(?:(?:och|eller|till)\s\p{L}{1,8}\s)?styck|^[^\n]{0,80}\shindrar\s/u;
const SECTION_REACH = 120;
/** Does a law speak here? Its sections and headings stand where a stamp would, in small letters. */
function isOfLaw({ text }: Layout, { start, end }: TermHit): boolean {
  const word = text.slice(start, end);
  if (!/^sekretess/iu.test(word) || word === word.toUpperCase()) return false;
  const after = text.slice(end, end + SECTION_REACH);
  return (
    SECTION_BELOW.test(after) ||
    SECTION_BEFORE.test(text.slice(Math.max(0, start - 16), start)) ||
    OF_A_SECTION.test(after)
  );
}

function secrecy(layout: Layout, where: Where, hit: TermHit): Marking | null {
  if (isOfLaw(layout, hit)) return null;
  const place = markingPlace(layout, where, hit);
  const { group, strong } = hit.term;
  const word = layout.text.slice(hit.start, hit.end);
  // 'Sekretess' as a subject is what the mail asks about; in brackets or capitals it is a stamp.
  const topic = where === 'subject' && TOPIC.test(word) && layout.text.trim() === word && word !== word.toUpperCase();
  const stamped = place === 'alone' && (strong || group === STAMP) && !topic;
  // Amid other words only a phrase that names its law, in the first lines or the subject.
  const based = place === 'among-words' && group === BASIS && where !== 'filename';
  if (!stamped && !based) return null;
  return {
    detector: 'secrecy-marking',
    category: 'secrecy-marking',
    score: MARKING_SCORE,
    reasons: [{ reason: stamped ? 'marking-position' : 'marking-with-law', points: MARKING_SCORE }],
    hit,
    start: hit.start,
    end: hit.end,
  };
}

function securityClass(layout: Layout, where: Where, hit: TermHit, policy: boolean): Marking | null {
  if (markingPlace(layout, where, hit) !== 'alone') return null;
  // A text about the classes names them in lists; a stamp in one is written in capitals.
  const word = layout.text.slice(hit.start, hit.end);
  if (policy && word !== word.toUpperCase()) return null;
  const around = layout.text.slice(Math.max(0, hit.start - LAW_REACH), hit.end + LAW_REACH);
  const { group } = hit.term;
  if (group === NEEDS_SECURITY_LAW && !SECURITY_LAW.test(around)) return null;
  if (group === NEEDS_ALLIANCE && !ALLIANCE.test(around)) return null;
  const marking: Marking = {
    detector: 'state-security-marking',
    category: 'state-security',
    score: 100,
    reasons: [{ reason: 'marking-position', points: 100 }],
    hit,
    start: hit.start,
    end: hit.end,
  };
  return group === EVERYDAY && where === 'filename' && word !== word.toUpperCase() ? asSecrecy(marking) : marking;
}
