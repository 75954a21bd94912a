import { addDays } from '@app/kernel';

/** One made-up vacancy as it stands on the board of a day, in the words of both networks. */
export interface Posting {
  readonly id: number;
  readonly title: string;
  readonly employer: string;
  readonly regionCode: string;
  readonly telephone: string;
  readonly payFrom: number;
  readonly payTo: number;
  readonly hubei: Readonly<Record<string, string>>;
  readonly cjob: Readonly<Record<string, string | number | null>>;
}

/** A vacancy over time; days count from the board's first day. */
interface Plan {
  readonly number: number;
  readonly from: number;
  readonly until: number;
  readonly repricedOn: number | null;
  readonly draw: () => Posting;
  readonly repriced: () => Posting;
}

export type Plans = readonly Plan[];

const PLACES = [
  ['420626100', '保康县', '保康县城关镇迎宾路'], ['420626106', '保康县', '保康县歇马镇'], ['420626107', '保康县', '保康县马桥镇'], ['420626', '保康县', '保康县'],
  ['420624', '南漳县', '襄阳市南漳县'], ['420606', '樊城区', '襄阳市樊城区'],
] as const;
const EMPLOYERS = ['保康青峰建材有限公司', '保康云溪茶业有限公司', '保康百合家政服务有限公司', '襄阳长顺电子有限公司', '襄阳福源餐饮管理有限公司', '南漳三景农业合作社', '襄阳快达物流有限公司', '保康松涛酒店有限公司'] as const;
const TITLES = ['焊工', '保洁员', '茶叶加工工', '中式烹调师', '挖掘机司机', '电工', '养老护理员', '仓库保管员', '缝纫工', '保安员', '餐厅服务员', '叉车司机'] as const;
const DECORATIONS = ['', '', '', '急聘', '【高薪】'] as const;
const SCHOOLS = [['81', '小学'], ['71', '初中'], ['61', '高中'], ['41', '中专'], ['31', '大专'], ['0', '不限'], ['', '']] as const;
const SURNAMES = ['高', '林', '何', '郭', '马'] as const;
const ODD_TELEPHONES = ['0000000', '12345678', '0710-5812345-808', '无'] as const;

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Plans so many vacancies that about `rows` stand on the board on day 0; a few more arrive every day. */
export function makePostings(rows: number, seed: number, firstDay: string): Plans {
  const plans: Plan[] = [];
  for (let number = 0; number < Math.ceil(rows * 1.3); number++) {
    const random = numbers(seed * 1_000_003 + number);
    const from = number < rows ? -1 - Math.floor(random() * 20) : 1 + Math.floor(random() * 30);
    const until = Math.max(from, 0) + 1 + Math.floor(random() * 60);
    const repricedOn = random() < 0.2 ? Math.max(from, 0) + 1 + Math.floor(random() * 20) : null;
    const draw = (raise: number) => () => drawPosting(numbers(seed * 7_368_787 + number), seed * 100_000 + number, addDays(firstDay, from), addDays(firstDay, until), number % 60, raise);
    plans.push({ number, from, until, repricedOn, draw: draw(0), repriced: draw(300) });
  }
  return plans;
}

/** The board of a day, newest first. One vacancy in twenty is listed twice, under two ids and otherwise the same. */
export function onBoard(plans: Plans, day: number): readonly Posting[] {
  const listed = plans.filter((plan) => plan.from <= day && day < plan.until).sort((a, b) => b.from - a.from || b.number - a.number);
  return listed.flatMap((plan) => {
    const posting = plan.repricedOn !== null && plan.repricedOn <= day ? plan.repriced() : plan.draw();
    const twinId = posting.id + 50_000_000;
    return plan.number % 20 === 7 ? [posting, { ...posting, id: twinId, cjob: { ...posting.cjob, acb200: twinId } }] : [posting];
  });
}

/** The digits by which a region contains others: 420626 for the county, 42 for 420000. */
export function regionDigits(code: string): string {
  return code.replace(/^(\d\d)0000$/, '$1').replace(/^(\d{4})00$/, '$1');
}

function drawPosting(random: () => number, id: number, published: string, expires: string, minute: number, raise: number): Posting {
  const one = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const [regionCode, label, address] = one(PLACES);
  const [schoolCode, schoolLabel] = one(SCHOOLS);
  const employer = one(EMPLOYERS);
  const title = `${one(DECORATIONS)}${one(TITLES)}${random() < 0.1 ? '（包吃住）' : ''}`;
  const payFrom = 2500 + 100 * Math.floor(random() * 40) + raise;
  const payTo = payFrom + 1000;
  const telephone = random() < 0.1 ? one(ODD_TELEPHONES) : `139${String(Math.floor(random() * 1e8)).padStart(8, '0')}`;
  const contact = `${one(SURNAMES)}经理`;
  return {
    id, title, employer, regionCode, telephone, payFrom, payTo,
    hubei: { AAB004: employer, ACB215REMARK: title, ACB21AREMARK: `${payFrom}-${payTo}元/月`, AAC011REMARK: schoolLabel, AAB301REMARK: label, UCE466: `${published} 09:${String(minute).padStart(2, '0')}:00`, AAE004: contact, AAE005: telephone },
    cjob: {
      acb200: id, aab001: 700 + EMPLOYERS.indexOf(employer), aab004: employer, aca112: title, aca111_: '', acb22a: '负责本岗位工作。', acb240: Math.floor(random() * 10), acb241: payFrom, acb242: payTo, acb202: address, aab301: regionCode.slice(0, 6), aab302: label,
      acb221: 18, acb222: 55, acc217: 0, aac011: schoolCode, acb239: '1', s_aae397: published, s_aae398: expires, aae004: contact, aae005: telephone, aae006: address, area: '420000', area_: '湖北省',
    },
  };
}
