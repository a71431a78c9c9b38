import { partPath } from '../core/brand.ts';
import type { InspectionReport } from '../core/inspection.ts';

/** What is known of a mail whose inspection failed as a whole: nothing, and that is said. */
export function unreadableReport(size: number): InspectionReport {
  return {
    findings: [],
    uninspected: [{ part: partPath(''), path: [], reason: 'damaged', detail: 'inspection failed', kind: 'message' }],
    oddities: [],
    outline: { size, bodyStart: 0, subject: null, otherSubjects: [], removable: [], signed: null },
    facts: {
      from: [],
      to: [],
      cc: [],
      bcc: [],
      messageId: null,
      date: null,
      hopCount: 0,
      autoSubmitted: false,
      bulk: false,
      loopMarks: [],
      language: null,
      secureWord: null,
      labels: [],
      attachmentCount: 0,
      quotedOnly: false,
    },
  };
}
