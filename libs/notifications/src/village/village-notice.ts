import { cleanVariable } from '../texts/clean-variable.js';
import { payWords } from '../texts/money.js';
import { spokenNumber } from './spoken-number.js';

/** A post as a village tells of it. Nothing in it is about a person. */
export interface NoticedPost {
  readonly title: string;
  readonly employerName: string;
  readonly place: string;
  /** Whole yuan a month. */
  readonly payFrom: number | null;
  readonly payTo: number | null;
  /** Null: several. */
  readonly openings: number | null;
  readonly lodging: boolean | null;
}

/** What a village can do with a post beside the messages: nothing in it is about a person. */
export interface VillageNotice {
  /** For the village's WeChat group, to be pasted as it is. */
  readonly groupText: string;
  /** To be read out by the loudspeaker: no digit, no sign, said twice what matters. */
  readonly loudspeaker: string;
}

/** Both texts of a post. @param office whom to turn to, with its telephone @param link the post's public page; null: none */
export function villageNotice(post: NoticedPost, office: string, link: string | null): VillageNotice {
  const [title, employer, place] = [post.title, post.employerName, post.place].map((raw) => cleanVariable(raw).text) as [string, string, string];
  const lodging = post.lodging === true ? '，提供住宿' : '';
  return {
    groupText: [
      `招工：${title}${post.openings === null ? '' : `（${post.openings}人）`}`, `单位：${employer}`, payWords(post.payFrom, post.payTo), `地点：${place}${lodging}`, `想去的请联系：${cleanVariable(office).text}`, ...(link === null ? [] : [`详情：${link}`]),
    ].join('\n'),
    loudspeaker: `各位乡亲请注意，现在播送一条招工信息。${employer}招${title}，${post.openings === null ? '人数不限' : `一共${spokenNumber(post.openings)}个人`}。${spokenPay(post)}。上班地点在${place}${lodging}。再播送一遍：${employer}招${title}，${spokenPay(post)}。想去的乡亲，请到村委会登记，或者联系${cleanVariable(office).text.replace(/\d/gu, (digit) => '零幺二三四五六七八九'[Number(digit)]!)}。`,
  };
}

function spokenPay({ payFrom, payTo }: NoticedPost): string {
  if (payFrom === null && payTo === null) return '工资面议';
  if (payFrom === null) return `月工资${spokenNumber(payTo!)}元以内`;
  return payTo === null || payTo === payFrom ? `月工资${spokenNumber(payFrom)}元` : `月工资${spokenNumber(payFrom)}元到${spokenNumber(payTo)}元`;
}
