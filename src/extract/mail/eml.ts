/** A message taken apart into what is to be read: its own texts, its bodies, its attachments. */
import { partPath, type PartPath } from '../../core/brand.ts';
import type { Where } from '../../core/category.ts';
import type { Uninspected } from '../../core/finding.ts';
import type { HeaderField, MimeMessage, Oddity, Part } from '../../core/message.ts';
import { TextBuilder, type ExtractedText } from '../../core/text.ts';
import {
  alternativeReadings,
  decodeWords,
  decodedSubject,
  decodings,
  parseMessage,
  partHeaders,
  textGaps,
} from '../../mime/mime.ts';
import { digestOf } from '../digest.ts';
import type { Document } from '../format.ts';
import { PREAMBLE_TYPE } from '../plain.ts';
import {
  besideNames,
  fileNamesIn,
  isTechnicalField,
  numbersAcrossFolds,
  numbersAroundName,
  numbersBeside,
  numbersInMachinery,
  numbersInOtherCharsets,
} from '../readings/technical-fields.ts';
import { titlesIn, titleText } from './title-fields.ts';

/** Where a message stands: the mail itself, or a file inside it. */
export interface MessagePlace {
  /** part path of the file that is this message; '' for the mail itself */
  readonly part: PartPath;
  /** names down to this message, empty for the mail itself */
  readonly path: readonly string[];
}

/** A leaf of the message, to be read. */
export interface Leaf {
  /** decoded the declared way */
  readonly document: Document;
  /** the same leaf decoded in other ways a client may choose */
  readonly others: readonly Buffer[];
  /** from a reading other than the strict one: read for its text, not counted as unreadable when it makes no sense */
  readonly alternative: boolean;
}

/** A message taken apart. */
export interface OpenedMessage {
  readonly message: MimeMessage;
  readonly texts: readonly ExtractedText[];
  readonly bodies: readonly Leaf[];
  readonly attachments: readonly Leaf[];
  readonly uninspected: readonly Uninspected[];
  readonly oddities: readonly Oddity[];
  /** the structure can be read in more than one way */
  readonly odd: boolean;
}

const isNested = (place: MessagePlace): boolean => place.path.length > 0;

const sectionPath = (place: MessagePlace, section: string): PartPath =>
  place.part === '' && !isNested(place)
    ? partPath(section)
    : section === ''
      ? place.part
      : partPath(`${place.part}!${section}`);

const whereIn = (place: MessagePlace, own: Where): Where => (isNested(place) ? 'attachment' : own);

function subjectText(message: MimeMessage, place: MessagePlace): readonly ExtractedText[] {
  const subject = decodedSubject(message);
  if (subject === '') return [];
  const builder = new TextBuilder().add(`${subject}\n`, { zone: 'subject' });
  return [builder.build(sectionPath(place, ''), whereIn(place, 'subject'), place.path)];
}

function addMachinery(builder: TextBuilder, one: HeaderField, numbers = numbersInMachinery(one.value)): void {
  for (const number of numbers) builder.add(`${number}\n`, { zone: 'header', locator: one.name.slice(0, 40) });
}

function headerText(
  message: MimeMessage,
  bytes: Buffer,
  place: MessagePlace,
  told: ReadonlySet<HeaderField>,
): readonly ExtractedText[] {
  const builder = new TextBuilder();
  const folded = (one: HeaderField): readonly string[] => [
    ...numbersAcrossFolds(bytes.toString('latin1', one.range.start, one.range.end).trimEnd()),
    ...numbersInOtherCharsets(one.value),
  ];
  for (const one of message.headers) {
    addMachinery(builder, one, folded(one));
    if (one.name.toLowerCase() === 'subject' || told.has(one)) continue;
    if (isTechnicalField(one.name)) {
      addMachinery(builder, one);
      continue;
    }
    const value = decodeWords(one.value);
    if (value === '' && one.name === '') continue;
    const label = one.name === '' ? '' : `${one.name}: `;
    builder.add(`${label}${value}\n`, { zone: 'header', locator: one.name.slice(0, 40) });
    addMachinery(builder, one, numbersBeside(one.name, value));
  }
  for (const part of message.parts) {
    if (part.path === '') continue;
    for (const one of partHeaders(part, bytes)) {
      // names of files are texts of their own
      const named = /^content-(?:type|disposition)$/i.test(one.name) && !part.multipart;
      addMachinery(builder, one, named ? besideNames(one.value, folded(one)) : folded(one));
      if (isTechnicalField(one.name)) {
        addMachinery(builder, one, named ? numbersAroundName(one.value) : numbersInMachinery(one.value));
        continue;
      }
      const label = /^(?:content-|$)/i.test(one.name) ? '' : `${one.name}: `;
      builder.add(`${label}${decodeWords(one.value)}\n`, { zone: 'header', locator: one.name.slice(0, 40) });
    }
  }
  return builder.length === 0 ? [] : [builder.build(sectionPath(place, ''), whereIn(place, 'header'), place.path)];
}

