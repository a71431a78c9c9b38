/**
 * PDF. In: a file that begins (near its start) with %PDF-. Out: the text of every page in drawing order with its place,
 * what a reader cannot see in zone 'hidden', annotations, form, bookmarks, properties, scripts, links, attached files, and
 * signals for redactions that only hide. Promised: total; what was read before a limit is kept. Refused: evaluating
 * scripts. pdf.js does the reading (see pdfjs.ts), raw-objects.ts adds what it passes over.
 */
import { BudgetSpent } from '../budget.ts';
import type { Document, Extraction, Format, FormatContext } from '../format.ts';
import { recogniseImage, type OcrOutcome, type Picture } from '../image/ocr.ts';
import { appearancesFile } from './appearances.ts';
import { readAside } from './aside-sheet.ts';
import { attachedFiles } from './attached-files.ts';
import { EndOfTime, withDeadline } from './deadline.ts';
import { readDocumentTexts, readPageSideTexts } from './document-texts.ts';
import { formNumbers } from './form-numbers.ts';
import type { SideTexts } from './document-texts.ts';
import { fileKey, strengthOf } from './encryption.ts';
import type { EncryptionStrength, FileKey } from './encryption.ts';
import { Harvest } from './harvest.ts';
import { layerVisibility } from './layers.ts';
import type { Aside } from './lines-aside.ts';
import { readPage } from './page-reading.ts';
import type { PageReading } from './page-reading.ts';
import { hasImpossiblePicture, largestPicture } from './impossible-pictures.ts';
import { nestsTooDeep } from './nested-states.ts';
import { isRedefinedEndlessly } from './repeated-objects.ts';
import { orphanFile } from './orphans.ts';
import { notesWithWords } from './note-words.ts';
import { MAX_IMAGE_PIXELS, openPdf } from './pdfjs.ts';
import type { OpenPdf } from './pdfjs.ts';
import { findObjects, readObjects } from './raw-objects.ts';
import type { RawPdf } from './raw-objects.ts';
import { encryptionOf, hasContentStreams, hasLostEncryption, mentionsCropBox, sweepTexts } from './raw-sweep.ts';
import { Rasteriser } from './rasteriser.ts';
import { betweenObjects } from './remarks.ts';
import { earlierRevisions } from './revisions.ts';
import { missesFigures, signsOf } from './seen-figures.ts';

/** Pages of an earlier version that are compared. */
const MAX_REVISION_PAGES = 300;
/** Candidates for a password that are tried; each costs a key derivation. */
const MAX_PASSWORDS = 200;

export const pdfFormat: Format = {
  id: 'pdf',
  // by type only: an archive may hold a PDF within its first kilobyte (disguise.ts looks after polyglots)
  recognises: (sniff) => sniff.type === 'application/pdf',
  extract: extractPdf,
};

/** An encrypted file's strength, and the password that opens it ('' when it needs none to read). */
interface Lock {
  readonly strength: EncryptionStrength;
  readonly password: string | null;
  readonly key: FileKey | null;
}

async function extractPdf(document: Document, context: FormatContext): Promise<Extraction> {
  const harvest = new Harvest(document, context);
  try {
    await readInto(harvest, document, context);
  } catch (error) {
    if (error instanceof BudgetSpent) harvest.miss(error.reason, error.limit);
    else if (error instanceof EndOfTime) harvest.miss('timeout', `more than ${context.budget.limits.timeMs} ms`);
    else throw error;
  }
  return harvest.build();
}

async function readInto(harvest: Harvest, document: Document, context: FormatContext): Promise<void> {
  const source = findObjects(document.bytes, context.budget);
  const lock = lockOf(source, context);
  if (hasLostEncryption(source)) harvest.miss('damaged', 'encrypted file without its trailer');
  if (lock !== null && lock.password !== '') {
    // RC4 is broken at any key length: weaker than AES-128
    if ((lock.strength.bits ?? 0) < 128 || lock.strength.algorithm.startsWith('RC4'))
      harvest.signal('weak-encryption', 'metadata', '', lock.strength.algorithm);
    if (lock.password === null) {
      harvest.missEncrypted(lock.strength);
      return;
    }
    harvest.signal('opened-with-password', 'metadata', '', lock.strength.algorithm);
  }
  const between = await betweenObjects(document, source.found, context.budget);
  if (between.text !== '') harvest.add({ text: between.text, zone: 'hidden', locator: 'between the objects' });
  harvest.embed(between.files);
  const raw = readObjects(source, document.bytes.length, lock?.key ?? null, context.budget);
  const bomb = isRedefinedEndlessly(document.bytes);
  const deep = !bomb && nestsTooDeep(raw);
  if (bomb || deep || hasImpossiblePicture(raw)) {
    if (bomb) harvest.miss('limit', 'the same objects over and over');
    else if (deep) harvest.miss('limit', 'states of drawing within each other without end');
    else harvest.miss('damaged', 'a picture of impossible measures');
    sweepInto(harvest, raw);
    return;
  }
  const password = lock?.password ?? '';
  const open = await openPdf(document.bytes, password === '' ? null : password);
  if ('failure' in open) {
    if (open.failure === 'password') harvest.missEncrypted(lock?.strength ?? { algorithm: 'unknown', bits: null });
    else harvest.miss('damaged', 'not a readable PDF');
    sweepInto(harvest, raw);
    return;
  }
  try {
    await readOpen(harvest, { open, raw, document, context, password });
    for (const bytes of earlierRevisions(document.bytes))
      await readRevision(harvest, bytes, { password, context, where: 'earlier version' });
    const orphans = orphanFile(document.bytes, raw, source.found);
    if (orphans !== null) {
      const { bytes, pages } = orphans;
      await readRevision(harvest, bytes, { password, context, where: 'outside the document', pages });
    }
    const appearances = appearancesFile(document.bytes, raw, source.found, context.budget);
    if (appearances !== null) {
      const { bytes, pages } = appearances;
      await readRevision(harvest, bytes, { password, context, where: 'appearance of an annotation', pages });
    }
  } finally {
    sweepInto(harvest, raw);
    // an endless page may never let go; its memory goes with the inspector
    await withDeadline(open.close(), 500).catch(() => undefined);
  }
}

