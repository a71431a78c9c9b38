/** Categories of contract.md; a rule file may add its own, hence the open string. */
export const CATEGORIES = [
  'national-id',
  'ethnic-origin',
  'political-opinion',
  'religion-belief',
  'trade-union',
  'genetic',
  'biometric',
  'health',
  'sex-life',
  'criminal',
  'social-services',
  'school-welfare',
  'secrecy-marking',
  'state-security',
  'protected-identity',
  'weak-encryption',
  'password-in-clear',
  'hidden-data',
  'financial',
  'extra-worthy',
] as const;
export type KnownCategory = (typeof CATEGORIES)[number];
export type Category = KnownCategory | (string & {});

/** Where in the mail. 'header': any header field but the subject. */
export type Where = 'subject' | 'header' | 'body' | 'filename' | 'attachment';

/** Where inside the body or document. */
export const ZONES = [
  'body',
  'header',
  'footer',
  'footnote',
  'endnote',
  'comment',
  'tracked-change',
  'textbox',
  'hidden',
  'cell',
  'notes',
  'metadata',
  'form',
  'annotation',
  'ocr',
  'alt-text',
  'field',
  'chart',
  'diagram',
  'master',
  'bookmark',
  'link',
  'subject',
  'filename',
  'preamble',
  'script',
  'attribute',
  'calendar',
] as const;
export type Zone = (typeof ZONES)[number];

/** Score bands, defined once: below 60 low, 60–79 medium, from 80 high. */
export type Confidence = 'low' | 'medium' | 'high';
export const MEDIUM_SCORE = 60;
export const HIGH_SCORE = 80;

/** The band of a score. @param score 0–100 */
export function confidenceOf(score: number): Confidence {
  return score >= HIGH_SCORE ? 'high' : score >= MEDIUM_SCORE ? 'medium' : 'low';
}

export const LANGUAGES = ['sv', 'nb', 'nn', 'da', 'fi', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];
export type Country = 'se' | 'no' | 'dk' | 'fi' | 'is';
