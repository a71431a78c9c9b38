/**
 * Door of `act`: rulings to outgoing mail. In: envelope, report, one ruling per recipient. Out: deliveries described as edits of
 * the spooled bytes, and who is held. Promises: a mail that was simply allowed carries our two prepended fields and no other
 * change (P2); nothing of the message is written into an edit; signed mail is never modified below them. Pure.
 */
export {
  planDeliveries,
  planRelease,
  type ActInput,
  type ActSettings,
  type ChannelSettings,
  type DeliveryPlan,
} from './plan-deliveries.ts';
export { loopMark, recognisesLoop, type KeyedHash } from './loop-guard.ts';
