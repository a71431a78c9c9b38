/** Reads rules/messages/<language>.yaml into catalogues. A missing text is an error with its place, never an empty line in a letter. */
import { isUtf8 } from 'node:buffer';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { CATEGORIES, LANGUAGES, type Language } from '../core/category.ts';
import { UNINSPECTED_REASONS } from '../core/finding.ts';
import { EXPLANATION_KINDS, RECIPIENT_FATES, type MessageCatalogue } from '../core/messages.ts';
import { checkFile } from './mistakes.ts';
import { readYaml } from './yaml-file.ts';

const text = z.string().min(1);
const every = <K extends string>(keys: readonly K[], value: z.ZodType<string> = text) =>
  z.strictObject(Object.fromEntries(keys.map((key) => [key, value])) as Record<K, z.ZodType<string>>);
const categoryText = z.strictObject({ name: text, why: text, remedy: z.string() });

const catalogueSchema = z.strictObject({
  language: z.enum(LANGUAGES),
  subjects: every(EXPLANATION_KINDS),
  openings: every(EXPLANATION_KINDS),
  askedOpening: text,
  headings: every(['found', 'why', 'fates', 'todo', 'wrong']),
  sentLine: text,
  referenceLine: text,
  andMore: text,
  places: every(['subject', 'header', 'body', 'filename', 'attachment']),
  zones: z.record(z.string(), text),
  locators: z.record(z.string(), text),
  quoted: text,
  times: text,
  spans: every(['minute', 'minutes', 'hour', 'hours', 'day', 'days']),
  identifiers: z.record(z.string(), text),
  categories: z.strictObject(
    Object.fromEntries(CATEGORIES.map((key) => [key, categoryText])) as Record<string, typeof categoryText>,
  ),
  unknownCategory: categoryText,
  messageText: text,
  uninspected: every(UNINSPECTED_REASONS),
  uninspectedWhy: text,
  uninspectedRemedy: text,
  encryptedRemedy: text,
  readMore: text,
  fates: every(RECIPIENT_FATES),
  advice: every([
    'stopped',
    'held',
    'rerouted',
    'asked',
    'stripped',
    'tagged',
    'quoted',
    'attachment',
    'resend',
    'onlyMissed',
  ]),
  wrong: text,
  signOff: text,
  stripNote: text,
  neutralSubject: text,
  removedSubject: text,
  status: every([
    'subject',
    'opening',
    'about',
    'failed',
    'expired',
    'relayed',
    'relayedSubject',
    'relayedOpening',
    'heldExpiredSubject',
    'heldExpiredOpening',
    'heldDeletedSubject',
    'heldDeletedOpening',
    'heldReleasedSubject',
    'heldReleasedOpening',
    'heldReleasedFate',
    'heldReleasedTodo',
    'heldGoneTodo',
    'policy',
    'todo',
  ]),
});

/** What was read and what is wrong with it. */
export interface LoadedMessages {
  readonly catalogues: ReadonlyMap<Language, MessageCatalogue>;
  /** 'file:line:column: message' */
  readonly problems: readonly string[];
}

function readOne(file: string): { catalogue: MessageCatalogue | null; problems: readonly string[] } {
  const bytes = readFileSync(file);
  if (!isUtf8(bytes)) return { catalogue: null, problems: [`${file}:1:1: not UTF-8; save the file as UTF-8`] };
  const checked = checkFile(readYaml(bytes.toString('utf8').replace(/^\uFEFF/u, '')), catalogueSchema);
  if ('value' in checked) return { catalogue: checked.value, problems: [] };
  const problems = checked.mistakes.map(({ line, column, message }) => `${file}:${line}:${column}: ${message}`);
  return { catalogue: null, problems };
}

/**
 * Reads the catalogues of the given rule directories; later directories replace languages of earlier ones.
 * @param directories rule directories, each perhaps with a folder `messages`
 */
export function loadMessages(directories: readonly string[]): LoadedMessages {
  const catalogues = new Map<Language, MessageCatalogue>();
  const problems: string[] = [];
  for (const directory of directories) {
    const folder = join(directory, 'messages');
    let names: string[] = [];
    try {
      names = readdirSync(folder)
        .filter((name) => /^[^.].*\.ya?ml$/u.test(name))
        .sort();
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) {
        problems.push(`messages:1:1: cannot be read: ${error instanceof Error ? error.message : 'unknown reason'}`);
      }
    }
    for (const name of names) {
      const { catalogue, problems: found } = readOne(join(folder, name));
      problems.push(...found);
      if (catalogue !== null) catalogues.set(catalogue.language, catalogue);
    }
  }
  return { catalogues, problems };
}
