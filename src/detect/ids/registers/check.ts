/** What a pure checker says about digits of the right shape. */
export interface IdCheck {
  /** detector id of contract.md, or one of the optional types of our own */
  readonly detector: string;
  /** which country's register, for the choice between readings */
  readonly family: Family;
  /**
   * `full`: every check of the type holds. `unchecked`: shape and date hold where the register demands no check digit.
   * `wrong`: shape and date hold, the check digit does not (a typing error still leaks).
   */
  readonly strength: 'full' | 'unchecked' | 'wrong';
  /** reported only beside a keyword of its own */
  readonly needsKeyword: boolean;
  /** officially a test or synthetic number */
  readonly synthetic: boolean;
}

export type Family = 'se' | 'no' | 'dk' | 'fi' | 'is' | 'reserve' | 'duf';

/** Makes a check result; the rare properties default to false. */
export function idCheck(
  detector: string,
  family: Family,
  strength: IdCheck['strength'],
  rare: { readonly needsKeyword?: boolean; readonly synthetic?: boolean } = {},
): IdCheck {
  return {
    detector,
    family,
    strength,
    needsKeyword: rare.needsKeyword ?? false,
    synthetic: rare.synthetic ?? false,
  };
}
