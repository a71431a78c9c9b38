import type { Listener, ListenerOptions } from './listener-options.ts';

/** Starts one SMTP listener. */
export async function startListener(_options: ListenerOptions): Promise<Listener> {
  return Promise.reject(new Error('not yet'));
}
