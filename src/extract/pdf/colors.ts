/** Colours of a page, as pdf.js gives them: '#rrggbb'. */

/** Brightness of '#rrggbb' between 0 and 1. */
export function lightness(value: string): number {
  const n = Number.parseInt(value.slice(1, 7), 16);
  if (!Number.isFinite(n)) return 0.5;
  return (0.299 * (n >> 16) + 0.587 * ((n >> 8) & 255) + 0.114 * (n & 255)) / 255;
}
