/** Words for a business that is its owner: the number of the one is the number of the other. */
export const SOLE_TRADER: RegExp =
  /enskild(?:a|e|t)? (?:firma|näringsid|näringsverk)|\bensk\.? ?f(?:a|irma)?\b|egenföretagar|\binnehavare|\bef\b/i;
