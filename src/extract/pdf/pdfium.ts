/**
 * The only place that loads PDFium, compiled to WebAssembly. Whatever a page does to it stays inside an array of bytes of
 * ours: it has no files, no network and no native code.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** What is used of PDFium (public/fpdfview.h, fpdf_progressive.h); every number that is no size is an address or a flag. */
export interface Pdfium {
  readonly pdfium: {
    /** its memory; a new array whenever it has grown */
    readonly HEAPU8: Uint8Array;
    readonly wasmExports: { malloc(bytes: number): number; free(address: number): void };
    addFunction(f: () => number, signature: string): number;
  };
  PDFiumExt_Init(): void;
  FPDF_LoadMemDocument(file: number, bytes: number, password: string): number;
  FPDF_CloseDocument(document: number): void;
  FPDF_LoadPage(document: number, index: number): number;
  FPDF_ClosePage(page: number): void;
  FPDF_GetPageWidthF(page: number): number;
  FPDF_GetPageHeightF(page: number): number;
  FPDFBitmap_CreateEx(width: number, height: number, format: number, buffer: number, stride: number): number;
  FPDFBitmap_FillRect(bitmap: number, left: number, top: number, width: number, height: number, color: number): void;
  FPDFBitmap_GetBuffer(bitmap: number): number;
  FPDFBitmap_GetStride(bitmap: number): number;
  FPDFBitmap_Destroy(bitmap: number): void;
  FPDF_RenderPageBitmap_Start(
    bitmap: number,
    page: number,
    left: number,
    top: number,
    width: number,
    height: number,
    turn: number,
    flags: number,
    pause: number,
  ): number;
  FPDF_RenderPage_Close(page: number): void;
}

const isPdfium = (value: unknown): value is Pdfium =>
  typeof value === 'object' &&
  value !== null &&
  'pdfium' in value &&
  'FPDF_LoadMemDocument' in value &&
  'FPDF_RenderPageBitmap_Start' in value;

/** A fresh PDFium with a memory of its own. */
export async function startPdfium(): Promise<Pdfium> {
  const { init } = await import('@embedpdf/pdfium');
  const program = readFileSync(createRequire(import.meta.url).resolve('@embedpdf/pdfium/pdfium.wasm'));
  const options: object = { wasmBinary: program, print: () => undefined, printErr: () => undefined };
  const pdfium: unknown = await init(options);
  if (!isPdfium(pdfium)) throw new TypeError('@embedpdf/pdfium gives no PDFium');
  pdfium.PDFiumExt_Init();
  return pdfium;
}
