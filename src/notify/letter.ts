import type { Language } from '../core/category.ts';

/** One heading with its lines. */
export interface LetterSection {
  readonly heading: string;
  readonly lines: readonly string[];
}

/** What is written to a person, before it is laid out as text and HTML. */
export interface Letter {
  readonly language: Language;
  readonly subject: string;
  readonly opening: readonly string[];
  readonly sections: readonly LetterSection[];
  readonly signOff: string;
}

const WIDTH = 76;

/** Breaks a paragraph at blanks; a longer word stays whole. */
function wrap(text: string, indent: string, hanging: string): string {
  const lines: string[] = [];
  let line = indent;
  let empty = true;
  for (const word of text.split(' ')) {
    if (!empty && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = hanging + word;
    } else {
      line += empty ? word : ` ${word}`;
    }
    empty = false;
  }
  lines.push(line);
  return lines.join('\n');
}

/** The letter as plain text of at most 76 columns, readable in any client. */
export function renderText(letter: Letter): string {
  const blocks = letter.opening.map((paragraph) => wrap(paragraph, '', ''));
  for (const section of letter.sections) {
    const single = section.lines.length === 1;
    const lines = section.lines.map((line) => (single ? wrap(line, '', '') : wrap(line, '- ', '  ')));
    blocks.push(`${section.heading}\n${'-'.repeat(section.heading.length)}\n${lines.join('\n')}`);
  }
  blocks.push(letter.signOff);
  return blocks.join('\n\n') + '\n';
}

const escapeHtml = (text: string): string =>
  text.replace(/&/gu, '&amp;').replace(/</gu, '&lt;').replace(/>/gu, '&gt;').replace(/"/gu, '&quot;');

/** Makes web addresses of escaped text clickable. */
const link = (html: string): string => html.replace(/https?:\/\/[^\s()<>"]+/gu, (url) => `<a href="${url}">${url}</a>`);

/** The letter as HTML without images, scripts or remote content; headings and lists for screen readers. */
export function renderHtml(letter: Letter): string {
  const paragraph = (text: string): string => `<p style="margin:0 0 12px">${link(escapeHtml(text))}</p>`;
  const sections = letter.sections.map((section) => {
    const body =
      section.lines.length === 1
        ? paragraph(section.lines[0] ?? '')
        : `<ul style="margin:0 0 12px;padding-left:20px">${section.lines
            .map((line) => `<li style="margin:0 0 4px">${link(escapeHtml(line))}</li>`)
            .join('')}</ul>`;
    return `<h2 style="font-size:16px;margin:20px 0 6px">${escapeHtml(section.heading)}</h2>${body}`;
  });
  return [
    `<!DOCTYPE html><html lang="${letter.language}"><head><meta charset="utf-8"><title>${escapeHtml(letter.subject)}</title></head>`,
    '<body style="font-family:Arial,Helvetica,sans-serif;font-size:15px;line-height:1.45;color:#1a1a1a;background:#fff;max-width:640px">',
    ...letter.opening.map(paragraph),
    ...sections,
    `<p style="margin:24px 0 0;color:#555">${escapeHtml(letter.signOff)}</p>`,
    '</body></html>',
  ].join('\n');
}
