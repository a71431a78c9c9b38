/** Nominal typing for ids that are plain strings at run time. */
declare const brand: unique symbol;
export type Brand<T, B extends string> = T & { readonly [brand]: B };

/** Our own id of a mail: queue id, incident number and reference in one. Never the Message-ID header. */
export type MessageId = Brand<string, 'MessageId'>;

/** The way down to a part: MIME section numbers as in IMAP ('2.1'), then '!' and the entry inside a container ('2!papers.zip!a.docx'). '' is the message itself. */
export type PartPath = Brand<string, 'PartPath'>;

/** A rule's id as written in the rule files. */
export type RuleId = Brand<string, 'RuleId'>;

/** Makes a part path. @param value as described at PartPath */
export const partPath = (value: string): PartPath => value as PartPath;
/** Makes a message id. @param value text made by newMessageId() or read back from the store */
export const messageId = (value: string): MessageId => value as MessageId;
/** Makes a rule id. @param value id as written in a rule file */
export const ruleId = (value: string): RuleId => value as RuleId;

/** Called where a closed union must be exhausted; throws TypeError when a value slips through. */
export function assertNever(value: never): never {
  throw new TypeError(`unexpected value ${JSON.stringify(value)}`);
}
