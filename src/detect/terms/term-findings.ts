import type { Category } from '../../core/category.ts';
import { MEDIUM_SCORE } from '../../core/category.ts';
import type { Finding } from '../../core/finding.ts';
import type { ExtractedText, Span } from '../../core/text.ts';
import type { Genre } from '../context/genre.ts';
import { findingAt } from '../findings.ts';
import { isWeighty, overlapping, someOverlapping, type Evidence, type TermHit, type Weighed } from './evidence.ts';
import type { Judged } from '../wording/judge.ts';
import { namesFile } from './file-line.ts';
import { combinedScore, demandOf, isRuledOut, wordingAt, wordingScore, type Demand } from '../wording/verdict.ts';
import { languageName } from './inflection.ts';
import { MEMBERSHIP_CATEGORIES } from './vocabulary.ts';
import { isMemberByHead, RELUCTANT, weigh } from './weigh.ts';

/** Anchors of one category closer than this are one window. */
const STEP = 40;
/** Windows weighed per text; a text with more has long been found out. */
const MOST_WINDOWS = 20_000;
/** Several windows with something in them weigh more than one: a list of citizens. */
const MANY_WINDOWS = 3;
const MASS_BONUS = 10;
const TAG_SCORE = 40;
/** Categories with detectors of their own beside this one. */
const ELSEWHERE: ReadonlySet<string> = new Set(['protected-identity', 'state-security']);

/** Detector id of a category's terms: 'health-terms'. */
export const termDetector = (category: Category): string => `${category}-terms`;

interface Group {
  best: Weighed;
  count: number;
  hot: number;
}

/**
 * Weighs every place where a term stands and reports the best place of each category, zone and quotation.
 * A secrecy word outside a marking position counts only as a strong phrase about a named person.
 */
export function termFindings(source: ExtractedText, evidence: Evidence, judged: readonly Judged[]): Finding[] {
  const groups = new Map<string, Group>();
  const headers = evidence.layout.headerRows();
  const lastAnchor = new Map<string, number>();
  const weighty = weightyCategories(evidence);
  const found: Found[] = [];
  const demandAt = demandsOf(evidence, judged.length);
  const peopleBelow = rowsWithPeople(evidence);
  let windows = 0;
  const consider = (anchor: TermHit, headerTerms: readonly TermHit[]): void => {
    if (evidence.onlyAnimals && isOfAnimals(evidence, evidence.layout.sentence(anchor, LONGEST_OF_ANIMALS))) return;
    const isExact = NOT_BY_WORDING.has(anchor.term.category) || isMemberByHead(evidence, anchor);
    const passage = isExact ? null : wordingAt(judged, anchor);
    const unjudged = passage === null && judged.length > 0 && !isExact;
    const logOdds = unjudged ? UNKNOWN : passage?.logOdds;
    // What the passage is about lifts a word of its own field, or a strong one; a weak word of another field stays what it is.
    const agrees = (): boolean => passage === null || anchor.term.strong || passage.category() === anchor.term.category;
    const demand = demandAt(anchor.start);
    const ofFile = logOdds !== undefined && anchor.term.strong ? namesFile(evidence, anchor) : null;
    if (logOdds !== undefined && ofFile === null && isRuledOut(logOdds, demand)) {
      if (passage !== null) found.push({ ...placeOf(anchor), score: 0, agrees });
      return;
    }
    const listed = weigh(evidence, anchor, headerTerms, ofFile === 'field');
    const weighed =
      logOdds === undefined
        ? listed
        : withWording(listed, ofFile === null ? logOdds : Math.max(OF_FILE, logOdds), agrees, demand);
    if (passage !== null) found.push({ ...placeOf(anchor), score: weighed.score, agrees });
    if (!counts(weighed, evidence.genre)) return;
    const segment = evidence.layout.segmentAt(anchor.start);
    const key = `${anchor.term.category}|${segment?.zone ?? ''}|${segment?.quoted === true}`;
    const group = groups.get(key);
    const hot = weighed.score >= TAG_SCORE && weighed.hasPerson ? 1 : 0;
    if (group === undefined) groups.set(key, { best: weighed, count: 1, hot });
    else {
      group.count++;
      group.hot += hot;
      if (isBetter(weighed, group.best)) group.best = weighed;
    }
  };
  for (const anchor of evidence.terms) {
    if (!weighty.has(anchor.term.category)) continue;
    if (windows >= MOST_WINDOWS) break;
    const cell = evidence.layout.segmentAt(anchor.start)?.cell;
    const near = anchor.start - (lastAnchor.get(anchor.term.category) ?? -STEP * 2) < STEP;
    if (near && cell === undefined && !anchor.term.strong) continue;
    lastAnchor.set(anchor.term.category, anchor.start);
    windows++;
    const header = cell === undefined ? undefined : headers.get(cell.table);
    if (header !== undefined && anchor.start >= header.start && anchor.end <= header.end) {
      for (const row of peopleBelow(header, cell?.table)) {
        // A row that has the word itself is weighed on its own.
        if (overlapping(evidence.terms, row).some((hit) => hit.term.key === anchor.term.key)) continue;
        if (windows++ >= MOST_WINDOWS) break;
        consider({ ...anchor, start: row.start, end: row.start }, [anchor]);
      }
    }
    consider(anchor, []);
  }
  const listed = [...groups.values()].map(({ best, count, hot }) => {
    const { anchor } = best;
    const many = hot >= MANY_WINDOWS && !RELUCTANT.has(anchor.term.category) ? MASS_BONUS : 0;
    return findingAt(source, evidence.layout.segmentAt(anchor.start), {
      detector: termDetector(anchor.term.category),
      category: anchor.term.category,
      score: Math.min(100, best.score + many),
      reasons: [
        ...best.reasons,
        ...(anchor.term.group === '' ? [] : [{ reason: `group-${anchor.term.group}`, points: 0 }]),
        ...(many > 0 ? [{ reason: 'many-places', points: many }] : []),
      ],
      count,
      masked: anchor.term.category,
      maskedStrictly: anchor.term.category,
      language: languageName(anchor.term.langs),
    });
  });
  return [...listed, ...wordingFindings(source, evidence, judged, found, demandAt)];
}

