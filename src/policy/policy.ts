/**
 * Door of `policy`: findings, what was not read, envelope and rules into one `Ruling` per recipient. Pure.
 *
 * In: one inspection report, the envelope, the rules of the day.
 * Out: one ruling per recipient, in the envelope's order, with every rule that matched.
 * Promises: starts at hold and gets milder only when every rule was weighed; the most restrictive matching enforced rule
 * wins; something unread that no rule speaks of is held; the same input gives the same rulings in any order of parts (P8);
 * another part or recipient never makes a ruling milder unless a written exception (`not`, `insteadOf`, `exceptions`) says
 * so (P9).
 * Refuses: to know about channels, texts or deliveries beyond their names.
 */
export { rule, observed } from './rule.ts';
export type { PolicyInput } from './rule.ts';
export { internalMatcher } from './address.ts';
