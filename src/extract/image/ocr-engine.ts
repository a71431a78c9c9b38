/**
 * Tesseract compiled to WebAssembly, called in this thread. Not through tesseract.js: that starts a worker thread, and
 * leave to start threads is leave to do anything (a thread started with options of its own has none of Node's
 * permissions). Here the engine gets bytes and gives text; it touches no file and its memory is an array of ours.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Bitmap, Box } from './bitmap.ts';
import { placedWords, textWith } from './placed-words.ts';
import type { LaterText, PlacedWord } from './placed-words.ts';
import { unreadBetweenLines } from './ruled.ts';
import type { Sheet, Unread } from './ruled.ts';

/** A picture to be read: PNG, JPEG, GIF, WebP, BMP, PNM, or a TIFF whose first page the engine knows. */
export interface Picture {
  readonly bytes: Buffer;
  /** Exif orientation, 1–8 */
  readonly orientation: number;
}

/** An engine. */
export interface OcrEngine {
  readonly languages: readonly string[];
  /** where it comes from, for people */
  readonly detail: string;
  /**
   * @param ms most time it may take; looked at between lines of text
   * @returns the text, or why there is none; never rejects for a picture
   */
  recognise(picture: Picture, ms: number): Promise<Recognition>;
  /**
   * A quick look in one language, at a third of the cost or less: enough to see which words they are, not to read them well.
   * @param ms most time it may take
   */
  glance(picture: Picture, ms: number, language: Language): Promise<Glance>;
}

/** A word as it was seen. */
export interface SeenWord {
  readonly text: string;
  /** 0–100 */
  readonly confidence: number;
}

/** What a quick look gives: the words with what each is worth, and the text line by line. */
export interface Glimpse {
  readonly words: readonly SeenWord[];
  readonly text: string;
  /** of most lines, in pixels from the top of their letters to the bottom (those of small words are not to be trusted) */
  readonly lineHeight: number;
}
export type Glance = ({ readonly state: 'read' } & Glimpse) | { readonly state: 'spent' | 'failed' };

/** 'spent': time ran out; 'failed': a picture it cannot read. A part is missed when what stands in a table cannot be read. */
export type Recognition =
  | { readonly state: 'read'; readonly text: string; readonly isPartMissed: boolean }
  | { readonly state: 'spent' | 'failed' };

const LANGUAGES = ['swe', 'nor', 'dan'] as const;
/** A language whose data are there. */
export type Language = (typeof LANGUAGES)[number];
/** Text of one picture that is kept; a page of dense print has about 6,000 characters. */
const MAX_TEXT = 1_000_000;
/** OEM_LSTM_ONLY: the language data have nothing for the older engine. */
const NEURAL = 1;
/** PSM_AUTO: finds columns and lines that run upwards; the library's own default takes the picture for one block. */
const FIND_LAYOUT = '3';
/** PSM_SINGLE_BLOCK: lines from side to side, so that the cells of a row of a table stay together. */
const ONE_BLOCK = '6';
/** Mean confidence (of 100) that upright print exceeds and print on its head does not reach. */
const DOUBTFUL = 75;
/** The same for a line or two: figures on their head are taken for other figures without much doubt. */
const DOUBTFUL_IF_FEW = 85;
/** Letters and figures from which on there are not few. */
const MANY_LETTERS = 60;
/** Letters and figures from which it is worth turning a picture, in all and in one line: what a photograph shows is taken for less. */
const ENOUGH_LETTERS = 25;
const ENOUGH_IN_LINE = 7;
/** Fewer letters are none. A line in a shadow on a page is lost where one threshold is taken for the whole of it (Otsu). */
const NOTHING = 3;
/** Thresholds: one for the page; one for each place, by what is around it (Sauvola), which costs more. */
const OF_PAGE = '0';
const OF_PLACE = '2';
/** Each orientation (Exif 2.32 §4.6.4) turned onto its head. Lines that run upwards or downwards the engine finds by itself. */
const ON_ITS_HEAD: readonly number[] = [3, 3, 4, 1, 2, 7, 8, 5, 6];

