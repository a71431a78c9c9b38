/**
 * Door of `notify`: what we write to people. In: rulings, findings (masks only), delivery results, the catalogues of
 * rules/messages. Out: complete RFC 5322 messages. Promises: no value a detector found, no subject, no body, no Bcc ever
 * stands in a notice; every notice is auto-submitted, carries a null sender's loop protection and is never answered.
 * Pure: ids, times and texts come in as arguments.
 */
export { explain, type ExplanationInput, type Notifier } from './explanation.ts';
export { deliveryStatus, relayedStatus, type StatusInput } from './delivery-status.ts';
export { holdEnded, type HoldEndedInput, type HoldEnding } from './hold-ended.ts';
export { chooseCatalogue, type Catalogues } from './catalogues.ts';
