/** The two engines that can read pictures, behind one interface. */
import { execFile, spawn } from 'node:child_process';
import { accessSync, constants, copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';

/** An engine. */
export interface OcrEngine {
  readonly engine: 'tesseract' | 'tesseract.js';
  readonly languages: readonly string[];
  readonly detail: string;
  /**
   * @param ms most time it may take
   * @returns the text, or why there is none; never rejects for a picture
   */
  recognise(picture: Buffer, ms: number): Promise<Recognition>;
}

/** 'spent': time ran out; 'failed': a picture it cannot read. */
export type Recognition = { readonly state: 'read'; readonly text: string } | { readonly state: 'spent' | 'failed' };

const LANGUAGES = ['swe', 'nor', 'dan'] as const;
/** Text of one picture that is kept; a page of dense print has about 6,000 characters. */
const MAX_TEXT = 1_000_000;

/**
 * @param scratch folder to write to, null for none
 * @returns native tesseract if it can be used, else tesseract.js, else null
 */
export async function chooseEngine(scratch: string | null): Promise<OcrEngine | null> {
  return (await nativeEngine()) ?? scriptEngine(scratch);
}

/** True where Node's permission model lets us start programs. */
function mayStartPrograms(): boolean {
  const { permission } = process as { permission?: { has(scope: string): boolean } };
  return permission === undefined || permission.has('child');
}

async function nativeEngine(): Promise<OcrEngine | null> {
  const program = mayStartPrograms() ? findProgram('tesseract') : null;
  if (program === null) return null;
  try {
    const { stdout } = await promisify(execFile)(program, ['--list-langs'], { timeout: 5000, env: environment() });
    const installed = stdout.split('\n').map((line) => line.trim());
    const languages = LANGUAGES.filter((language) => installed.includes(language));
    if (languages.length === 0) return null;
    return {
      engine: 'tesseract',
      languages,
      detail: program,
      recognise: (picture, ms) => runTesseract(program, languages, picture, ms),
    };
  } catch (error) {
    // a tesseract that does not start is none
    if (error instanceof Error) return null;
    throw error;
  }
}

function findProgram(name: string): string | null {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    if (folder === '') continue;
    try {
      accessSync(join(folder, name), constants.X_OK);
      return join(folder, name);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
    }
  }
  return null;
}

/** Two threads make tesseract ten times slower on two cores; nothing else of our environment concerns it. */
function environment(): NodeJS.ProcessEnv {
  const kept = ['PATH', 'TESSDATA_PREFIX', 'LANG'].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(kept), OMP_THREAD_LIMIT: '1' };
}

function runTesseract(
  program: string,
  languages: readonly string[],
  picture: Buffer,
  ms: number,
): Promise<Recognition> {
  return new Promise((resolve) => {
    const child = spawn(program, ['stdin', 'stdout', '-l', languages.join('+')], {
      env: environment(),
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const chunks: Buffer[] = [];
    let size = 0;
    let spent = false;
    const timer = setTimeout(
      () => {
        spent = true;
        child.kill('SIGKILL');
      },
      Math.max(1, Math.min(ms, 2 ** 31 - 1)),
    );
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MAX_TEXT) chunks.push(chunk);
    });
    // a picture it cannot read ends it before it has taken all of it
    child.stdin.on('error', () => undefined);
    child.on('error', () => undefined);
    child.on('close', (code) => {
      clearTimeout(timer);
      if (spent || code !== 0) resolve({ state: spent ? 'spent' : 'failed' });
      else resolve({ state: 'read', text: Buffer.concat(chunks).toString('utf8').trim() });
    });
    child.stdin.end(picture);
  });
}

interface ScriptWorker {
  recognize(picture: Buffer): Promise<{ data: { text: string } }>;
  terminate(): Promise<unknown>;
}

/** @param scratch see chooseEngine */
export function scriptEngine(scratch: string | null): OcrEngine | null {
  const files = languageFiles();
  if (files === null) return null;
  let worker: Promise<ScriptWorker> | null = null;
  const recognise = async (picture: Buffer, ms: number): Promise<Recognition> => {
    worker ??= startWorker(gatherLanguages(files, scratch));
    const started = worker;
    let over = false;
    let timer: NodeJS.Timeout | undefined;
    const end = new Promise<Recognition>((resolve) => {
      timer = setTimeout(() => resolve({ state: 'spent' }), Math.max(1, Math.min(ms, 2 ** 31 - 1)));
    });
    try {
      const outcome = await Promise.race([started.then((w) => (over ? end : read(w, picture))), end]);
      if (outcome.state !== 'spent') return outcome;
    } catch (error) {
      // the engine rejects with plain strings as well
      if (!(error instanceof Error) && typeof error !== 'string') throw error;
      return { state: 'failed' };
    } finally {
      clearTimeout(timer);
    }
    // a recognition cannot be stopped; its thread can
    over = true;
    worker = null;
    void started.then((w) => w.terminate()).catch(() => undefined);
    return { state: 'spent' };
  };
  return { engine: 'tesseract.js', languages: LANGUAGES, detail: 'npm package tesseract.js', recognise };
}

async function read(worker: ScriptWorker, picture: Buffer): Promise<Recognition> {
  const { data } = await worker.recognize(picture);
  return { state: 'read', text: data.text.trim().slice(0, MAX_TEXT) };
}

interface LanguageFile {
  readonly code: string;
  readonly path: string;
}

function languageFiles(): readonly LanguageFile[] | null {
  const require = createRequire(import.meta.url);
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

interface LanguageFolder {
  readonly folder: string;
  readonly languages: readonly string[];
}

/** tesseract.js looks for all languages in one folder; each comes in a package of its own. */
function gatherLanguages(files: readonly LanguageFile[], scratch: string | null): LanguageFolder {
  // nowhere to write: the first language alone reads figures and most Nordic letters
  const [first] = files;
  const alone = { folder: dirname(first?.path ?? ''), languages: [first?.code ?? 'swe'] };
  if (scratch === null) return alone;
  try {
    const folder = join(scratch, 'ocr-languages');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const { code, path } of files) {
      const target = join(folder, `${code}.traineddata.gz`);
      if (!existsSync(target)) copyFileSync(path, target);
    }
    return { folder, languages: files.map((file) => file.code) };
  } catch (error) {
    if (error instanceof Error) return alone;
    throw error;
  }
}

async function startWorker({ folder, languages }: LanguageFolder): Promise<ScriptWorker> {
  const { createWorker, OEM } = await import('tesseract.js');
  const worker = await createWorker([...languages], OEM.LSTM_ONLY, {
    langPath: folder,
    cacheMethod: 'none',
    gzip: true,
    // without one, a picture it cannot read would be thrown in the event loop
    errorHandler: () => undefined,
  });
  keepFromHolding(worker);
  return worker;
}

/** The engine's thread must not keep the process alive, and its death must not end it. */
function keepFromHolding(worker: unknown): void {
  if (typeof worker !== 'object' || worker === null || !('worker' in worker)) return;
  const thread = worker.worker;
  if (typeof thread !== 'object' || thread === null) return;
  if ('unref' in thread && typeof thread.unref === 'function') Reflect.apply(thread.unref, thread, []);
  if ('on' in thread && typeof thread.on === 'function') Reflect.apply(thread.on, thread, ['error', () => undefined]);
}
