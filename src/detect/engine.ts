import type { DetectorData } from '../core/detector-data.ts';
import type { Detectors } from './detect.ts';

/** Compiles the detectors; see the door. */
export function compileEngine(data: DetectorData): Detectors {
  void data;
  return { detect: () => [], passwords: () => [] };
}