/** What the text asks for at a place: a roster speaks of as many people as a form that nobody has filled in. */
function demandsOf({ genre, layout }: Evidence, passages: number): (offset: number) => Demand {
  const usual = demandOf(genre, passages);
  const ofStaff = demandOf({ ...genre, form: true }, passages);
  return (offset) => (layout.isOfStaff(offset) ? ofStaff : usual);
}

const placeOf = ({ start, end, term }: TermHit): Span & { readonly category: Category } => ({
  start,
  end,
  category: term.category,
});

/** A listed term of these fields is judged by its own detector or needs a listed name or stamp: the wording has no say in it. */
const NOT_BY_WORDING: ReadonlySet<string> = new Set([...ELSEWHERE, 'secrecy-marking', 'financial', 'extra-worthy']);

/** Log-odds of a line that names somebody's file. */
const OF_FILE = 1.1;
/** Of a term in a heading or a stretch that makes no passage: neither for nor against. */
const UNKNOWN = 0;

/** The score of the lists, moved by how the passage around the term is put. @param mayLift asked only where it matters; false: it may only lower */
function withWording(weighed: Weighed, logOdds: number, mayLift: () => boolean, demand: Demand): Weighed {
  const { score: listed, damping, doubt, hasPerson, linked } = weighed;
  const combined = combinedScore({ listed, logOdds, damping, doubt, somebody: hasPerson, linked }, demand);
  const score = combined > listed && !mayLift() ? listed : combined;
  if (score === weighed.score) return weighed;
  return { ...weighed, score, reasons: [...weighed.reasons, { reason: 'wording', points: score - weighed.score }] };
}

/**
 * What is said of somebody in words that no list has: the weightiest passage of each category, zone and quotation. Where the lists have found
 * the passage under its own category already, it is not told twice.
 * @param found weighty places of the lists
 */
