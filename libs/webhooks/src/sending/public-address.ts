import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Addresses that count as public and are not: a cloud's own services answer there. */
const INNER = new Set(['168.63.129.16']);
/** What is allotted of version 6; all else is reserved, or old forms that carry an address of version 4. */
const ALLOTTED = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Whether an address is one of the public internet: unicast, in no range for private, local, shared (CGNAT), documentation
 * or translation use (NAT64, 6to4, Teredo, IPv4-mapped or -compatible). Anything that is no plain address is not.
 * Source: the security page (every resolved address must be unicast).
 */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0 || address.includes('%')) return false;
  const parsed = ipaddr.parse(address);
  if (parsed instanceof ipaddr.IPv6 && !parsed.match(ALLOTTED)) return false;
  return parsed.range() === 'unicast' && !INNER.has(parsed.toString());
}
