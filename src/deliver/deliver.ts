/**
 * The door of deliver: hands outgoing mail to its next hop, retries what is temporary, reports what it gives up.
 *
 * In: claims of due deliveries from the spool, hops by name, times.
 * Out: one result per recipient, written back in one transaction together with the notices that follow from it.
 * Promises: bytes leave as the spool holds them with the plan's edits applied and nothing else; a mail never takes another
 *   route than its own; a TLS demand is never met by clear text; every claim is settled exactly once or its lease runs out.
 * Refuses: to guess. Whatever is not understood is deferred until the mail expires.
 */
export { startDelivery } from './delivery.ts';
export type { Delivery, DeliveryMeter, DeliveryOptions, DeliverySettings, DeliverySpool } from './delivery-options.ts';
export { applyEdits } from './apply-edits.ts';
export { makeHop } from './hops/make-hop.ts';
export type { Hop, HopCheck, OutgoingMail } from './hops/hop.ts';
export type { HopSettings, HopTls, HttpHopSettings, MaildirHopSettings, SmtpHopSettings } from './hops/settings.ts';
