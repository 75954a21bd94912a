import type { FieldFault } from '@app/kernel';
import type { TeachingPolicy } from '@app/scheduling';

const SEASONS_MAX = 12;
const MONTH_DAY = /^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const DAYS_A_WEEK = 7;

/** What is wrong with the days on which a county wishes to teach. */
export function teachingDaysFaults({ restWeekdays, farmSeasons }: Pick<TeachingPolicy, 'restWeekdays' | 'farmSeasons'>): FieldFault[] {
  const faults: FieldFault[] = [];
  const check = (isRight: boolean, path: string, message: string): void => void (isRight || faults.push({ path, message }));
  check(restWeekdays.length < DAYS_A_WEEK, 'restWeekdays', '每周至少一天上课');
  restWeekdays.forEach((day, i) => check(Number.isInteger(day) && day >= 1 && day <= DAYS_A_WEEK && restWeekdays.indexOf(day) === i, `restWeekdays[${i}]`, '须为 1（周一）到 7（周日），不重复'));
  check(farmSeasons.length <= SEASONS_MAX, 'farmSeasons', `最多 ${SEASONS_MAX} 个农忙季节`);
  farmSeasons.forEach(({ name, from, to }, i) => {
    check(name.trim() !== '', `farmSeasons[${i}].name`, '须写名称');
    check(MONTH_DAY.test(from) && MONTH_DAY.test(to) && from <= to, `farmSeasons[${i}]`, '须为同一年内先后两个月日，形如 05-25');
  });
  return faults;
}
