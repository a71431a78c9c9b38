/** Pages of a PDF as pictures, for OCR: pdf-parse draws them on a canvas without a window. */
import { pdfjsOptions, pdfjsRoot } from './pdfjs.ts';

/** Resolution at which tesseract reads ordinary print well. */
const DOTS_PER_INCH = 200;
/** Pixels of one picture; a page that would be larger is drawn coarser. */
const MAX_WIDTH = 3000;

interface PageDrawer {
  getScreenshot(parameters: object): Promise<{ pages: readonly { data: Uint8Array }[] }>;
  destroy(): Promise<void>;
}

export class Rasteriser {
  private readonly bytes: Buffer;
  private readonly password: string;
  private drawer: PageDrawer | null = null;

  /** @param password '' when none is needed */
  constructor(bytes: Buffer, password: string) {
    this.bytes = bytes;
    this.password = password;
  }

  /** @returns one page as PNG, or null when it cannot be drawn (no canvas addon, damaged page) */
  async page(number: number): Promise<Buffer | null> {
    try {
      const drawer = await this.open();
      const wide = { desiredWidth: Math.min(MAX_WIDTH, Math.round((595 / 72) * DOTS_PER_INCH)) };
      const result = await drawer.getScreenshot({ ...wide, partial: [number], imageBuffer: true, imageDataUrl: false });
      const data = result.pages[0]?.data;
      return data === undefined || data.length === 0 ? null : Buffer.from(data);
    } catch (error) {
      if (error instanceof Error) return null;
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.drawer?.destroy();
    this.drawer = null;
  }

  private async open(): Promise<PageDrawer> {
    if (this.drawer !== null) return this.drawer;
    const { PDFParse } = await import('pdf-parse');
    const options = pdfjsOptions(await pdfjsRoot());
    const data = new Uint8Array(this.bytes);
    this.drawer = new PDFParse({ ...options, data, ...(this.password === '' ? {} : { password: this.password }) });
    return this.drawer;
  }
}
