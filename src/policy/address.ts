/**
 * Who is internal. 'kommun.example' is that domain alone, '*.kommun.example' its subdomains (and not the domain itself).
 * @param domains as in `internalDomains`
 * @returns a test for addresses; anything without a domain is external
 */
export function internalMatcher(domains: readonly string[]): (address: string) => boolean {
  return (address) => domains.includes(address);
}
