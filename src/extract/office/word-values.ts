/**
 * Values that a text document shows in its text and keeps elsewhere: properties, variables, and elements of XML parts that content controls
 * are bound to (ECMA-376 part 1, 17.16.5 and 17.5.2.6). Word shows what is kept, whatever text stands in its place. Read when something asks.
 */
import type { OfficePackage } from './package.ts';
import { shortCode } from './references.ts';
import { attribute, scanXml } from './xml.ts';

/** Text parts that hold values, and how many of them. */
const PARTS = /^(?:customXml\/item\d+|docProps\/(?:core|app|custom))\.xml$/iu;
const SETTINGS = /(?:^|\/)settings\d*\.xml$/iu;
const MOST_PARTS = 20;
const LARGEST_PART = 1_000_000;
const MOST_VALUES = 5_000;
const LONGEST = 40;
const DEEPEST = 40;
/** Letters of a name, as XPaths that programs write name elements. */
const LONGEST_NAME = 60;
const TEXTS_PER_TICK = 1000;
const nameOf = (name: string): string => name.slice(0, LONGEST_NAME);

/** Names that fields have for the elements of properties (17.16.5.15 to 17.16.5.66). */
const PROPERTY_NAMES: ReadonlyMap<string, string> = new Map([
  ['author', 'creator'],
  ['comments', 'description'],
  ['lastsavedby', 'lastmodifiedby'],
]);
const NAMED = /^(?:DOCPROPERTY|DOCVARIABLE) "?([^"\\]{1,100}?)"? ?(?:\\.{0,100})?$/iu;
const OWN_FIELD = /^(TITLE|SUBJECT|AUTHOR|KEYWORDS|COMMENTS|LASTSAVEDBY) ?(?:\\.{0,100})?$/iu;

/** The values of one package. */
export class WordValues {
  private readonly parts: OfficePackage;
  private readonly tick: () => void;
  private named: Map<string, string> | null = null;
  private readonly paths = new Map<string, string>();

  constructor(parts: OfficePackage, tick: () => void) {
    this.parts = parts;
    this.tick = tick;
  }

  /** What a field shows that names a value. @returns '' for other fields and when it is not known */
  ofField(whole: string): string {
    const code = shortCode(whole);
    const name = (NAMED.exec(code)?.[1] ?? OWN_FIELD.exec(code)?.[1] ?? '').trim().toLowerCase();
    return name === '' ? '' : (this.all().get(PROPERTY_NAMES.get(name) ?? name) ?? '');
  }

  /** What a content control shows. @param path XPath of its data binding, as Word writes it: names and numbers only */
  bound(path: string): string {
    this.all();
    const steps = path.split('/').map((step) => {
      const [, name = '', number = '1'] = /^(?:[\w.-]{1,60}:)?([\w.-]{1,60})(?:\[(\d{1,6})\])?$/u.exec(step) ?? [];
      return `${name}[${number}]`;
    });
    return this.paths.get(steps.slice(1).join('/')) ?? '';
  }

  private all(): ReadonlyMap<string, string> {
    if (this.named !== null) return this.named;
    this.named = new Map();
    const wanted = this.parts.names.filter((name) => PARTS.test(name) || SETTINGS.test(name));
    for (const name of wanted.slice(0, MOST_PARTS)) {
      const xml = this.parts.peekXml(name) ?? this.parts.againXml(name) ?? '';
      if (xml.length <= LARGEST_PART) this.read(xml, this.named);
    }
    return this.named;
  }

  private read(xml: string, named: Map<string, string>): void {
    const path: string[] = [];
    const counts: Map<string, number>[] = [new Map<string, number>()];
    let property = '';
    let texts = 0;
    const keep = (values: Map<string, string>, keyOf: () => string, value: string): void => {
      if (value === '' || value.length > LONGEST || values.size >= MOST_VALUES) return;
      const key = keyOf();
      if (!values.has(key)) values.set(key, value);
    };
    const open = (whole: string, raw: string): void => {
      const name = nameOf(whole);
      if (name === 'docVar') keep(named, () => nameOf(attribute(raw, 'name')).toLowerCase(), attribute(raw, 'val'));
      if (name === 'property') property = nameOf(attribute(raw, 'name')).toLowerCase();
      const siblings = counts[counts.length - 1];
      const count = (siblings?.get(name) ?? 0) + 1;
      siblings?.set(name, count);
      path.push(`${name}[${count}]`);
      counts.push(new Map());
    };
    const text = (value: string, inside: string): void => {
      if (inside === '' || path.length > DEEPEST) return;
      if (++texts % TEXTS_PER_TICK === 0) this.tick();
      keep(this.paths, () => path.join('/'), value.trim());
      keep(named, () => (property === '' ? nameOf(inside).toLowerCase() : property), value.trim());
    };
    const close = (name: string): void => {
      if (name === 'property') property = '';
      path.pop();
      counts.pop();
    };
    scanXml(xml, { open, close, text }, this.tick);
  }
}
