import type { ShownVacancy } from '@app/matches';
import { cleanVariable, payWords, type Answer } from '@app/notifications';
import { plainPage, said, text } from '../http/plain-page.js';

/** A post as its page shows it. */
export interface JobPageView {
  readonly vacancy: ShownVacancy;
  /** 用工形式 in words; null: not stated. */
  readonly kindLabel: string | null;
  /** Why it was thought of; empty: that cannot be worked out just now. */
  readonly reasons: readonly string[];
  /** What was answered by now. */
  readonly answer: Answer | null;
  readonly reaches: readonly { readonly code: string; readonly label: string }[];
}

/** What was just done on the page. */
export interface PageWord {
  readonly isGood: boolean;
  readonly message: string;
  /** A code has been sent: the form that takes it is open. */
  readonly asksForCode?: boolean;
}

const TITLE = '为什么给您推荐这份工作';
const ANSWERED: Readonly<Record<Answer, string>> = { yes: '您已答复：愿意去。工作人员会和您联系。', no: '您已答复：不去。', far: '您已答复：不去，太远。', pay: '您已答复：不去，工资不合适。', trade: '您已答复：不去，不对口。', other: '您已答复：不去。' };
const row = (label: string, value: string | null): string => (value === null || value === '' ? '' : `<dt>${label}</dt><dd>${text(value)}</dd>`);
const button = (act: string, label: string, isMain = false): string => `<button name="act" value="${act}"${isMain ? ' class="main"' : ''}>${label}</button>`;

/** The page of a link that has ended, or is none. */
export function endedPage(): string {
  return plainPage(TITLE, `<h1>${TITLE}</h1>${said(false, '这个链接已失效。想了解工作机会，请直接联系当地就业服务窗口。')}`);
}

/** The page about one post: the job and the reasons, never whose page it is. */
export function jobPage({ vacancy, kindLabel, reasons, answer, reaches }: JobPageView, word: PageWord | null = null): string {
  const isOpen = vacancy.status === 'open';
  const parts = [
    `<h1>${TITLE}</h1>`,
    word === null ? '' : said(word.isGood, word.message),
    `<dl>${row('岗位', cleanVariable(vacancy.title).text)}${row('用人单位', cleanVariable(vacancy.employerName).text)}${row('工资', vacancy.payText?.trim() || payWords(vacancy.payFrom, vacancy.payTo))}${row('地点', vacancy.regionLabel)}${row('用工方式', kindLabel)}${row('住宿', vacancy.lodging === null ? null : vacancy.lodging ? '提供住宿' : '不提供住宿')}</dl>`,
    reasons.length === 0 ? '<p>推荐理由暂时算不出来，可以稍后再看，或请工作人员说明。</p>' : `<h2>理由</h2><ul>${reasons.map((reason) => `<li>${text(reason)}</li>`).join('')}</ul>`,
    isOpen ? answerForm(answer) : said(false, '这个岗位已经招满或结束，不用再答复。'),
    otherForms(word?.asksForCode === true, reaches),
  ];
  return plainPage(TITLE, parts.join('\n'));
}

function answerForm(answer: Answer | null): string {
  if (answer !== null) return said(true, `${ANSWERED[answer]}想改主意，请点下面的“请工作人员联系我”。`);
  return `<h2>您的答复</h2><form method="post">${button('yes', '愿意去', true)}
<details><summary>不去</summary><p>能告诉我们为什么吗？</p>${button('far', '太远')}${button('pay', '工资不合适')}${button('trade', '不对口')}${button('other', '其他原因')}</details></form>`;
}

function otherForms(asksForCode: boolean, reaches: JobPageView['reaches']): string {
  const wishes = asksForCode
    ? `<form method="post" autocomplete="off"><label for="code">短信验证码<small>6 位数，10 分钟内有效</small></label><input id="code" name="code" inputmode="numeric" maxlength="6" required>
<label for="reach">最远能去哪里上班</label><select id="reach" name="reach"><option value="">不改</option>${reaches.map(({ code, label }) => `<option value="${text(code)}">${text(label)}</option>`).join('')}</select>
<label for="pay">最低月薪（元）<small>不改就空着</small></label><input id="pay" name="pay" inputmode="numeric" maxlength="6">
${button('wishes', '保存', true)}</form>`
    : `<form method="post"><p>要改动您的求职意愿，先往您登记的手机上发一个验证码。</p>${button('code', '发验证码')}</form>`;
  return `<h2>其他</h2><form method="post">${button('contact', '请工作人员联系我')}</form>
<details${asksForCode ? ' open' : ''}><summary>更新我的求职意愿</summary>${wishes}</details>
<details><summary>不再给我推荐岗位</summary><form method="post"><p>今后不再往这个手机号发岗位短信。</p>${button('stop', '确定不再推荐')}</form></details>`;
}
