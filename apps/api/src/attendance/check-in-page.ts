import type { CheckInOutcome, CheckInSession } from '@app/teaching';
import { plainPage, said, text } from '../http/plain-page.js';

const PERIOD = { morning: '上午', afternoon: '下午', evening: '晚上' } as const satisfies Record<CheckInSession['period'], string>;
const page = (body: string): string => plainPage('上课签到', body);

const FORM = `<form method="post" autocomplete="off">
<label for="seat">学号<small>发给您的纸条上的第一个数</small></label><input id="seat" name="seat" inputmode="numeric" maxlength="8" required>
<label for="number">签到码<small>纸条上的 6 位数</small></label><input id="number" name="number" inputmode="numeric" maxlength="12" required>
<button class="main">签到</button></form>`;

const heading = ({ className, taughtOn, period }: CheckInSession): string => `<h1>上课签到</h1><p>${text(className)}<br>${text(taughtOn)} ${PERIOD[period]}</p>`;

/** The page of a code that has run out, or is none. */
export function lapsedPage(): string {
  return page(`<h1>上课签到</h1>${said(false, '二维码已过期，请扫老师屏幕上最新的二维码。')}`);
}

/** The page on which somebody checks in; it shows nobody's name and holds no script. */
export function checkInPage(session: CheckInSession, message: string | null = null): string {
  return page(`${heading(session)}${message === null ? '' : said(false, message)}${FORM}`);
}

/** The page after somebody has typed a number. */
export function outcomePage(session: CheckInSession, outcome: CheckInOutcome): string {
  switch (outcome.outcome) {
    case 'recorded':
      return page(`${heading(session)}${said(true, '签到成功。可以关闭本页。')}`);
    case 'already':
      return page(`${heading(session)}${said(true, '您已经签过到了，不用再签。')}`);
    case 'expired':
      return lapsedPage();
    case 'locked':
      return page(`${heading(session)}${said(false, '这个学号输错 5 次，本次二维码不能再用它签到。请找老师点名，或扫新的二维码。')}`);
    case 'wrong':
      return checkInPage(session, `学号或签到码不对，还可以再试 ${outcome.triesLeft} 次。`);
    case 'refused':
      return page(`${heading(session)}${said(false, outcome.message)}`);
  }
}
