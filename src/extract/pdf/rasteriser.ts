/** Pages of a PDF as pictures in shades of grey, for OCR, drawn by PDFium (see pdfium.ts). */
import type { Picture } from '../image/ocr.ts';
import { startPdfium } from './pdfium.ts';
import type { Pdfium } from './pdfium.ts';

/** Resolution at which tesseract reads ordinary print well. */
const DOTS_PER_INCH = 200;
/** Pixels of the longer side; a page that would be larger is drawn coarser. */
const MAX_SIDE = 4_000;
/** FPDFBitmap_Gray: one byte per pixel. */
const GRAY = 1;
/** FPDF_ANNOT and FPDF_GRAYSCALE: as a reader sees the page, without colours. */
const FLAGS = 0x01 | 0x08;
/** FPDF_RENDER_DONE */
const DONE = 2;
const WHITE = 0xffffffff;
/** Milliseconds after which a page that is still being drawn is given up. */
const PAGE_MS = 20_000;
/** Memory of PDFium above which it is not kept for the next file. */
const MAX_KEPT_BYTES = 64 * 1024 * 1024;

/** PDFium with what all files share. */
interface Drawer {
  readonly pdfium: Pdfium;
  /** address of its IFSDK_PAUSE, which asks `deadline` */
  readonly pause: number;
  deadline: number;
}

let shared: Promise<Drawer> | null = null;

async function startDrawer(): Promise<Drawer> {
  const pdfium = await startPdfium();
  const pause = allocate(pdfium, 12);
  const drawer: Drawer = { pdfium, pause, deadline: Infinity };
  const mustPause = pdfium.pdfium.addFunction(() => (performance.now() > drawer.deadline ? 1 : 0), 'ii');
  const fields = new DataView(pdfium.pdfium.HEAPU8.buffer, pause, 12);
  [1, mustPause, 0].forEach((value, i) => fields.setUint32(4 * i, value, true));
  return drawer;
}

function allocate(pdfium: Pdfium, bytes: number): number {
  const address = pdfium.pdfium.wasmExports.malloc(bytes);
  if (address === 0) throw new RangeError('PDFium has no room for the file');
  return address;
}

interface Opened {
  readonly drawer: Drawer;
  /** address of the file's copy */
  readonly file: number;
  /** 0 when it cannot be opened */
  readonly document: number;
}

export class Rasteriser {
  private readonly bytes: Buffer;
  private readonly password: string;
  private opened: Opened | null = null;

  /** @param password '' when none is needed */
  constructor(bytes: Buffer, password: string) {
    this.bytes = bytes;
    this.password = password;
  }

  /**
   * @param dotsPerInch pixels for 72 points
   * @returns one page (1-based), or null when it cannot be drawn
   */
  async page(number: number, dotsPerInch = DOTS_PER_INCH): Promise<Picture | null> {
    try {
      this.opened ??= await this.open();
      const { drawer, document } = this.opened;
      return document === 0 ? null : drawPage(drawer, document, number - 1, dotsPerInch);
    } catch (error) {
      // it has run out of memory or stopped itself: nothing of it can be used again
      shared = null;
      this.opened = null;
      if (error instanceof Error) return null;
      throw error;
    }
  }

  /** Gives the memory back. */
  close(): void {
    if (this.opened === null) return;
    const { drawer, document, file } = this.opened;
    this.opened = null;
    const { pdfium } = drawer;
    try {
      if (document !== 0) pdfium.FPDF_CloseDocument(document);
      pdfium.pdfium.wasmExports.free(file);
    } catch (error) {
      shared = null;
      if (!(error instanceof Error)) throw error;
    }
    // its memory never shrinks
    if (pdfium.pdfium.HEAPU8.length > MAX_KEPT_BYTES) shared = null;
  }

  private async open(): Promise<Opened> {
    shared ??= startDrawer();
    const drawer = await shared;
    const { pdfium } = drawer;
    const file = allocate(pdfium, this.bytes.length);
    pdfium.pdfium.HEAPU8.set(this.bytes, file);
    return { drawer, file, document: pdfium.FPDF_LoadMemDocument(file, this.bytes.length, this.password) };
  }
}

function drawPage(drawer: Drawer, document: number, index: number, dotsPerInch: number): Picture | null {
  const { pdfium } = drawer;
  const page = pdfium.FPDF_LoadPage(document, index);
  if (page === 0) return null;
  try {
    const points = { width: pdfium.FPDF_GetPageWidthF(page), height: pdfium.FPDF_GetPageHeightF(page) };
    const longer = Math.max(points.width, points.height);
    if (!(longer > 0)) return null;
    const scale = Math.min(dotsPerInch / 72, MAX_SIDE / longer);
    const width = Math.max(1, Math.round(points.width * scale));
    const height = Math.max(1, Math.round(points.height * scale));
    const bitmap = pdfium.FPDFBitmap_CreateEx(width, height, GRAY, 0, 0);
    if (bitmap === 0) return null;
    try {
      pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, WHITE);
      drawer.deadline = performance.now() + PAGE_MS;
      const state = pdfium.FPDF_RenderPageBitmap_Start(bitmap, page, 0, 0, width, height, 0, FLAGS, drawer.pause);
      pdfium.FPDF_RenderPage_Close(page);
      if (state !== DONE) return null;
      return { bytes: toPnm(pdfium, bitmap, width, height), orientation: 1 };
    } finally {
      pdfium.FPDFBitmap_Destroy(bitmap);
    }
  } finally {
    pdfium.FPDF_ClosePage(page);
  }
}

/** The picture as portable grey map ("P5"), which costs no compression. */
function toPnm(pdfium: Pdfium, bitmap: number, width: number, height: number): Buffer {
  const start = pdfium.FPDFBitmap_GetBuffer(bitmap);
  const stride = pdfium.FPDFBitmap_GetStride(bitmap);
  const head = Buffer.from(`P5\n${width} ${height}\n255\n`, 'latin1');
  const picture = Buffer.alloc(head.length + width * height);
  head.copy(picture);
  const memory = pdfium.pdfium.HEAPU8;
  for (let y = 0; y < height; y++) {
    const row = start + y * stride;
    picture.set(memory.subarray(row, row + width), head.length + y * width);
  }
  return picture;
}
