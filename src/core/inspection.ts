import type { Language } from './category.ts';
import type { Finding, Uninspected } from './finding.ts';
import type { ByteRange, Oddity } from './message.ts';
import type { PartPath } from './brand.ts';

/** What acting on a message needs to know of its structure: ranges, no content. */
export interface MessageOutline {
  readonly size: number;
  /** offset of the first body byte */
  readonly bodyStart: number;
  /** first Subject field; null when absent */
  readonly subject: SubjectField | null;
  /** further Subject fields of a malformed mail, whole; a replaced subject must not survive in them */
  readonly otherSubjects: readonly ByteRange[];
  /** attachments of the top MIME level that `strip` can cut */
  readonly removable: readonly RemovablePart[];
  /** a signature over the whole or a part: such mail is not modified */
  readonly signed: 'smime' | 'pgp' | null;
}

/** A Subject field with folding and final CRLF. */
export interface SubjectField extends ByteRange {
  /** offset behind the colon */
  readonly valueStart: number;
  /** the value begins with an encoded word, before which a blank is not seen (RFC 2047 §6.2) */
  readonly encoded?: true;
  /** words of rules (`then.tag`) that stand in it already, e.g. because the mail is an answer */
  readonly tags?: readonly string[];
}

/** A part `strip` can cut out. */
export interface RemovablePart {
  readonly path: PartPath;
  readonly range: ByteRange;
  /** file name with digit runs masked, for the note that replaces it */
  readonly maskedName: string;
}

/** The bytes of the word that asks for the secure channel. */
export interface SecureWord extends ByteRange {
  /** what stands in their place; only where base64 letters are shared with the text beside it */
  readonly insert?: string;
}

/** Header facts that rules, notices and delivery reports need. */
export interface MessageFacts {
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  readonly messageId: string | null;
  readonly date: string | null;
  /** number of Received fields; a loop is suspected above 50 (RFC 5321 §6.3) */
  readonly hopCount: number;
  /** RFC 3834 Auto-Submitted other than 'no' */
  readonly autoSubmitted: boolean;
  readonly bulk: boolean;
  /** all X-Brevvakt-Loop values, for the loop guard */
  readonly loopMarks: readonly string[];
  /** language of the body, null when it cannot be told */
  readonly language: Language | null;
  /** the sender asked for the secure channel by a word in the subject; its range in the raw message */
  readonly secureWord: SecureWord | null;
  /** classification labels: Sensitivity, X-Classification, msip_labels values (names only) */
  readonly labels: readonly string[];
  readonly attachmentCount: number;
  readonly quotedOnly: boolean;
}

/** All that leaves an inspector about a message. Plain data. */
export interface InspectionReport {
  /** every band; most serious first */
  readonly findings: readonly Finding[];
  readonly uninspected: readonly Uninspected[];
  readonly oddities: readonly Oddity[];
  readonly outline: MessageOutline;
  readonly facts: MessageFacts;
}
