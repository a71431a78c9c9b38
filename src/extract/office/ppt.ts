/** Text of a binary presentation ([MS-PPT]): the text atoms of the document stream in their order, with their slide. */
import type { Zone } from '../../core/category.ts';
import { isShapeProperties, propertyTexts } from './drawing-texts.ts';
import type { Sink } from './sink.ts';

const TEXT_CHARS = 4000;
const TEXT_BYTES = 4008;
const STRING = 4026;
const SLIDE_PERSIST = 1011;
/** BinaryTagDataBlob (2.11.30): comments stand in it, as records like the others. */
const TAG_RECORDS = 5003;
/** SlideShowSlideInfoAtom (2.6.6): the third bit of its flags at byte 10 hides the slide. */
const SLIDE_SHOW = 1017;
const HIDDEN_SLIDE = 4;
/** A shape ([MS-ODRAW] 2.2.14), and what says that it is a placeholder ([MS-PPT] 2.5.10): in a master its text is a prompt that no slide shows. */
const SHAPE = 0xf004;
const PLACEHOLDER = 3011;
const CONTAINERS: ReadonlyMap<number, readonly [zone: Zone, locator: string]> = new Map([
  [1006, ['body', 'slide']],
  [1008, ['notes', 'notes']],
  [1016, ['master', 'slide master']],
  [12000, ['comment', 'comment']],
]);

interface Container {
  readonly end: number;
  zone: Zone | null;
  readonly locator: string;
  /** the shape that it is or is in */
  readonly shape: { isPlaceholder: boolean } | null;
}

/** Reads the 'PowerPoint Document' stream. Containers are walked by going on inside them, so nesting costs nothing. */
export function readPptStream(stream: Buffer, sink: Sink): void {
  const open: Container[] = [];
  let outline = 0;
  let slides = 0;
  for (let at = 0, records = 0; at + 8 <= stream.length; records++) {
    if (records % 4096 === 0) sink.budget.checkTime();
    while (open.length > 0 && at >= (open[open.length - 1]?.end ?? 0)) open.pop();
    const type = stream.readUInt16LE(at + 2);
    const isContainer = ((stream[at] ?? 0) & 0x0f) === 0x0f || type === TAG_RECORDS;
    const length = stream.readUInt32LE(at + 4);
    const body = stream.subarray(at + 8, at + 8 + length);
    if (isContainer) {
      const around = open[open.length - 1];
      const end = Math.min(at + 8 + length, around?.end ?? Infinity);
      const place = CONTAINERS.get(type);
      const locator = type === 1006 ? `slide ${++slides}` : (place?.[1] ?? around?.locator ?? '');
      const shape = type === SHAPE ? { isPlaceholder: false } : (around?.shape ?? null);
      if (open.length < 1000) open.push({ end, zone: place?.[0] ?? around?.zone ?? null, locator, shape });
      at += 8;
      continue;
    }
    if (type === SLIDE_PERSIST) outline++;
    if (type === SLIDE_SHOW) hideSlide(open[open.length - 1], body);
    const text =
      type === TEXT_CHARS || type === STRING
        ? body.toString('utf16le')
        : type === TEXT_BYTES
          ? body.toString('latin1')
          : '';
    const place = open[open.length - 1];
    if (isShapeProperties(type))
      for (const { text: own, zone } of propertyTexts(body, stream.readUInt16LE(at) >> 4))
        sink.line(own, zone, place?.locator ?? '');
    if (type === PLACEHOLDER && place?.shape) place.shape.isPlaceholder = true;
    const isPrompt = place?.zone === 'master' && place.shape?.isPlaceholder === true;
    const inOutline = (place?.zone ?? null) === null && type !== STRING && outline > 0;
    const locator = inOutline ? `slide ${outline}` : (place?.locator ?? '');
    const write = (): void => {
      for (const line of text.split(/[\r\n\u000b]/u))
        sink.line(line.replaceAll('\0', ''), place?.zone ?? 'body', locator);
    };
    if (isPrompt) sink.apart(write);
    else write();
    // Apache POI writes some records longer than the container that holds them; the container is right
    at = Math.min(at + 8 + length, open[open.length - 1]?.end ?? Infinity);
  }
}

function hideSlide(slide: { zone: Zone | null } | undefined, show: Buffer): void {
  if (slide?.zone === 'body' && show.length >= 12 && (show.readUInt16LE(10) & HIDDEN_SLIDE) !== 0)
    slide.zone = 'hidden';
}