/** Texts outside the parts. Clients do not show them, other readers do. */
function gapTexts(message: MimeMessage, bytes: Buffer, place: MessagePlace): readonly Leaf[] {
  const leaves: Leaf[] = [];
  for (const gap of textGaps(message)) {
    const delimiter = `--${gap.part.parameters['boundary'] ?? '\n'}`;
    const text = bytes
      .toString('latin1', gap.range.start, gap.range.end)
      .split('\n')
      .map((line) => (line.startsWith(delimiter) ? line.slice(delimiter.length).replace(/^--/, '') : line))
      .join('\n')
      .trim();
    if (
      text === '' ||
      /^This is a (?:cryptographically signed )?(?:multi-?part )?message in MIME format\.?$/i.test(text)
    )
      continue;
    leaves.push({
      document: {
        part: sectionPath(place, gap.part.path),
        path: place.path,
        where: whereIn(place, 'body'),
        name: null,
        declaredType: PREAMBLE_TYPE,
        parameters: {},
        bytes: Buffer.from(text, 'latin1'),
      },
      others: [],
      alternative: true,
    });
  }
  return leaves;
}

const EXTENSIONS: Readonly<Record<string, string>> = {
  'message/rfc822': 'message.eml',
  'message/global': 'message.eml',
  'message/delivery-status': 'delivery-status.txt',
  'text/rfc822-headers': 'headers.txt',
  'message/disposition-notification': 'notification.txt',
};

/** What a file that has no name is called: the second mail of a digest is 'message-2.eml'. Their subjects are content. */
function namesOf(message: MimeMessage): ReadonlyMap<Part, string> {
  const names = new Map<Part, string>();
  const used = new Map<string, number>();
  for (const part of message.parts) {
    const usual = part.fileName === null ? EXTENSIONS[part.declaredType] : undefined;
    if (usual === undefined) continue;
    const number = (used.get(usual) ?? 0) + 1;
    used.set(usual, number);
    names.set(part, number === 1 ? usual : usual.replace('.', `-${number}.`));
  }
  return names;
}

const nameOf = (part: Part, names: ReadonlyMap<Part, string>): string =>
  part.fileName ?? names.get(part) ?? `part-${part.path === '' ? '1' : part.path}`;

const isBody = (part: Part): boolean =>
  part.declaredType.startsWith('text/') &&
  part.declaredType !== 'text/rfc822-headers' &&
  part.disposition !== 'attachment' &&
  part.fileName === null;

/** All names a client may show for a part: both header fields, all variants. */
function fileNameText(
  part: Part,
  bytes: Buffer,
  path: readonly string[],
  place: MessagePlace,
): readonly ExtractedText[] {
  const headers = partHeaders(part, bytes);
  const names = new Set<string>();
  // some readers take the name from the other field's parameter
  for (const name of ['content-disposition', 'content-type'])
    for (const value of headers.filter((one) => one.name.toLowerCase() === name))
      for (const one of fileNamesIn(value.value)) names.add(one);
  if (part.fileName !== null) names.add(part.fileName);
  if (names.size === 0) return [];
  const builder = new TextBuilder();
  for (const name of names) builder.add(`${name}\n`, { zone: 'filename' });
  return [builder.build(sectionPath(place, part.path), 'filename', path)];
}

function unreadable(
  part: PartPath,
  path: readonly string[],
  reason: Uninspected['reason'],
  detail: string,
): Uninspected {
  return { part, path, reason, detail, kind: 'message' };
}

