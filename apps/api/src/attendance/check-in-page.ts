import type { CheckInOutcome, CheckInSession } from '@app/teaching';

const PERIOD = { morning: '上午', afternoon: '下午', evening: '晚上' } as const satisfies Record<CheckInSession['period'], string>;
const ESCAPED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const text = (plain: string): string => plain.replace(/[&<>"']/g, (character) => ESCAPED[character]!);

const STYLE = `body{margin:0;background:#f3f5f7;color:#16202a;font:20px/1.6 system-ui,"PingFang SC","Microsoft YaHei",sans-serif}
main{max-width:26rem;margin:0 auto;padding:1.2rem}
h1{font-size:1.5rem;margin:.2rem 0}
p{margin:.4rem 0 1rem}
label{display:block;font-weight:600;margin-top:1rem}
small{display:block;font-size:18px;font-weight:400;color:#44525f}
input{box-sizing:border-box;width:100%;font:inherit;font-size:1.4rem;padding:.5rem .7rem;border:2px solid #5b6b7a;border-radius:.5rem;background:#fff;color:inherit;letter-spacing:.1em}
button{width:100%;margin-top:1.4rem;padding:.7rem;font:inherit;font-size:1.3rem;font-weight:600;color:#fff;background:#0b5cad;border:0;border-radius:.5rem}
input:focus-visible,button:focus-visible{outline:4px solid #f2a900;outline-offset:2px}
.said{padding:.8rem 1rem;border-radius:.5rem;border-left:.5rem solid}
.good{background:#e3f4e6;border-color:#1d7a34}
.bad{background:#fdeaea;border-color:#b3261e}`;

const page = (body: string): string => `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><title>上课签到</title><style>${STYLE}</style></head>
<body><main>${body}</main></body></html>`;

const said = (isGood: boolean, message: string): string => `<p class="said ${isGood ? 'good' : 'bad'}" role="${isGood ? 'status' : 'alert'}">${text(message)}</p>`;

const FORM = `<form method="post" autocomplete="off">
<label for="seat">学号<small>发给您的纸条上的第一个数</small></label><input id="seat" name="seat" inputmode="numeric" maxlength="8" required>
<label for="number">签到码<small>纸条上的 6 位数</small></label><input id="number" name="number" inputmode="numeric" maxlength="12" required>
<button>签到</button></form>`;

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