/** Tables of one picture that are read again. */
const MOST_TABLES = 12;
/** Of the letters in a table that must be recognised, and how surely (of 100), for it to count as read. */
const ENOUGH_OF_TABLE = 0.5;
const SURE = 50;

/** A picture in the engine's memory. */
interface Pix {
  get_w(): number;
  get_h(): number;
  /** words in a row */
  get_wpl(): number;
  /** bits for each dot */
  get_d(): number;
  get_data(): number;
}

interface Tesseract {
  Init(folder: null, languages: string, mode: number): number;
  SetImageFile(orientation: number, radians: number): number;
  SetVariable(name: string, value: string): boolean;
  /** as it will be read, in black and white; whoever asks must give it back */
  GetThresholdedImage(): Pix;
  Recognize(monitor: null): number;
  GetUTF8Text(): string;
  /** words with their places and confidence, one a line, cells apart by tabs */
  GetTSVText(page: number): string;
  MeanTextConf(): number;
}
interface TesseractModule {
  readonly FS: { writeFile(path: string, bytes: Uint8Array): void };
  readonly TessBaseAPI: new () => Tesseract;
  getPointer(pix: Pix): number;
  getValue(address: number, type: 'i32'): number;
  setValue(address: number, value: number, type: 'i32'): void;
  _malloc(size: number): number;
  _free(address: number): void;
  /** @param holder where the address of the picture stands */
  _pixDestroy(holder: number): void;
}
interface ModuleOptions {
  TesseractProgress(percent: number): void;
  print(line: string): void;
  printErr(line: string): void;
}
type Core = (options: ModuleOptions) => Promise<TesseractModule>;

class DeadlinePassed extends Error {}

const require = createRequire(import.meta.url);

/** @returns the engine, null when its packages are not installed */
export function chooseEngine(): OcrEngine | null {
  const files = languageFiles();
  const core = files === null ? null : coreFile();
  if (files === null || core === null) return null;
  const engine = new Engine(core, files);
  return {
    languages: LANGUAGES,
    detail: 'Tesseract (WebAssembly)',
    recognise: (picture, ms) => engine.recognise(picture, ms),
    glance: (picture, ms, language) => engine.glance(picture, ms, language),
  };
}

/** The build for processors with 128-bit vectors: every one that Node runs on. */
function coreFile(): string | null {
  try {
    return require.resolve('tesseract.js-core/tesseract-core-simd-lstm.js');
  } catch (error) {
    if (error instanceof Error) return null;
    throw error;
  }
}

interface LanguageFile {
  readonly code: string;
  readonly path: string;
}

function languageFiles(): readonly LanguageFile[] | null {
  try {
    return LANGUAGES.map((code) => {
      const root = dirname(require.resolve(`@tesseract.js-data/${code}/package.json`));
      return { code, path: join(root, '4.0.0_best_int', `${code}.traineddata.gz`) };
    });
  } catch (error) {
    if (error instanceof Error) return null;
    throw error;
  }
}

const isCore = (value: unknown): value is Core => typeof value === 'function';

class Engine {
  private readonly core: string;
  private readonly files: readonly LanguageFile[];
  private started: Promise<TesseractModule> | null = null;
  /** the reader of all languages, opened for the first picture that is more than glanced at */
  private whole: Tesseract | null = null;
  /** readers of one language each, in the same module */
  private quick = new Map<Language, Tesseract>();
  private deadline = Infinity;

  constructor(core: string, files: readonly LanguageFile[]) {
    this.core = core;
    this.files = files;
  }

  async recognise(picture: Picture, ms: number): Promise<Recognition> {
    return this.guarded(ms, async () => {
      const module = await this.running();
      const api = (this.whole ??= this.open(module, LANGUAGES.join('+')));
      module.FS.writeFile('/input', picture.bytes);
      const reading = this.read({ module, api, bytes: picture.bytes }, picture.orientation);
      module.FS.writeFile('/input', new Uint8Array());
      if (reading === null) return { state: 'failed' };
      return { state: 'read', text: reading.text.trim().slice(0, MAX_TEXT), isPartMissed: reading.isPartMissed };
    });
  }