/** Strength and password of an encrypted file; null for one that is not encrypted. */
function lockOf(source: ReturnType<typeof findObjects>, context: FormatContext): Lock | null {
  const encryption = encryptionOf(source);
  if (encryption === null) return null;
  const strength = strengthOf(encryption.dict);
  const plain = fileKey(encryption.dict, encryption.fileId, '');
  if (plain !== null) return { strength, password: '', key: plain };
  for (const password of context.passwords().slice(0, MAX_PASSWORDS)) {
    context.budget.checkTime();
    const key = fileKey(encryption.dict, encryption.fileId, password);
    if (key !== null) return { strength, password, key };
  }
  return { strength, password: null, key: null };
}

function sweepInto(harvest: Harvest, raw: RawPdf): void {
  harvest.embedNew(attachedFiles(raw));
  for (const text of sweepTexts(raw, harvest.knows())) harvest.add(text);
}

interface Reading {
  readonly open: OpenPdf;
  readonly raw: RawPdf;
  readonly document: Document;
  readonly context: FormatContext;
  readonly password: string;
}

async function readOpen(harvest: Harvest, reading: Reading): Promise<void> {
  const { open, context } = reading;
  const { budget } = context;
  const side = await withDeadline(readDocumentTexts(open.document), budget.remainingMs());
  harvest.takeSide(side);
  const isVisible = await withDeadline(layerVisibility(open.document), budget.remainingMs());
  const cropped = mentionsCropBox(reading.raw);
  const pictures: number[] = [];
  const scans: number[] = [];
  const unnamed = new Map<number, Unnamed>();
  const figures = new Map<number, string>();
  const largest = largestPicture(reading.raw);
  let unreadable = 0;
  let allEmpty = true;
  for (let number = 1; number <= open.document.numPages; number++) {
    budget.checkTime();
    let page: PageReading | null = null;
    try {
      page = await withDeadline(readOnePage(number, open, isVisible, cropped, side), budget.remainingMs());
    } catch (error) {
      if (error instanceof EndOfTime || error instanceof BudgetSpent || !(error instanceof Error)) throw error;
      // a page tree that claims a million pages fails for each of them
      if (++unreadable > 20) break;
    }
    harvest.takeSide(side);
    if (page === null) continue;
    harvest.takePage(page, number);
    if (!page.empty) allEmpty = false;
    if (page.unnamed) unnamed.set(number, { letters: lettersIn(page.visible), aside: page.aside });
    if (page.figures) figures.set(number, signsOf(page.visible));
    // where PDF.js paints no picture there may be one that it does not decode
    const isUnseen = page.pictures === 'none' && largest > MAX_IMAGE_PIXELS;
    if (page.pictures === 'scan' || (isUnseen && lettersIn(page.visible) < FEW_LETTERS)) scans.push(number);
    else if (isUnseen || page.pictures === 'picture') pictures.push(number);
  }
  if (unreadable > 0)
    harvest.miss('damaged', unreadable > 20 ? 'many pages cannot be read' : `${unreadable} pages cannot be read`);
  if (reading.raw.brokenStreams > 0) harvest.miss('damaged', 'a stream cannot be read to its end');
  if (allEmpty && hasContentStreams(reading.raw)) harvest.miss('damaged', 'no page content can be read');
  await readPictures(harvest, reading, { unnamed, figures, scans, pictures, tooLarge: largest > MOST_PIXELS });
}

/** A page with fewer is a scan with a stamp or a number on it. */
const FEW_LETTERS = 100;
/** What PDFium may decode beside everything else that an inspector holds: an A0 drawing at 400 dots per inch. */
const MOST_PIXELS = 300_000_000;

/** How a version of a file that nobody sees is read. */
interface Unseen {
  readonly password: string;
  readonly context: FormatContext;
  /** for people */
  readonly where: string;
  /** pages that it must have to be the one meant */
  readonly pages?: number;
}

