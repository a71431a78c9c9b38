import ipaddr from 'ipaddr.js';

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number];

function readRange(text: string): Range {
  if (text.includes('/')) {
    const [address, bits] = ipaddr.parseCIDR(text.trim());
    if (address.kind() === 'ipv6' && 'isIPv4MappedAddress' in address && address.isIPv4MappedAddress() && bits >= 96) {
      return [address.toIPv4Address(), bits - 96];
    }
    return [address, bits];
  }
  const address = ipaddr.process(text.trim());
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}

/**
 * Makes the test whether an address is on the list.
 * @param ranges CIDR ranges and single addresses
 * @returns a predicate over textual addresses; false for anything that is no address
 * @throws RangeError naming the entry that is no address
 */
export function clientList(ranges: readonly string[]): (address: string) => boolean {
  const list = ranges.map((text) => {
    try {
      return readRange(text);
    } catch (cause) {
      throw new RangeError(`allowedClients: ${JSON.stringify(text)} is no address or CIDR range`, { cause });
    }
  });
  return (address) => {
    if (!ipaddr.isValid(address)) return false;
    // ::ffff:192.0.2.1 is 192.0.2.1: dual-stack sockets report IPv4 clients that way
    const client = ipaddr.process(address);
    return list.some(([range, bits]) => {
      if (client.kind() === 'ipv4' && range.kind() === 'ipv4') return client.match(range, bits);
      return client.kind() === range.kind() && client.match(range, bits);
    });
  };
}
