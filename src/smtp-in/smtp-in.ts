/**
 * The door of smtp-in: SMTP sessions of permitted clients.
 *
 * In: sockets, an address list, limits, and three functions: a new id, a writer for the bytes, and "decide about this message".
 * Out: one `Envelope` and one complete, CRLF-normalised byte stream per message; replies from the outcome table.
 * Promises: the bytes written are the bytes of exactly one message, every line ends in CRLF and so does the last; a message
 *   is answered 250 only when `accept` said so; trouble in any hook is a 4xx; a client can neither end the process nor hold
 *   more than its share of memory.
 * Refuses: other clients, oversize, loops, undeclared UTF-8 addresses, commands that do not end in CRLF, anything sent after
 *   the end mark that is no legitimate command group (RFC 2920 §3.1).
 */
export { startListener } from './listener.ts';
export type {
  Listener,
  ListenerDemands,
  ListenerOptions,
  ListenerTls,
  MessageWriter,
  SmtpReply,
} from './listener-options.ts';
