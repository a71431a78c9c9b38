/**
 * Text without the NULs that end it in fixed-width fields. Not an expression with `+$`: a long run of NULs that does not
 * stand at the end would cost the square of its length.
 */
export function withoutFinalNuls(text: string): string {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 0) end--;
  return text.slice(0, end);
}