  async glance(picture: Picture, ms: number, language: Language): Promise<Glance> {
    return this.guarded(ms, async () => {
      const module = await this.running();
      const api = this.quick.get(language) ?? this.open(module, language);
      this.quick.set(language, api);
      this.checkTime();
      module.FS.writeFile('/input', picture.bytes);
      const isPicture = api.SetImageFile(picture.orientation, 0) === 0;
      if (isPicture) api.Recognize(null);
      module.FS.writeFile('/input', new Uint8Array());
      if (!isPicture) return { state: 'failed' };
      const text = api.GetUTF8Text().trim().slice(0, MAX_TEXT);
      const table = api.GetTSVText(0);
      return { state: 'read', text, words: placedWords(table), lineHeight: lineHeightIn(table) };
    });
  }

  private async guarded<T>(ms: number, work: () => Promise<T>): Promise<T | { readonly state: 'spent' | 'failed' }> {
    this.deadline = performance.now() + ms;
    try {
      return await work();
    } catch (error) {
      // what was interrupted, or has given up, is in no known state: the next picture gets a fresh one. The engine
      // throws strings and numbers as well
      this.forget();
      return { state: error instanceof DeadlinePassed ? 'spent' : 'failed' };
    }
  }

  private forget(): void {
    this.started = null;
    this.whole = null;
    this.quick = new Map();
  }

  private running(): Promise<TesseractModule> {
    this.started ??= this.start();
    return this.started;
  }

  private async start(): Promise<TesseractModule> {
    const core: unknown = require(this.core);
    if (!isCore(core)) throw new TypeError('tesseract.js-core exports no function');
    const module = await core({
      TesseractProgress: () => {
        if (performance.now() > this.deadline) throw new DeadlinePassed();
      },
      print: () => undefined,
      printErr: () => undefined,
    });
    for (const { code, path } of this.files)
      module.FS.writeFile(`./${code}.traineddata`, gunzipSync(readFileSync(path)));
    return module;
  }

  private open(module: TesseractModule, languages: string): Tesseract {
    const api = new module.TessBaseAPI();
    if (api.Init(null, languages, NEURAL) !== 0) throw new TypeError('language data do not fit the engine');
    api.SetVariable('tessedit_pageseg_mode', FIND_LAYOUT);
    return api;
  }

  /** @returns null for a picture it cannot read */
  private read(desk: Desk, orientation: number): Reading | null {
    const upright = this.readUpright(desk, orientation);
    if (upright === null || !mayStandOnItsHead(upright)) return upright;
    const turned = this.readTurned(desk, ON_ITS_HEAD[orientation] ?? 1);
    if (turned === null || turned.confidence <= upright.confidence) return upright;
    // when neither is good print, who can tell which one it was
    return turned.confidence >= DOUBTFUL ? turned : { ...upright, text: `${upright.text}\n${turned.text}` };
  }

  private readUpright(desk: Desk, orientation: number): Reading | null {
    const first = this.readTurned(desk, orientation);
    if (first === null || countLetters(first.text) >= NOTHING) return first;
    desk.api.SetVariable('thresholding_method', OF_PLACE);
    const second = this.readTurned(desk, orientation);
    desk.api.SetVariable('thresholding_method', OF_PAGE);
    return second !== null && countLetters(second.text) >= NOTHING ? second : first;
  }

  private readTurned(desk: Desk, orientation: number): Reading | null {
    const { module, api } = desk;
    this.checkTime();
    if (api.SetImageFile(orientation, 0) !== 0) return null;
    // before it is read: what the engine takes for pictures and lines it wipes out
    const bitmap = bitmapOf(module, api.GetThresholdedImage());
    api.Recognize(null);
    const reading = { text: api.GetUTF8Text(), confidence: api.MeanTextConf(), isPartMissed: false };
    if (bitmap === null) return reading;
    const words = placedWords(api.GetTSVText(0));
    const unread = unreadBetweenLines(bitmap, words);
    return unread.length === 0 ? reading : this.withTables(desk, reading, words, unread);
  }

