/** Sums as calc() of CSS has them. */

/**
 * + - * / and brackets.
 * @param written numbers without units; blanks do not matter
 * @returns null when it is anything else
 */
export function arithmetic(written: string): number | null {
  const terms = written.replace(/\s+|calc(?=\()/giu, '');
  if (!/^[\d+*/().-]+$/u.test(terms)) return null;
  const tokens = terms.match(/\d*\.?\d+|[-+*/()]/gu) ?? [];
  let at = 0;
  const factor = (): number => {
    const token = tokens[at++];
    if (token === '-') return -factor();
    if (token === '+') return factor();
    if (token !== '(') return Number(token);
    const value = sum();
    at++;
    return value;
  };
  const product = (): number => {
    let value = factor();
    while (tokens[at] === '*' || tokens[at] === '/') value = tokens[at++] === '*' ? value * factor() : value / factor();
    return value;
  };
  const sum = (): number => {
    let value = product();
    while (tokens[at] === '+' || tokens[at] === '-') value += tokens[at++] === '+' ? product() : -product();
    return value;
  };
  const value = sum();
  return Number.isFinite(value) ? value : null;
}
