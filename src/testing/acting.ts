/** What the shipped lists make of a mail in words, for tests of situations. */
import { PACKAGE_RULES } from '../config/package-rules.ts';
import { loadDetectorData } from '../config/detectors/detectors.ts';
import { compileDetectors } from '../detect/detect.ts';
import { sketchedMail, type MailSketch } from './detect-mail.ts';

const detectors = compileDetectors(loadDetectorData(PACKAGE_RULES).data);

/** A mail and what it must lead to. */
export interface Situation {
  readonly name: string;
  readonly mail: MailSketch;
  /** categories that must act; none: the mail passes */
  readonly acts: readonly string[];
}

/** Categories with a finding that a rule would act on, sorted. */
export function acting(mail: MailSketch): string[] {
  const found = detectors.detect(sketchedMail(mail)).filter((finding) => finding.confidence !== 'low');
  return [...new Set(found.map((finding) => finding.category))].sort();
}
