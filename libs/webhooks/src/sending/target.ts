import { isIP } from 'node:net';
import { isPublicAddress } from './public-address.js';

/** Names that never stand for a host of the internet. */
const INNER_NAMES = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|arpa)$/;

/** Where webhooks go: the address as it will be used, or why it is refused, in Chinese. */
export type Target = { readonly url: URL; readonly refusal: null } | { readonly url: null; readonly refusal: string };

/** The host as an address where it is one, without brackets; else null. */
export function literalOf(url: URL): string | null {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return isIP(host) === 0 ? null : host;
}

/**
 * Reads a target as a URL parser does (`0x7f.1` is 127.0.0.1) and refuses what is not https to a public name or address.
 * @param testOrigins origins that may be anything, for tests only
 */
export function readTarget(text: string, testOrigins: readonly string[]): Target {
  const refuse = (refusal: string): Target => ({ url: null, refusal });
  if (!URL.canParse(text)) return refuse('不是网址');
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return refuse('网址中不能带用户名和密码');
  if (url.hash !== '') return refuse('网址中不能带 # 片段');
  if (testOrigins.includes(url.origin)) return { url, refusal: null };
  if (url.protocol !== 'https:') return refuse('须为 https 网址');
  const literal = literalOf(url);
  if (literal !== null) return isPublicAddress(literal) ? { url, refusal: null } : refuse('须为公网地址');
  const name = url.hostname.replace(/\.$/, '');
  return !name.includes('.') || INNER_NAMES.test(name) ? refuse('须为公网域名') : { url, refusal: null };
}