/** Collects the leaves of one reading. */
class Opener {
  readonly texts: ExtractedText[] = [];
  readonly bodies: Leaf[] = [];
  readonly attachments: Leaf[] = [];
  readonly uninspected: Uninspected[] = [];
  private readonly place: MessagePlace;
  /** what was taken already, so that other readings add only what differs */
  private readonly seen = new Set<string>();

  constructor(place: MessagePlace) {
    this.place = place;
  }

  open(message: MimeMessage, bytes: Buffer, alternative: boolean, odd: boolean): void {
    const { place } = this;
    const titles = titlesIn(message.headers, decodedSubject(message));
    const texts = titles.map((one) => titleText(one, sectionPath(place, ''), whereIn(place, 'header'), place.path));
    const told = new Set(titles.flatMap(({ fields }) => fields));
    for (const text of [...subjectText(message, place), ...texts, ...headerText(message, bytes, place, told)])
      this.addText(text, odd);
    const names = namesOf(message);
    for (const part of message.parts)
      if (!part.multipart) this.openLeaf(part, bytes, nameOf(part, names), alternative, odd);
    for (const leaf of gapTexts(message, bytes, this.place)) this.addLeaf(this.bodies, leaf, odd);
  }

  private addText(text: ExtractedText, odd: boolean): void {
    if (odd) {
      const key = `${text.where} ${text.path.join('/')} ${text.text}`;
      if (this.seen.has(key)) return;
      this.seen.add(key);
    }
    this.texts.push(text);
  }

  private addLeaf(list: Leaf[], leaf: Leaf, odd: boolean): void {
    if (odd) {
      const key = `${leaf.document.declaredType ?? ''} ${digestOf(leaf.document.bytes)}`;
      if (this.seen.has(key)) return;
      this.seen.add(key);
    }
    list.push(leaf);
  }

  private openLeaf(part: Part, bytes: Buffer, name: string, alternative: boolean, odd: boolean): void {
    const body = isBody(part);
    const section = sectionPath(this.place, part.path);
    const path = body ? this.place.path : [...this.place.path, name];
    for (const text of fileNameText(part, bytes, path, this.place)) this.addText(text, odd);
    if (part.declaredType === 'message/partial' || part.declaredType === 'message/external-body') {
      // RFC 2046 §5.2.2, §5.2.3: the content is in other messages or elsewhere
      this.uninspected.push(unreadable(section, path, 'ambiguous', part.declaredType));
    }
    const [first, ...others] = decodings(part, bytes);
    this.addLeaf(
      body ? this.bodies : this.attachments,
      {
        document: {
          part: section,
          path,
          where: whereIn(this.place, body ? 'body' : 'attachment'),
          name: body ? null : name,
          declaredType: part.declaredType,
          parameters: part.parameters,
          bytes: first ?? Buffer.alloc(0),
        },
        others,
        alternative,
      },
      odd,
    );
  }
}

/**
 * Takes a message apart. Where its structure is odd, the leaves of the other plausible readings come too.
 * @param bytes a message (RFC 5322)
 * @param place where it was found
 */
export function openMessage(bytes: Buffer, place: MessagePlace): OpenedMessage {
  const message = parseMessage(bytes);
  const readings = message.oddities.length === 0 ? [] : alternativeReadings(message, bytes);
  const opener = new Opener(place);
  opener.open(message, bytes, false, readings.length > 0);
  for (const reading of readings) opener.open(reading.message, reading.bytes, true, true);
  const limits = message.oddities
    .filter(
      ({ key }) =>
        key === 'too-many-parts' ||
        key === 'nested-too-deep' ||
        key === 'too-many-header-fields' ||
        key === 'too-many-parameters' ||
        key === 'long-parameter-field',
    )
    .map(({ key, part }) => unreadable(sectionPath(place, part), place.path, 'limit', key.replaceAll('-', ' ')));
  return {
    message,
    texts: opener.texts,
    bodies: opener.bodies,
    attachments: opener.attachments,
    uninspected: [...opener.uninspected, ...limits],
    odd: readings.length > 0,
    oddities: message.oddities.map((oddity) => ({ ...oddity, part: sectionPath(place, oddity.part) })),
  };
}
