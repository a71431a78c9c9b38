import type { Delivery, DeliveryOptions } from './delivery-options.ts';

/** Starts claiming and sending. */
export function startDelivery(_options: DeliveryOptions): Delivery {
  throw new Error('not yet');
}
