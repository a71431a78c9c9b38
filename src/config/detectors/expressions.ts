import { RE2JS } from 're2js';

/** Longest expression IT staff may write. */
export const MAX_EXPRESSION = 500;
/** Largest compiled size, in RE2 instructions: 'a{1000}{1000}' is short and huge. */
export const MAX_INSTRUCTIONS = 2000;

/**
 * Says what is wrong with an expression, or null. Expressions are RE2: no back-references and no look-around, and in
 * return a time that grows only linearly with the text.
 * @param flags any of 'i', 'm', 's', 'u'
 */
export function expressionProblem(expression: string, flags: string): string | null {
  if (expression === '') return 'the expression is empty';
  if (expression.length > MAX_EXPRESSION) return `longer than ${MAX_EXPRESSION} characters`;
  const wrongFlag = /[^imsu]/.exec(flags);
  if (wrongFlag !== null) return `'${wrongFlag[0]}' is not a flag; expected i, m, s or u`;
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(expression, re2Flags(flags));
  } catch (error) {
    return `not a linear-time expression (RE2): ${error instanceof Error ? error.message : 'syntax error'}`;
  }
  if (compiled.programSize() > MAX_INSTRUCTIONS) return 'too large when its repetitions are written out';
  if (compiled.matcher('').find()) return 'matches the empty text, so it would match everywhere';
  return null;
}

/** RE2JS flag bits. */
export function re2Flags(flags: string): number {
  let bits = 0;
  if (flags.includes('i')) bits |= RE2JS.CASE_INSENSITIVE;
  if (flags.includes('m')) bits |= RE2JS.MULTILINE;
  if (flags.includes('s')) bits |= RE2JS.DOTALL;
  return bits;
}
