/**
 * Marks of markup languages between the digits of a number, in text that no program of that language shows: LaTeX, Markdown,
 * BBCode, wikis, RTF, tags of HTML. Pure; each takes a line and gives it as its author meant it to be read.
 */

/** Tags and comments of HTML and BBCode. */
const TAGS =
  /(?<=[\d-])(?:<(?:!--[^>]{0,80}--|\/?[a-z][^<>]{0,80})>|\[\/?[a-z]{1,10}(?:=[^\]]{0,60})?\]){1,6}(?=[\d-])/giu;
/** LaTeX: commands, braces, thin blanks, mathematics; RTF: control words. */
const COMMANDS =
  /(?<=[\d-])(?:\\(?:text)?(?:en|em)?dash(?:\{\})?|\\[,;:!/ &|-]|\\(?!u[{\d]|x[\d{])[a-z]{1,14}\*?-?(?:\d{1,4}pt)?(?:\[[^\]]{0,20}\])?(?:\{|\s|(?=\d\d))|[{}$^]|\\\\|\\['"]){1,8}(?=[\d-])/giu;
/** What mail clients write for a picture or a file that stood there, what wikis write for colours and notes, subtitles for type. */
const PLACEHOLDERS =
  /(?<=[\d-])(?:\[(?:cid|image|bild|bilde|billede|inline image)[:\s][^\]]{0,120}\]|\[\^[^\]]{1,20}\]|!\[[^\]]{0,80}\]\([^)\s]{0,200}\)|\{[a-z]{2,12}(?::[^{}]{0,40})?\}|@@[^@]{0,60}@@|<<[^<>]{1,80}>>|\((?:See attached file|Se bifogad fil|Se vedlagt fil|Se vedhæftet fil|Embedded image)[^()]{0,120}\)|\\ \*{1,2}|\{(?:\\[a-z]{1,8}[^\s{}\\]{0,20}){1,6}\}){1,6}(?=[\d-])/giu;
/** A link of Markdown whose text is the rest of the number. */
const LINKED = /(?<=[\d-])\[([\d-]{1,12})\]\([^)\s]{0,200}\)/gu;
/** Markdown and wikis: links, strikes, raised text, escapes. */
const MARKS =
  /(?<=[\d-])(?:\]\([^)\s]{0,200}\)|\]\[[^\]]{0,40}\]|'{2,5}|~~|\^|==|\|\||`{1,3}|\*{1,3}|_{1,3}){1,3}(?=[\d-])/gu;

/** A digit, a mark, and something that may end in a digit. */
export const MARKED =
  /\d(?:<(?:!--|\/?[a-z])|\[\/?[a-z]|\\(?!u[{\d]|x[\d{])[a-z,;:!/' &|-]|[{}$^]|\]\(|\]\[|\[[\^\d]|!\[|@@|<<|\(se|\(em|''|~~|==|\|\||\*{1,3}-|-\*{1,3}\d)/iu;

export const withoutMarkup = (line: string): string => {
  const dashes = line
    .replace(/(?<=\d)\\-(?=\d{4}(?!\d))/gu, '-')
    .replace(/(?<=\d)\\text(?:en|em)dash(?:\{\})?\s?(?=\d)/gu, '-');
  return dashes
    .replace(PLACEHOLDERS, '')
    .replace(LINKED, '$1')
    .replace(TAGS, '')
    .replace(COMMANDS, '')
    .replace(MARKS, '');
};