/** Lines of a version nobody sees that the last one does not have; one that cannot be opened is none. */
async function readRevision(harvest: Harvest, bytes: Buffer, unseen: Unseen): Promise<void> {
  const { password, context, where } = unseen;
  const open = await openPdf(bytes, password === '' ? null : password);
  if ('failure' in open) return;
  try {
    if (unseen.pages !== undefined && unseen.pages !== open.document.numPages) return;
    const isVisible = await withDeadline(layerVisibility(open.document), context.budget.remainingMs());
    const pages = Math.min(open.document.numPages, MAX_REVISION_PAGES);
    for (let number = 1; number <= pages; number++) {
      context.budget.checkTime();
      const page = await open.document.getPage(number);
      const reading = readPage(page, open.operators, isVisible, false, []);
      const { visible, otherwise, hidden } = await withDeadline(reading, context.budget.remainingMs());
      page.cleanup();
      const texts = unseen.pages === undefined ? [visible] : [visible, otherwise, ...hidden.map(({ text }) => text)];
      for (const text of texts) harvest.addNewLines(text, { zone: 'hidden', locator: `page ${number}, ${where}` });
    }
  } catch (error) {
    if (error instanceof BudgetSpent || error instanceof EndOfTime || !(error instanceof Error)) throw error;
    // damaged pages of a version that nobody sees
  } finally {
    await withDeadline(open.close(), 500).catch(() => undefined);
  }
}

async function readOnePage(
  number: number,
  open: OpenPdf,
  isVisible: Awaited<ReturnType<typeof layerVisibility>>,
  cropped: boolean,
  side: SideTexts,
): Promise<PageReading> {
  const page = await open.document.getPage(number);
  const { fields, notes } = await readPageSideTexts(page, number, side);
  const marks = side.redactionMarks.filter((mark) => mark.page === number).map((mark) => mark.box);
  const reading = await readPage(page, open.operators, isVisible, cropped, marks);
  page.cleanup();
  side.texts.push(...notesWithWords(notes, reading.shown, `page ${number}`));
  for (const text of formNumbers(fields, reading.visible))
    side.texts.push({ text, zone: 'form', locator: `page ${number}` });
  return reading;
}

/** Share of the letters drawn on a page that must be recognised for the page to count as read. */
const ENOUGH_SEEN = 0.7;
const lettersIn = (text: string): number => text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;

/** A page whose letters have names that nobody knows. */
interface Unnamed {
  /** how many are drawn */
  readonly letters: number;
  readonly aside: Aside | null;
}

/** Pages of which what is drawn must be looked at. */
interface Drawn {
  readonly unnamed: ReadonlyMap<number, Unnamed>;
  /** the signs that are written on pages where figures are drawn as shapes */
  readonly figures: ReadonlyMap<number, string>;
  readonly scans: readonly number[];
  readonly pictures: readonly number[];
  /** a picture of the file is too large to be drawn */
  readonly tooLarge: boolean;
}

/** Pages that hold text for certain first; pictures may. */
async function readPictures(harvest: Harvest, reading: Reading, wanted: Drawn): Promise<void> {
  const { unnamed, figures, scans, pictures, tooLarge } = wanted;
  if (unnamed.size + figures.size + scans.length + pictures.length === 0) return;
  const rasteriser = new Rasteriser(reading.document.bytes, reading.password);
  try {
    for (const number of new Set([...unnamed.keys(), ...figures.keys(), ...scans, ...pictures])) {
      const drawn: { picture: Picture | null } = { picture: null };
      const draw = async (): Promise<Picture | null> => (drawn.picture = await rasteriser.page(number));
      const outcome: OcrOutcome = tooLarge ? { state: 'spent' } : await recogniseImage(draw, reading.context);
      const reason = outcome.state === 'spent' ? 'limit' : 'unsupported';
      if (outcome.state === 'read') harvest.add({ text: outcome.text, zone: 'ocr', locator: `page ${number}` });
      if (outcome.state === 'read' && outcome.isPartMissed)
        harvest.miss('unsupported', 'what stands between ruled lines cannot be read', 'image');
      const nameless = unnamed.get(number);
      if (nameless !== undefined) {
        const { letters, aside } = nameless;
        const { picture } = drawn;
        const more = picture === null || aside === null ? null : await readAside(picture, aside, reading.context);
        if (more !== null && more.text !== '') harvest.add({ text: more.text, zone: 'ocr', locator: `page ${number}` });
        const seen = (outcome.state === 'read' ? lettersIn(outcome.text) : 0) + lettersIn(more?.text ?? '');
        if (seen < letters * ENOUGH_SEEN || more?.isMissed === true)
          harvest.miss('ambiguous', 'letters that the file does not name');
      }
      const written = figures.get(number);
      if (written !== undefined && (outcome.state !== 'read' || missesFigures(outcome.text, written)))
        harvest.miss('ambiguous', 'figures that are drawn as shapes');
      if (outcome.state === 'read') continue;
      if (scans.includes(number)) harvest.miss(reason, 'scanned page without OCR');
      else if (pictures.includes(number)) harvest.miss(reason, 'no OCR', 'image');
    }
  } finally {
    rasteriser.close();
  }
}
