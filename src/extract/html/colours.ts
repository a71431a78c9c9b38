/** Colours of style, as far as it matters whether a reader can tell one from another. */

/** Names of colours that are white or black for the eye, and those of mails that hide things. */
const NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    white: 'fff', black: '000', snow: 'fffafa', ivory: 'fffff0', ghostwhite: 'f8f8ff', floralwhite: 'fffaf0',
    mintcream: 'f5fffa', azure: 'f0ffff', aliceblue: 'f0f8ff', whitesmoke: 'f5f5f5', honeydew: 'f0fff0', seashell: 'fff5ee',
    red: 'f00', lime: '0f0', blue: '00f', yellow: 'ff0', cyan: '0ff', aqua: '0ff', magenta: 'f0f', fuchsia: 'f0f',
    gray: '808080', grey: '808080', silver: 'c0c0c0', maroon: '800000', navy: '000080', green: '008000',
  }),
); // prettier-ignore

/** Nobody reads text that is as much like its ground as this, in each of red, green and blue. */
const ALIKE = 16;
/** Of 1: text of less is not seen. */
const FAINTEST = 0.06;

const HEX = /^#?([\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})$/;
const FUNCTION = /^(rgb|hsl)a?\(([\d.]+)%?(?:deg)?[,\s]+([\d.]+)(%?)[,\s]+([\d.]+)%?(?:[,/\s]+([\d.]+)(%?))?\)$/;

interface Colour {
  readonly rgb: readonly number[];
  readonly alpha: number;
}

/** HSL to RGB (CSS Color Module Level 4, 7.1). */
function ofHsl(hue: number, saturation: number, light: number): readonly number[] {
  const channel = (n: number): number => {
    const k = (n + hue / 30) % 12;
    return 255 * (light - saturation * Math.min(light, 1 - light) * Math.max(-1, Math.min(k - 3, 9 - k, 1)));
  };
  return [channel(0), channel(8), channel(4)];
}

/** A colour in lower case; null when it is not known. */
function parsed(written: string): Colour | null {
  const hex = HEX.exec(NAMES.get(written) ?? (written.startsWith('#') ? written : ''))?.[1];
  if (hex !== undefined) {
    const full = hex.length < 6 ? Array.from(hex, (c) => c + c).join('') : hex;
    const [r = 0, g = 0, b = 0, a = 255] = (full.match(/../g) ?? []).map((pair) => parseInt(pair, 16));
    return { rgb: [r, g, b], alpha: a / 255 };
  }
  const [, kind, first = '', second = '', unit = '', third = '', opacity = '1', percent = ''] =
    FUNCTION.exec(written) ?? [];
  if (kind === undefined) return null;
  const alpha = Number(opacity) / (percent === '' ? 1 : 100);
  const [a, b, c] = [Number(first), Number(second), Number(third)];
  if (kind === 'hsl') return { rgb: ofHsl(a, Math.min(1, b / 100), Math.min(1, c / 100)), alpha };
  const scale = unit === '' ? 1 : 2.55;
  return { rgb: [a * scale, b * scale, c * scale], alpha };
}

/** A colour as one of one spelling; 'transparent' when it is not seen, otherwise three numbers, or as written. */
export function canonicalColour(written: string): string {
  if (written === 'transparent') return written;
  const colour = parsed(written);
  if (colour === null) return written;
  return colour.alpha < FAINTEST ? 'transparent' : colour.rgb.map(Math.round).join(',');
}

/** Whether a reader cannot tell two canonical colours apart. */
export function areAlike(a: string, b: string): boolean {
  if (a === b) return true;
  const [one, other] = [a.split(','), b.split(',')];
  return one.length === 3 && other.length === 3 && one.every((value, at) => Math.abs(Number(value) - Number(other[at])) < ALIKE); // prettier-ignore
}

/** What is behind a mail. */
export const WHITE = '255,255,255';
