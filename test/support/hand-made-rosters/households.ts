import { asks, id, idMasked, idWide, name, says, twelve, type HandMadeRoster } from './sheet.js';

const [a, b, c, d, e] = twelve(17);
const number = (shown: string) => says('household', shown, shown);
const YEAR = says('year', '2025年', 2025);
const REGISTRY = says('source', '全国防返贫监测系统', 'registry');
const LIST = says('source-reference', '监测系统导出 2026-01', '监测系统导出 2026-01');
const ON = says('assessed-on', '2026年1月12日', '2026-01-12');

/** What households have to live on. */
export const INCOME_ROSTERS: readonly HandMadeRoster[] = [
  {
    title: '乡镇：防返贫监测收入表，逐人列，同一户几行，末行合计', form: 'household-incomes',
    sheets: [{
      name: '收入', merged: ['A1:I1'],
      rows: [
        ['2025年度农户收入情况表'], ['序号', '户编号', '户主姓名', '户主证件号码', '家庭人口', '年度', '家庭人均纯收入', '数据来源', '系统名称', '核实日期'],
        [1, number('420626106-0012'), name(a), id(a), 4, YEAR, says('income', '12,345.67', 12_345), REGISTRY, LIST, ON],
        [2, number('420626106-0012'), name(b), idWide(b), 4, says('year', 2025, 2025), says('income', 12_345.67, 12_345), REGISTRY, LIST, ON],
        [3, number('420626106-0013'), name(c), idMasked(c), 2, YEAR, says('income', '1.02万元', 10_200), says('source', '入户核实', 'visit'), null, says('assessed-on', new Date(Date.UTC(2026, 0, 15)), '2026-01-15')],
        [4, number('420626106-0014'), name(d), id(d), 3, says('year', 2025, 2025), asks('income', '七八千'), says('source', '农户自报', 'self-report'), null, ON],
        [null, null, '合计', null, 13, null, 34_891, null, null, null],
      ],
    }],
  },
  {
    title: '村：只有身份证号，来源写了代码外的话', form: 'household-incomes',
    sheets: [{ name: '村', rows: [['家庭成员', '证件号', '收入年度', '人均收入', '来源', '材料名称', '核定时间'], [name(e), id(e), says('year', '2024', 2024), says('income', '0', 0), asks('source', '听说的'), says('source-reference', '村民代表会议记录', '村民代表会议记录'), says('assessed-on', '2025.3.1', '2025-03-01')]] }],
  },
];
