import { createHash, timingSafeEqual } from 'node:crypto';
import ipaddr from 'ipaddr.js';

/** Whether a secret is the one, in a time that tells nothing about it. */
export function isSecret(given: string, secret: string | null): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return secret !== null && timingSafeEqual(digest(given), digest(secret));
}

/** Whether an address lies in one of the networks (`a.b.c.d`, `a.b.c.d/n`, version 6 alike). An IPv4 address mapped into version 6 counts as itself. */
export function isFrom(address: string, networks: readonly string[]): boolean {
  if (!ipaddr.isValid(address)) return false;
  const sender = ipaddr.process(address);
  return networks.some((network) => {
    const [range, bits] = network.includes('/') ? ipaddr.parseCIDR(network) : [ipaddr.process(network), null];
    if (range.kind() !== sender.kind()) return false;
    return bits === null ? range.toNormalizedString() === sender.toNormalizedString() : sender.match(range, bits);
  });
}