  /** Reads what stands between ruled lines, and puts it where it belongs. */
  private withTables(
    { module, api, bytes }: Desk,
    reading: Reading,
    words: readonly PlacedWord[],
    unread: readonly Unread[],
  ): Reading {
    const found: LaterText[] = [];
    let isPartMissed = unread.length > MOST_TABLES;
    let letters = countLetters(reading.text);
    let weight = reading.confidence * letters;
    api.SetVariable('tessedit_pageseg_mode', ONE_BLOCK);
    const readSheet = (sheet: Sheet, box: Box): boolean => {
      this.checkTime();
      module.FS.writeFile('/input', sheet.picture);
      if (api.SetImageFile(1, 0) !== 0) return false;
      api.Recognize(null);
      const [text, confidence] = [api.GetUTF8Text().trim(), api.MeanTextConf()];
      const count = countLetters(text);
      if (text !== '') found.push({ text, box });
      weight += confidence * count;
      letters += count;
      return confidence >= SURE && count >= sheet.letters * ENOUGH_OF_TABLE;
    };
    try {
      // what the first rows show to be no writing is not read to its end
      for (const { box, sheets } of unread.slice(0, MOST_TABLES))
        if (!sheets.every((sheet) => readSheet(sheet, box))) isPartMissed = true;
    } catch (error) {
      if (!(error instanceof DeadlinePassed)) throw error;
      // what was read before is kept; the engine that was interrupted is not
      this.forget();
      isPartMissed = true;
    }
    api.SetVariable('tessedit_pageseg_mode', FIND_LAYOUT);
    module.FS.writeFile('/input', bytes);
    const confidence = letters === 0 ? reading.confidence : weight / letters;
    return { text: textWith(words, found), confidence, isPartMissed };
  }

  private checkTime(): void {
    if (performance.now() > this.deadline) throw new DeadlinePassed();
  }
}

/** What a row of Tesseract's table is about, and its height. */
const LINE_LEVEL = '4';
const HEIGHT_CELL = 9;

function lineHeightIn(table: string): number {
  const heights = table
    .split('\n')
    .map((row) => row.split('\t'))
    .filter(([level]) => level === LINE_LEVEL)
    .map((row) => Number(row[HEIGHT_CELL] ?? 0))
    .sort((a, b) => a - b);
  return heights[heights.length >> 1] ?? 0;
}

/** What is at work: the engine and the picture that lies before it. */
interface Desk {
  readonly module: TesseractModule;
  readonly api: Tesseract;
  readonly bytes: Buffer;
}

interface Reading {
  readonly text: string;
  /** 0–100 */
  readonly confidence: number;
  readonly isPartMissed: boolean;
}

/** Copies the dots of a picture and gives it back; null where it is not in black and white. */
function bitmapOf(module: TesseractModule, pix: Pix): Bitmap | null {
  const [width, height, stride] = [pix.get_w(), pix.get_h(), pix.get_wpl()];
  const isBlackAndWhite = pix.get_d() === 1;
  const words = new Int32Array(isBlackAndWhite ? stride * height : 0);
  const data = pix.get_data();
  for (let i = 0; i < words.length; i++) words[i] = module.getValue(data + i * 4, 'i32');
  const holder = module._malloc(4);
  module.setValue(holder, module.getPointer(pix), 'i32');
  module._pixDestroy(holder);
  module._free(holder);
  return isBlackAndWhite ? { width, height, stride, words } : null;
}

const countLetters = (text: string): number => text.replace(/[^\p{L}\p{N}]/gu, '').length;

/** Whether there is writing, of which little makes sense as it stands. */
function mayStandOnItsHead({ text, confidence }: Reading): boolean {
  if (confidence >= DOUBTFUL_IF_FEW) return false;
  const letters = countLetters(text);
  if (confidence >= DOUBTFUL && letters >= MANY_LETTERS) return false;
  return letters >= ENOUGH_LETTERS || text.split('\n').some((line) => countLetters(line) >= ENOUGH_IN_LINE);
}