function wordingFindings(
  source: ExtractedText,
  evidence: Evidence,
  judged: readonly Judged[],
  found: readonly Found[],
  demandAt: (offset: number) => Demand,
): Finding[] {
  const groups = new Map<
    string,
    { readonly category: Category; score: number; best: Judged; count: number; end: number }
  >();
  const hasWeighty = found.some((one) => one.score >= MEDIUM_SCORE);
  const ascending = found.toSorted((a, b) => a.start - b.start);
  const widest = found.reduce((most, { start, end }) => Math.max(most, end - start), 0) + 1;
  for (const passage of judged) {
    // Most passages weigh little, by the lists and by the wording; what they are about need not be asked.
    const demand = demandAt(passage.start);
    if (!hasWeighty && wordingScore(passage.logOdds, demand) < MEDIUM_SCORE) continue;
    const here = foundIn(ascending, passage, widest);
    // what it is about is less sure than that it is about something: beside a finding of the lists the wording must stand by itself
    const alone = wordingScore(passage.logOdds, demand);
    const score = here.length === 0 ? alone : Math.min(alone, Math.max(...here.map((one) => one.score)));
    if (score < MEDIUM_SCORE || isNameOnly(evidence, passage) || isOfAnimals(evidence, passage)) continue;
    const category = passage.category();
    if (category === 'protected-identity' && !tellsOfHiding(evidence, passage)) continue;
    if (here.some((one) => one.category === category && one.score >= MEDIUM_SCORE)) continue;
    const segment = evidence.layout.segmentAt(passage.start);
    const key = `${category}|${segment?.zone ?? ''}|${segment?.quoted === true}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { category, score, best: passage, count: 1, end: passage.end });
    else {
      // A sentence is judged alone and with its neighbours: that is one place.
      if (passage.start >= group.end) group.count++;
      if (score > group.score) Object.assign(group, { score, best: passage });
      group.end = Math.max(group.end, passage.end);
    }
  }
  return [...groups.values()].map(({ category, score, best, count }) =>
    findingAt(source, evidence.layout.segmentAt(best.start), {
      detector: `${category}-wording`,
      category,
      score,
      reasons: [{ reason: 'wording', points: score }],
      count,
      masked: category === 'protected-identity' ? '' : category,
      maskedStrictly: category === 'protected-identity' ? '' : category,
    }),
  );
}

/** Mail with a protected identity is held for a person to decide: names and the head of a column alone are no reason. */
const OF_HIDING =
  /skydd|skjul|hemmelig|hemlig|sekret|gradert|beskytt|vernet|fortroli|kode?\s?[67]|adress|identitet|göm|gjem|gøm|flytt|namn|navn|name|hid(?:e|ing)|protect|turvakiel|osoite|spärr|sperr|vet var|vite hvor|ved hvor|bor\b|bur\b|address|where|(?:inte|ikke|ikkje|ingen|ingenting).{0,40}(?:veta|vite|vide)|piilo|suoja|flygt|flykt|krisecent|krisesent|kvinnojour/iu;
const tellsOfHiding = ({ layout }: Evidence, { start, end }: Span): boolean =>
  OF_HIDING.test(layout.text.slice(start, end));

const MOST_OF_NAMES = 60;
const WORD = /\p{L}{2}/u;
/** 'Familien Moen' as a subject: whatever it resembles, nothing is said of them. */
function isNameOnly({ layout, signs }: Evidence, { start, end }: Span): boolean {
  if (end - start > MOST_OF_NAMES) return false;
  let rest = layout.text.slice(start, end);
  for (const sign of overlapping(signs, { start, end })) {
    if (sign.kind !== 'name' || sign.start < start || sign.end > end) continue;
    rest = rest.replace(layout.text.slice(sign.start, sign.end), '');
  }
  return !WORD.test(rest);
}

const LONGEST_OF_ANIMALS = 300;
/** The cat has diabetes; the writer, who says 'jag', may have something too. */
const isOfAnimals = ({ onlyAnimals, signs }: Evidence, passage: Span): boolean =>
  onlyAnimals && !overlapping(signs, passage).some(({ kind }) => kind === 'firstperson');

/** Those that touch a passage and are about the same. @param ascending by start @param widest longest of them */
function foundIn(ascending: readonly Found[], { start, end }: Span, widest: number): readonly Found[] {
  const out: Found[] = [];
  const take = (one: Found): boolean => {
    if (one.agrees()) out.push(one);
    return false;
  };
  someOverlapping(ascending, { start: start - 1, end }, take, widest);
  return out;
}

/** A listed term as it was weighed, with the wording. */
interface Found extends Span {
  readonly category: Category;
  readonly score: number;
  /** is the passage about the same? */
  readonly agrees: () => boolean;
}

/** Categories in which something can weigh: words of the field alone never do, unless somebody belongs to what they name. */
function weightyCategories({ terms, cues }: Evidence): ReadonlySet<string> {
  const belongs = cues.some((cue) => cue.kind === 'membership');
  const out = new Set<string>();
  for (const hit of terms) {
    const { category } = hit.term;
    if (isWeighty(hit) || (belongs && MEMBERSHIP_CATEGORIES.has(category))) out.add(category);
  }
  for (const category of ELSEWHERE) out.delete(category);
  return out;
}

/** Of equals the one around a strong term explains better. */
const isBetter = (a: Weighed, b: Weighed): boolean =>
  a.score > b.score || (a.score === b.score && a.anchor.term.strong && !b.anchor.term.strong);

function counts(weighed: Weighed, genre: Genre): boolean {
  if (weighed.anchor.term.category !== 'secrecy-marking') return weighed.score > 0;
  return weighed.linked && !genre.touchesTopic && weighed.anchor.term.strong && weighed.score >= MEDIUM_SCORE;
}

/** Rows below a header that name somebody: the header's words count in each of them. @returns looked up once for each header */
function rowsWithPeople({ signs, layout }: Evidence): (header: Span, table: number | undefined) => readonly Span[] {
  const known = new Map<number, readonly Span[]>();
  const look = (header: Span, table: number | undefined): readonly Span[] => {
    const rows = new Map<number, Span>();
    for (const sign of signs) {
      if (sign.start < header.end) continue;
      const row = layout.rowAt(sign.start);
      if (row?.table === table && row !== null && !rows.has(row.start)) rows.set(row.start, row);
      if (rows.size >= MOST_ROWS) break;
    }
    return [...rows.values()];
  };
  return (header, table) => {
    const rows = known.get(header.start) ?? look(header, table);
    known.set(header.start, rows);
    return rows;
  };
}

const MOST_ROWS = 2000;
