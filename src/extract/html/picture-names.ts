/**
 * Numbers shown as pictures of their digits: `<img src="img/8.png"><img src="img/1.png">`. What a picture shows is not read here, but ten of
 * them side by side whose names each end in one digit say a number.
 */
import { isIdentifierLength } from '../decoys.ts';

/** The end of an address: one digit, or a word for a hyphen. */
const LAST =
  /(?:^|[^\d])(?:([\d+-])|(?<![a-z])(?:minus|hyphen|dash|bindestreck|bindestrek|streck|strek))(?:@\dx)?(?:\.[a-z]{3,4})?(?:@[^/]*|[?#].*)?$/iu;
const SHORTEST = 10;
const LONGEST = 14;
const LONGEST_NAME = 100;

/** The digit that a picture's name ends in, or a hyphen; null when it does not. */
function signOf(address: string): string | null {
  const name = address.slice(-LONGEST_NAME);
  const match = LAST.exec(name.slice(name.lastIndexOf('/') + 1));
  return match === null ? null : (match[1] ?? '-');
}

/** A gallery counts its pictures. */
const isCounting = (run: string): boolean =>
  Array.from(run).filter((sign, at) => at > 0 && Number(sign) === (Number(run.charAt(at - 1)) + 1) % 10).length > 5;

/** Follows the pictures of one document. */
export class PictureNames {
  private readonly found = new Set<string>();
  private run = '';

  /** @param address of a picture; the end of it says what it shows */
  picture(address: string): void {
    const sign = signOf(address);
    if (sign === null) this.finish();
    else if (this.run.length <= LONGEST) this.run += sign;
  }

  /** Text that is shown. */
  text(text: string): void {
    if (this.run === '') return;
    const trimmed = text.trim();
    if (/^[-+\u2010-\u2015\u2212]$/u.test(trimmed)) this.run += '-';
    else if (trimmed !== '') this.finish();
  }

  finish(): void {
    const { run } = this;
    this.run = '';
    if (run.length < SHORTEST || run.length > LONGEST || !isIdentifierLength(run) || isCounting(run)) return;
    this.found.add(/^\d{10}$/u.test(run) ? `${run.slice(0, 6)}-${run.slice(6)}` : run);
  }

  /** Numbers that the names say. */
  get lines(): Iterable<string> {
    return this.found;
  }
}
