import type { CivilDate } from '@app/kernel';
import type { Period } from './problem.js';

/** The holidays of one year, as announced or as the rule foresees them. */
export interface HolidayYear {
  readonly year: number;
  /** Where the days stand, and since when. */
  readonly source: string;
  /** Not announced yet: to be replaced by the notice of that year. */
  readonly isProvisional: boolean;
  readonly holidays: readonly (Period & { readonly name: string })[];
  /** Saturdays and Sundays on which people work instead. */
  readonly workdays: readonly CivilDate[];
}

/** Public holidays of the People's Republic of China, as dated data. */
export const PUBLIC_HOLIDAYS: readonly HolidayYear[] = [
  {
    year: 2026,
    source: '国务院办公厅关于2026年部分节假日安排的通知，2025-11-04',
    isProvisional: false,
    holidays: [
      { name: '元旦', from: '2026-01-01', to: '2026-01-03' },
      { name: '春节', from: '2026-02-15', to: '2026-02-23' },
      { name: '清明节', from: '2026-04-04', to: '2026-04-06' },
      { name: '劳动节', from: '2026-05-01', to: '2026-05-05' },
      { name: '端午节', from: '2026-06-19', to: '2026-06-21' },
      { name: '中秋节', from: '2026-09-25', to: '2026-09-27' },
      { name: '国庆节', from: '2026-10-01', to: '2026-10-07' },
    ],
    workdays: ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'],
  },
  {
    year: 2027,
    source: '按《全国年节及纪念日放假办法》（2024年11月修订）及国务院办公厅2024-11-12通知所述放假原则推算；2027年通知公布后以通知为准，调休上班日未定',
    isProvisional: true,
    holidays: [
      { name: '元旦', from: '2027-01-01', to: '2027-01-03' },
      { name: '春节', from: '2027-02-05', to: '2027-02-12' },
      { name: '清明节', from: '2027-04-03', to: '2027-04-05' },
      { name: '劳动节', from: '2027-05-01', to: '2027-05-05' },
      { name: '端午节', from: '2027-06-09', to: '2027-06-09' },
      { name: '中秋节', from: '2027-09-15', to: '2027-09-15' },
      { name: '国庆节', from: '2027-10-01', to: '2027-10-07' },
    ],
    workdays: [],
  },
];
