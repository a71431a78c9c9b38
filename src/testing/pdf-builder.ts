/** Writes small PDFs by hand, so that a test says exactly what stands where. */
import { deflateSync } from 'node:zlib';

/** Collects objects and writes them with a cross-reference table. */
export class PdfBuilder {
  private readonly objects: (Buffer | null)[] = [];

  /** Takes a number for an object that is written later. */
  reserve(): number {
    this.objects.push(null);
    return this.objects.length;
  }

  /** Adds an object. @returns its number */
  add(value: string, at = this.reserve()): number {
    this.objects[at - 1] = Buffer.from(value, 'latin1');
    return at;
  }

  /** Adds a stream. @param entries of its dictionary besides Length and Filter */
  stream(data: string | Buffer, entries = '', compress = false, at = this.reserve()): number {
    const raw = typeof data === 'string' ? Buffer.from(data, 'latin1') : data;
    const body = compress ? deflateSync(raw) : raw;
    const filter = compress ? ' /Filter /FlateDecode' : '';
    const head = Buffer.from(`<< ${entries}${filter} /Length ${body.length} >>\nstream\n`, 'latin1');
    this.objects[at - 1] = Buffer.concat([head, body, Buffer.from('\nendstream', 'latin1')]);
    return at;
  }

  /** The file. @param trailer entries besides Size, e.g. '/Root 1 0 R' */
  build(trailer: string): Buffer {
    const chunks: Buffer[] = [Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1')];
    let size = chunks[0]?.length ?? 0;
    const push = (chunk: Buffer): void => {
      chunks.push(chunk);
      size += chunk.length;
    };
    const offsets = this.objects.map((object, i) => {
      const offset = size;
      push(Buffer.from(`${i + 1} 0 obj\n`, 'latin1'));
      push(object ?? Buffer.from('null'));
      push(Buffer.from('\nendobj\n', 'latin1'));
      return offset;
    });
    const start = size;
    const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
    const count = this.objects.length + 1;
    push(Buffer.from(`xref\n0 ${count}\n0000000000 65535 f \n${rows}`, 'latin1'));
    push(Buffer.from(`trailer\n<< /Size ${count} ${trailer} >>\nstartxref\n${start}\n%%EOF\n`, 'latin1'));
    return Buffer.concat(chunks);
  }
}

/** What a page may have besides its content. */
export interface PageExtras {
  /** entries of the page dictionary, e.g. '/Annots [5 0 R]' */
  readonly page?: string;
  /** entries of its resources besides the font F1 (Helvetica) */
  readonly resources?: string;
  /** entries of the catalogue */
  readonly catalogue?: string;
  /** entries of the trailer besides Root */
  readonly trailer?: string;
}

/**
 * One or more pages with the same extras.
 * @param contents content stream of each page; font F1 is Helvetica
 * @param builder holds objects that the extras refer to
 */
export function pdfOf(contents: readonly string[], extras: PageExtras = {}, builder = new PdfBuilder()): Buffer {
  const font = builder.add('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>');
  const tree = builder.reserve();
  const pages = contents.map((content) => {
    const stream = builder.stream(content);
    return builder.add(
      `<< /Type /Page /Parent ${tree} 0 R /MediaBox [0 0 595 842] /Contents ${stream} 0 R ` +
        `/Resources << /Font << /F1 ${font} 0 R >> ${extras.resources ?? ''} >> ${extras.page ?? ''} >>`,
    );
  });
  builder.add(`<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((p) => `${p} 0 R`).join(' ')}] >>`, tree);
  const root = builder.add(`<< /Type /Catalog /Pages ${tree} 0 R ${extras.catalogue ?? ''} >>`);
  return builder.build(`/Root ${root} 0 R ${extras.trailer ?? ''}`);
}

/** A line of text at a place, in points from the lower left corner. */
export const textAt = (x: number, y: number, text: string, size = 12): string =>
  `BT /F1 ${size} Tf ${x} ${y} Td (${text}) Tj ET\n`;

/** A filled rectangle. @param color as for rg, e.g. '0 0 0' */
export const boxAt = (x: number, y: number, width: number, height: number, color = '0 0 0'): string =>
  `q ${color} rg ${x} ${y} ${width} ${height} re f Q\n`;
