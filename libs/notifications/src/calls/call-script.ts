import { cleanVariable } from '../texts/clean-variable.js';
import { payWords } from '../texts/money.js';

/** A post as it is told in a call. */
export interface CalledPost {
  readonly title: string;
  readonly employerName: string;
  readonly place: string;
  /** Whole yuan a month. */
  readonly payFrom: number | null;
  readonly payTo: number | null;
}

/** What the caller says and asks: the same as the message would, with the four reasons. Nothing in it is about the person. */
export function callScript({ title, employerName, place, payFrom, payTo }: CalledPost): string {
  const [employer, post, where] = [employerName, title, place].map((raw) => cleanVariable(raw).text) as [string, string, string];
  return `${employer}招${post}，在${where}，${payWords(payFrom, payTo)}。您愿意去吗？不愿意的话，是因为A太远、B工资、C不对口，还是D其他原因？`;
}
