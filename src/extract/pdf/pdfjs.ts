/**
 * The only place that loads pdf.js. It is imported when the first PDF comes (about 200 ms), as one copy: the version
 * pdf-parse pins. No worker thread and no evaluated code: the inspector process around us is the isolation. The port
 * below carries pdf.js' own messages in this thread and lets timers run in between, so that an endless content stream
 * can be stopped at a deadline.
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type * as PdfjsModule from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { PDFDocumentProxy } from 'pdfjs-dist';

type Pdfjs = typeof PdfjsModule;

/** An opened PDF; `close` must be called. */
export interface OpenPdf {
  readonly document: PDFDocumentProxy;
  readonly operators: Pdfjs['OPS'];
  close(): Promise<void>;
}

/** Why a PDF could not be opened. */
export interface OpenFailure {
  readonly failure: 'password' | 'damaged';
  readonly message: string;
}

interface MessageHandlerClass {
  initializeFromPort(port: unknown): void;
}

/** Pixels above which an image is not decoded, and no instruction to paint it given: about A4 at 800 dpi. */
export const MAX_IMAGE_PIXELS = 64_000_000;

/** Milliseconds of uninterrupted work after which the port lets timers run. */
const SLICE_MS = 25;

let loaded: Promise<{ pdfjs: Pdfjs; worker: MessageHandlerClass; root: string }> | null = null;

function hasInitialize(value: unknown): value is MessageHandlerClass {
  return typeof value === 'function' && 'initializeFromPort' in value;
}

async function load(): Promise<{ pdfjs: Pdfjs; worker: MessageHandlerClass; root: string }> {
  provideMatrixStub();
  provideFontStub();
  const require = createRequire(import.meta.url);
  const entry = require.resolve('pdfjs-dist/legacy/build/pdf.mjs');
  const workerEntry = 'pdfjs-dist/legacy/build/pdf.worker.mjs';
  const restore = keepNative();
  const pdfjs = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const workerModule: unknown = await import(workerEntry);
  restore();
  const worker =
    typeof workerModule === 'object' && workerModule !== null && 'WorkerMessageHandler' in workerModule
      ? workerModule.WorkerMessageHandler
      : null;
  if (!hasInitialize(worker)) throw new TypeError('pdf.worker.mjs exports no WorkerMessageHandler');
  return { pdfjs, worker, root: join(dirname(entry), '..', '..') };
}

/**
 * pdf.js' polyfills replace these where the engine differs in a corner case (push on frozen arrays, source text for revivers; Node
 * 20), at many times the cost and for everything else in the process too. Nothing here needs the corner cases.
 */
const KEPT = [
  [Array.prototype, 'push'],
  [JSON, 'parse'],
] as const;

/** @returns puts back what was there at the call */
function keepNative(): () => void {
  const kept = KEPT.map(([owner, name]) => ({ owner, name, own: Object.getOwnPropertyDescriptor(owner, name) }));
  return () => {
    for (const { owner, name, own } of kept) if (own !== undefined) Object.defineProperty(owner, name, own);
  };
}

/**
 * pdf.js makes one DOMMatrix while it is loaded. It takes the class from \@napi-rs/canvas; where native addons are not
 * permitted (Node's permission model) an empty one is enough, because text extraction never multiplies by it.
 */
function provideMatrixStub(): void {
  if ('DOMMatrix' in globalThis) return;
  try {
    createRequire(import.meta.url)('@napi-rs/canvas');
  } catch {
    Object.defineProperty(globalThis, 'DOMMatrix', {
      value: function DOMMatrix() {},
      configurable: true,
      writable: true,
    });
  }
}

/**
 * With fonts for the browser pdf.js sends the font once; without, the outline of every letter besides, which costs a tenth of all reading and
 * which nobody here draws. So it gets a browser that takes fonts and does nothing with them.
 */
class FontFaceStub {
  readonly loaded = Promise.resolve(this);
}

function provideFontStub(): void {
  if ('FontFace' in globalThis) return;
  Object.defineProperty(globalThis, 'FontFace', { value: FontFaceStub, configurable: true, writable: true });
}

type Listener = (event: { data: unknown }) => void;

/**
 * Lists of drawing operations make up nearly all messages, and copying each glyph of them costs more than reading the page.
 * The sender empties the two lists after sending but never touches what is in them: copying the lists is enough.
 */
