import { Inject, Injectable } from '@nestjs/common';
import { today, type Clock } from '@app/kernel';
import { MatchesService } from '@app/matches';
import { REACHES, type Reach } from '@app/matching';
import { ANSWERS, JobLinks, type Answer, type OpenedLink } from '@app/notifications';
import { CLOCK, systemPrincipal, type Principal } from '@app/platform';
import { TraineeRegistry, TraineesService } from '@app/trainees';
import { CODE_LISTS } from '../reference/code-lists.js';
import { absent } from './absent.js';
import type { JobPageView, PageWord } from './job-page.js';

/** What a form of the page may send; anything else in it is passed over. */
export type PageForm = Readonly<Record<string, unknown>> | undefined;

/** Yuan a month: beyond it somebody has typed a wrong number. */
const PAY_MAX = 100_000;
const REFUSED: PageWord = { isGood: false, message: '没有看懂您的操作，请再点一次。' };
const CODE_WORDS: Readonly<Record<'wrong' | 'spent' | 'none', PageWord>> = {
  wrong: { isGood: false, message: '验证码不对，请再看一下短信。', asksForCode: true },
  spent: { isGood: false, message: '验证码已输错 5 次，请重新发送。' },
  none: { isGood: false, message: '验证码已失效，请重新发送。' },
};

/** What the page of a post shows and does, for the one person whom the link was sent to. */
@Injectable()
export class JobPageActs {
  constructor(
    private readonly links: JobLinks,
    private readonly matches: MatchesService,
    private readonly trainees: TraineesService,
    private readonly registry: TraineeRegistry,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  open(token: string, source: string): Promise<OpenedLink | null> {
    return this.links.open(token, source);
  }

  /** Null: the post is there no more. */
  async view(link: OpenedLink): Promise<JobPageView | null> {
    const [principal, answer] = [actingFor(link), await this.links.answerOf(link)];
    const vacancy = await this.matches.vacancy(principal, link.vacancyId).catch(absent);
    if (vacancy === null) return null;
    // The post is shown also while its reasons cannot be worked out.
    const reasons = await this.matches.reasonsFor(principal, link.traineeId, link.vacancyId).then((found) => found.reasons, () => []);
    const kindLabel = vacancy.kindLabel ?? CODE_LISTS['vacancy-kind']!.labels[vacancy.kind ?? ''] ?? null;
    return { vacancy, kindLabel, reasons, answer, reaches: Object.entries(CODE_LISTS['reach']!.labels).map(([code, label]) => ({ code, label })) };
  }

  async take(link: OpenedLink, form: PageForm): Promise<PageWord> {
    const act = form?.['act'];
    if ((ANSWERS as readonly unknown[]).includes(act)) return this.#answer(link, act as Answer);
    switch (act) {
      case 'contact':
        await this.links.askForContact(link);
        return { isGood: true, message: '已转给工作人员，会打电话和您联系。' };
      case 'stop':
        await this.links.stop(link);
        return { isGood: true, message: '好的，今后不再往这个手机号发岗位短信。' };
      case 'code':
        await this.links.sendCode(link);
        return { isGood: true, message: '验证码已发到您登记的手机号，请在下面填写。', asksForCode: true };
      case 'wishes':
        return this.#wish(link, form);
      default:
        return REFUSED;
    }
  }

  async #answer(link: OpenedLink, answer: Answer): Promise<PageWord> {
    const vacancy = await this.matches.vacancy(actingFor(link), link.vacancyId).catch(absent);
    if (vacancy?.status !== 'open') return { isGood: false, message: '岗位已经招满或结束，没有记下答复。' };
    if (await this.links.answer(link, answer)) return { isGood: true, message: answer === 'yes' ? '记下了：您愿意去。' : '记下了：您不去，谢谢告知。' };
    return { isGood: false, message: '您之前已经答复过了，或者短信还没有发出。' };
  }

  /** Where and for how much somebody would work; the rest of the wishes stays as stated before. */
  async #wish(link: OpenedLink, form: PageForm): Promise<PageWord> {
    const [code, reach, pay] = [textOf(form, 'code'), textOf(form, 'reach'), textOf(form, 'pay')];
    const isPay = pay === '' || (/^\d{1,6}$/u.test(pay) && Number(pay) <= PAY_MAX);
    const isReach = reach === '' || (REACHES as readonly string[]).includes(reach);
    if (!/^\d{6}$/u.test(code) || !isPay || !isReach || (pay === '' && reach === '')) return { isGood: false, message: '请填 6 位验证码，并至少改一项；月薪填数字，最多 100000。', asksForCode: true };
    const tried = await this.links.withCode(link, code, async (_, principal) => {
      const { version, facts } = await this.trainees.get(principal, link.traineeId);
      await this.registry.recordWishes(principal, link.traineeId, version, {
        ...facts.wishes, askedOn: today(this.clock), ...(reach === '' ? {} : { reach: reach as Reach }), ...(pay === '' ? {} : { minPay: Number(pay) }),
      });
    });
    return tried.verdict === 'right' ? { isGood: true, message: '已保存，今后按新的意愿推荐。' } : CODE_WORDS[tried.verdict];
  }
}

/** The service itself, in the county of the person. */
function actingFor({ ownerRegion }: OpenedLink): Principal {
  return systemPrincipal('link', ownerRegion.slice(0, 6));
}

function textOf(form: PageForm, name: string): string {
  const value = form?.[name];
  return typeof value === 'string' ? value.normalize('NFKC').trim() : '';
}
