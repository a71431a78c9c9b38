/**
 * Pictures that the engine of character recognition does not know, drawn by PDFium. In: a picture told as a PDF. Out: shades of grey;
 * null when a part of it was not drawn, so that what cannot be decoded is never taken for a white patch.
 */
import { Rasteriser } from '../pdf/rasteriser.ts';
import type { Picture } from './ocr.ts';
import { BARE } from './tiff-pdf.ts';
import type { Rectangle, ToldAsPdf } from './tiff-pdf.ts';

/** Places across and down a piece that are looked at. */
const LOOKS = 5;

/** @param orientation Exif orientation, 1–8 */
export async function drawTold(told: ToldAsPdf, orientation: number): Promise<Picture | null> {
  const rasteriser = new Rasteriser(told.pdf, '');
  try {
    const picture = await rasteriser.page(1, 72);
    const isWhole = picture !== null && told.pieces.every((piece) => isDrawn(picture.bytes, told.width, piece));
    return isWhole ? { ...picture, orientation } : null;
  } finally {
    rasteriser.close();
  }
}

/** False for a piece that was left out: the page below it shows at every place. */
function isDrawn(map: Buffer, fullWidth: number, piece: Rectangle): boolean {
  const head = /^P5\n(\d+) (\d+)\n255\n/u.exec(map.toString('latin1', 0, 40));
  const [width, height] = [Number(head?.[1]), Number(head?.[2])];
  const scale = width / fullWidth;
  const start = head?.[0].length ?? 0;
  for (let i = 0; i < LOOKS * LOOKS; i++) {
    const across = (piece.x + ((i % LOOKS) + 0.5) * (piece.width / LOOKS)) * scale;
    const down = (piece.y + (Math.floor(i / LOOKS) + 0.5) * (piece.height / LOOKS)) * scale;
    const [x, y] = [Math.min(width - 1, Math.floor(across)), Math.min(height - 1, Math.floor(down))];
    if (map[start + y * width + x] !== BARE) return true;
  }
  return false;
}