function operationsOf(message: unknown): unknown {
  if (typeof message !== 'object' || message === null || !('chunk' in message)) return null;
  const { chunk } = message;
  if (typeof chunk !== 'object' || chunk === null || !('fnArray' in chunk) || !('argsArray' in chunk)) return null;
  const { fnArray, argsArray } = chunk;
  if (!Array.isArray(fnArray) || !Array.isArray(argsArray)) return null;
  return { ...message, chunk: { ...chunk, fnArray: fnArray.slice(), argsArray: argsArray.slice() } };
}

/** One end of the in-thread message port. Messages are cloned as between threads. */
class PortEnd {
  peer: PortEnd | null = null;
  private readonly listeners = new Set<Listener>();
  private closed = false;
  private readonly pace: Pace;
  constructor(pace: Pace) {
    this.pace = pace;
  }
  postMessage(message: unknown, transfer?: readonly ArrayBuffer[]): void {
    const data = operationsOf(message) ?? structuredClone(message, transfer && { transfer: [...transfer] });
    this.pace.soon(() => this.peer?.receive(data));
  }
  private receive(data: unknown): void {
    if (this.closed) return;
    for (const listener of [...this.listeners]) listener.call(this, { data });
  }
  addEventListener(_name: string, listener: Listener): void {
    this.listeners.add(listener);
  }
  removeEventListener(_name: string, listener: Listener): void {
    this.listeners.delete(listener);
  }
  terminate(): void {
    this.closed = true;
    this.listeners.clear();
  }
}

/** Keeps the order of messages and returns to the event loop every SLICE_MS. */
class Pace {
  private readonly queue: (() => void)[] = [];
  private running = false;
  private sliceStart = performance.now();
  soon(task: () => void): void {
    this.queue.push(task);
    if (this.running) return;
    this.running = true;
    this.schedule();
  }
  private schedule(): void {
    if (performance.now() - this.sliceStart > SLICE_MS) {
      setImmediate(() => {
        this.sliceStart = performance.now();
        this.run();
      });
    } else queueMicrotask(() => this.run());
  }
  private run(): void {
    const task = this.queue.shift();
    task?.();
    if (this.queue.length > 0) this.schedule();
    else this.running = false;
  }
}

function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}

/** Options of every opening. */
function pdfjsOptions(root: string): Record<string, unknown> {
  return {
    isEvalSupported: false,
    useSystemFonts: false,
    disableFontFace: false,
    fontExtraProperties: true,
    enableXfa: false,
    verbosity: 0,
    stopAtErrors: false,
    maxImageSize: MAX_IMAGE_PIXELS,
    isOffscreenCanvasSupported: false,
    disableAutoFetch: true,
    cMapUrl: join(root, 'cmaps/'),
    cMapPacked: true,
    standardFontDataUrl: join(root, 'standard_fonts/'),
    wasmUrl: join(root, 'wasm/'),
    iccUrl: join(root, 'iccs/'),
  };
}

/**
 * Opens a PDF with a password or without.
 * @param bytes the file; copied, because pdf.js takes over what it is given
 * @param password user or owner password, null for none
 * @returns the document, or why not; never throws for content
 */
export async function openPdf(bytes: Buffer, password: string | null): Promise<OpenPdf | OpenFailure> {
  loaded ??= load();
  const { pdfjs, worker, root } = await loaded;
  const pace = new Pace();
  const near = new PortEnd(pace);
  const far = new PortEnd(pace);
  near.peer = far;
  far.peer = near;
  // its declared type knows no port of our own making
  const pdfWorker: unknown = Reflect.construct(pdfjs.PDFWorker, [{ port: near, verbosity: 0 }]);
  if (!(pdfWorker instanceof pdfjs.PDFWorker)) throw new TypeError('PDFWorker is not a class any more');
  worker.initializeFromPort(far);
  const task = pdfjs.getDocument({
    ...pdfjsOptions(root),
    data: new Uint8Array(bytes),
    worker: pdfWorker,
    ownerDocument: { fonts: new Set() },
    ...(password === null ? {} : { password }),
  });
  const close = async (): Promise<void> => {
    await task.destroy().catch(() => undefined);
    pdfWorker.destroy();
    near.terminate();
    far.terminate();
  };
  try {
    return { document: await task.promise, operators: pdfjs.OPS, close };
  } catch (error) {
    await close();
    const message = error instanceof Error ? error.message : 'not a readable PDF';
    return { failure: isNamed(error, 'PasswordException') ? 'password' : 'damaged', message };
  }
}
