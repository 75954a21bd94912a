import { padRegion, regionPrefix } from '@app/kernel';
import { SourceFault } from './source-fault.js';
import type { TextAnswer } from './polite-client.js';

/** The six-digit code by which the networks are asked for a region. */
export function countyCode(regionCode: string): string {
  return padRegion(regionCode).slice(0, 6);
}

/** The province of a region, 12 digits. */
export function provinceOf(regionCode: string): string {
  return padRegion(regionPrefix(regionCode).slice(0, 2));
}

/** @throws SourceFault when a page of HTML came where JSON was due */
export function refuseHtml({ text }: TextAnswer): void {
  if (!/^\s*</.test(text)) return;
  throw isMaintenance(text) ? new SourceFault('maintenance') : new SourceFault('not-the-format', { detail: '收到网页而不是数据' });
}

/** Whether a short page speaks of maintenance; a list of vacancies may contain the word in a title. */
export function isMaintenance(text: string): boolean {
  return /维护|升级中|maintenance/i.test(text.slice(0, 20_000));
}
