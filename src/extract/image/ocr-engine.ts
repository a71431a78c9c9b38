/**
 * Tesseract compiled to WebAssembly, called in this thread. Not through tesseract.js: that starts a worker thread, and
 * leave to start threads is leave to do anything (a thread started with options of its own has none of Node's
 * permissions). Here the engine gets bytes and gives text; it touches no file and its memory is an array of ours.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';

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

/** 'spent': time ran out; 'failed': a picture it cannot read. */
export type Recognition = { readonly state: 'read'; readonly text: string } | { readonly state: 'spent' | 'failed' };

const LANGUAGES = ['swe', 'nor', 'dan'] as const;
/** A language whose data are there. */
export type Language = (typeof LANGUAGES)[number];
/** Text of one picture that is kept; a page of dense print has about 6,000 characters. */
const MAX_TEXT = 1_000_000;
/** OEM_LSTM_ONLY: the language data have nothing for the older engine. */
const NEURAL = 1;
/** PSM_AUTO: finds columns and lines that run upwards; the library's own default takes the picture for one block. */
const FIND_LAYOUT = '3';
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

interface Tesseract {
  Init(folder: null, languages: string, mode: number): number;
  SetImageFile(orientation: number, radians: number): number;
  SetVariable(name: string, value: string): boolean;
  Recognize(monitor: null): number;
  GetUTF8Text(): string;
  /** words with their places and confidence, one a line, cells apart by tabs */
  GetTSVText(page: number): string;
  MeanTextConf(): number;
}
interface TesseractModule {
  readonly FS: { writeFile(path: string, bytes: Uint8Array): void };
  readonly TessBaseAPI: new () => Tesseract;
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
      const text = this.read(api, picture.orientation);
      module.FS.writeFile('/input', new Uint8Array());
      return text === null ? { state: 'failed' } : { state: 'read', text: text.trim().slice(0, MAX_TEXT) };
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
      return { state: 'read', text, ...seenIn(api.GetTSVText(0)) };
    });
  }

  private async guarded<T>(ms: number, work: () => Promise<T>): Promise<T | { readonly state: 'spent' | 'failed' }> {
    this.deadline = performance.now() + ms;
    try {
      return await work();
    } catch (error) {
      // what was interrupted, or has given up, is in no known state: the next picture gets a fresh one. The engine
      // throws strings and numbers as well
      this.started = null;
      this.whole = null;
      this.quick = new Map();
      return { state: error instanceof DeadlinePassed ? 'spent' : 'failed' };
    }
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
  private read(api: Tesseract, orientation: number): string | null {
    const upright = this.readUpright(api, orientation);
    if (upright === null || !mayStandOnItsHead(upright)) return upright?.text ?? null;
    const turned = this.readTurned(api, ON_ITS_HEAD[orientation] ?? 1);
    if (turned === null || turned.confidence <= upright.confidence) return upright.text;
    // when neither is good print, who can tell which one it was
    return turned.confidence >= DOUBTFUL ? turned.text : `${upright.text}\n${turned.text}`;
  }

  private readUpright(api: Tesseract, orientation: number): Reading | null {
    const first = this.readTurned(api, orientation);
    if (first === null || countLetters(first.text) >= NOTHING) return first;
    api.SetVariable('thresholding_method', OF_PLACE);
    const second = this.readTurned(api, orientation);
    api.SetVariable('thresholding_method', OF_PAGE);
    return second !== null && countLetters(second.text) >= NOTHING ? second : first;
  }

  private readTurned(api: Tesseract, orientation: number): Reading | null {
    this.checkTime();
    if (api.SetImageFile(orientation, 0) !== 0) return null;
    api.Recognize(null);
    return { text: api.GetUTF8Text(), confidence: api.MeanTextConf() };
  }

  private checkTime(): void {
    if (performance.now() > this.deadline) throw new DeadlinePassed();
  }
}

/** What a row of Tesseract's table is about, its height, confidence and text. */
const LINE_LEVEL = '4';
const WORD_LEVEL = '5';
const HEIGHT_CELL = 9;
const CONFIDENCE_CELL = 10;

function seenIn(table: string): Pick<Glimpse, 'words' | 'lineHeight'> {
  const rows = table.split('\n').map((row) => row.split('\t'));
  const heights = rows
    .filter(([level]) => level === LINE_LEVEL)
    .map((row) => Number(row[HEIGHT_CELL] ?? 0))
    .sort((a, b) => a - b);
  const words = rows
    .filter(([level]) => level === WORD_LEVEL)
    .map((row) => ({ text: row[CONFIDENCE_CELL + 1] ?? '', confidence: Number(row[CONFIDENCE_CELL] ?? 0) }));
  return { words, lineHeight: heights[heights.length >> 1] ?? 0 };
}

interface Reading {
  readonly text: string;
  /** 0–100 */
  readonly confidence: number;
}

const countLetters = (text: string): number => text.replace(/[^\p{L}\p{N}]/gu, '').length;

/** Whether there is writing, of which little makes sense as it stands. */
function mayStandOnItsHead({ text, confidence }: Reading): boolean {
  if (confidence >= DOUBTFUL_IF_FEW) return false;
  const letters = countLetters(text);
  if (confidence >= DOUBTFUL && letters >= MANY_LETTERS) return false;
  return letters >= ENOUGH_LETTERS || text.split('\n').some((line) => countLetters(line) >= ENOUGH_IN_LINE);
}
