/** Decoded pictures in shades of grey, as the engine of character recognition reads them. */

/** Colours with their opacity, four bytes each. */
export interface Pixels {
  readonly data: Uint8Array | Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/** Every so many pixels are looked at to choose a ground. */
const STEP = 7;

/**
 * A portable grey map ("P5"). What is not painted becomes white; black where what is painted is light, since somebody who draws white
 * letters on nothing means them for a dark page.
 */
export function toGrey({ data, width, height }: Pixels): Buffer {
  const head = Buffer.from(`P5\n${width} ${height}\n255\n`, 'latin1');
  const picture = Buffer.alloc(head.length + width * height);
  head.copy(picture);
  const ground = groundFor(data);
  for (let i = 0, at = head.length; at < picture.length; i += 4, at++) {
    const light = lightAt(data, i);
    const opacity = data[i + 3] ?? 0;
    picture[at] = opacity === 255 ? light : (light * opacity + ground * (255 - opacity)) / 255;
  }
  return picture;
}

const lightAt = (data: Pixels['data'], i: number): number =>
  ((data[i] ?? 0) * 77 + (data[i + 1] ?? 0) * 150 + (data[i + 2] ?? 0) * 29) >> 8;

function groundFor(data: Pixels['data']): number {
  let [light, painted, seen] = [0, 0, 0];
  for (let i = 0; i + 3 < data.length; i += 4 * STEP, seen++) {
    const opacity = data[i + 3] ?? 0;
    painted += opacity;
    light += opacity * lightAt(data, i);
  }
  return painted < seen * 250 && light > painted * 160 ? 0 : 255;
}
