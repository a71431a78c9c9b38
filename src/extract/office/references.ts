/**
 * What fields repeat from elsewhere in a text document: bookmarked text, and values that fields set (ECMA-376 part 1, 17.16.5.51 and
 * 17.16.5.59). Pure. Only short text is kept, because only digits of a number are put in the place of a field.
 */
const MOST_NAMES = 2_000;
const MOST_OPEN = 40;
const LONGEST = 40;
/** A longer code says more than the fields that are looked for. */
const LONGEST_CODE = 300;

/** The code of a field with single blanks, and cut: what is tried on it goes back and forth. */
export const shortCode = (code: string): string => code.trim().replace(/\s+/gu, ' ').slice(0, LONGEST_CODE);

const SET = /^SET ([\w.-]{1,60}) "?([^"\\]{1,40}?)"?$/iu;
const REFERENCE = /^(?:REF )?([\p{L}_][\w\p{L}]{0,60}) ?(?:\\.{0,60})?$/iu;

/** Follows one part; create a new one for each. */
export class References {
  private readonly names = new Map<string, string>();
  private readonly open = new Map<string, { readonly name: string; text: string }>();

  /** A bookmark begins. */
  begin(id: string, name: string): void {
    if (this.open.size < MOST_OPEN) this.open.set(id, { name, text: '' });
  }

  text(value: string): void {
    if (this.open.size > 0)
      for (const bookmark of this.open.values()) if (bookmark.text.length <= LONGEST) bookmark.text += value;
  }

  end(id: string): void {
    const bookmark = this.open.get(id);
    this.open.delete(id);
    if (bookmark !== undefined) this.keep(bookmark.name, bookmark.text);
  }

  /** A field that sets a value, when it is one. */
  set(code: string): void {
    const [, name, value] = SET.exec(shortCode(code)) ?? [];
    if (name !== undefined && value !== undefined) this.keep(name, value);
  }

  /** What a field repeats, '' when that is not known. */
  valueOf(code: string): string {
    const name = REFERENCE.exec(shortCode(code))?.[1];
    return name === undefined ? '' : (this.names.get(name.toLowerCase()) ?? '');
  }

  private keep(name: string, text: string): void {
    const value = text.trim();
    if (value !== '' && value.length <= LONGEST && this.names.size < MOST_NAMES)
      this.names.set(name.toLowerCase(), value);
  }
}
