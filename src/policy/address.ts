import { domainToASCII } from 'node:url';
import type { AddressTest } from '../core/rules.ts';

/** Domain of an address in its one comparable form (ASCII, lower case, no final dot); '' when it has none. */
export function domainOf(address: string): string {
  const at = address.lastIndexOf('@');
  return at < 0 ? '' : comparableDomain(address.slice(at + 1));
}

/** A domain in its one comparable form. Internationalised names as A-labels (RFC 5890); what is no domain stays as written. */
export function comparableDomain(domain: string): string {
  const trimmed = domain.trim().toLowerCase().replace(/\.$/, '');
  return domainToASCII(trimmed) || trimmed;
}

type DomainMatcher = (domain: string) => boolean;

/** Patterns of settings and rules are the same for every mail: each list of them is compiled once. */
const compiled = new WeakMap<readonly string[], DomainMatcher>();

function domainMatcher(patterns: readonly string[]): DomainMatcher {
  const known = compiled.get(patterns);
  if (known !== undefined) return known;
  const made = compileDomains(patterns);
  compiled.set(patterns, made);
  return made;
}

/** 'example.org' is that domain alone, '*.example.org' its subdomains at any depth. */
function compileDomains(patterns: readonly string[]): DomainMatcher {
  const exact = new Set<string>();
  const below: string[] = [];
  for (const pattern of patterns) {
    if (pattern.startsWith('*.')) below.push(`.${comparableDomain(pattern.slice(2))}`);
    else exact.add(comparableDomain(pattern));
  }
  return (domain) => domain !== '' && (exact.has(domain) || below.some((suffix) => domain.endsWith(suffix)));
}

/**
 * Who is internal. 'kommun.example' is that domain alone, '*.kommun.example' its subdomains (and not the domain itself):
 * a subdomain may well be run by somebody else, so it must be written down.
 * @param domains as in `internalDomains`
 * @returns a test for addresses; anything without a domain is external
 */
export function internalMatcher(domains: readonly string[]): (address: string) => boolean {
  const matches = domainMatcher(domains);
  return (address) => matches(domainOf(address));
}

/** Address in comparable form: domain settled, local part in lower case (RFC 5321 §2.4 allows case to matter; people do not mean it). */
const comparableAddress = (address: string): string => {
  const at = address.lastIndexOf('@');
  return at < 0 ? address.toLowerCase() : `${address.slice(0, at).toLowerCase()}@${domainOf(address)}`;
};

/**
 * Does an address pass a test? All fields given must hold.
 * @param internal whether the address is internal
 * @param lists named lists; entries with '@' are addresses, others domain patterns; an unknown list matches nothing
 */
export function passesAddressTest(
  address: string,
  test: AddressTest,
  internal: boolean,
  lists: Readonly<Record<string, readonly string[]>>,
): boolean {
  if (test.internal !== undefined && test.internal !== internal) return false;
  const whole = comparableAddress(address);
  if (test.addresses !== undefined && !test.addresses.some((one) => comparableAddress(one) === whole)) return false;
  const domain = domainOf(address);
  if (test.domains !== undefined && !domainMatcher(test.domains)(domain)) return false;
  if (test.lists !== undefined && !test.lists.some((name) => isListed(whole, domain, lists[name] ?? []))) return false;
  return true;
}

function isListed(address: string, domain: string, entries: readonly string[]): boolean {
  const domains = entries.filter((entry) => !entry.includes('@'));
  return (
    entries.some((entry) => entry.includes('@') && comparableAddress(entry) === address) ||
    domainMatcher(domains)(domain)
  );
}
