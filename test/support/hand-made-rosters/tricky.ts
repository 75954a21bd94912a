import { asks, id, idSpaced, name, says, tel, twelve, type HandMadeRoster } from './sheet.js';

const [a, b, c, d, e, f, g, h] = twelve(5);
const XIEMA = '420626106';

/** Rosters in which the likely reading is the wrong one. */
export const TRICKY_ROSTERS: readonly HandMadeRoster[] = [
  {
    title: '左右两张表并排：右边的不能配到左边', form: 'trainees',
    sheets: [{ name: '并排', merged: ['A1:G1'], rows: [['培训报名（左右两栏）'], ['姓名', '身份证号', '电话', null, '姓名', '身份证号', '电话'], [name(a), id(a), tel(a), null, b.name, b.idNumber, b.phone], [name(c), id(c), tel(c), null, d.name, d.idNumber, d.phone]] }],
  },
  {
    title: '乡镇和村写在一栏', form: 'trainees',
    sheets: [{ name: '名单', rows: [['姓名', '身份证号', '乡镇（村）'], [name(a), id(a), { shown: '歇马镇河东村', truth: { township: XIEMA, village: '420626106201' } }], [name(b), idSpaced(b), { shown: '歇马镇尚家坡村', truth: { township: XIEMA, village: '420626106203' } }]] }],
  },
  {
    title: '考勤只写几日，年月只在标题里', form: 'attendance',
    sheets: [{ name: '四月', merged: ['A1:F1'], rows: [['2026年4月考勤'], ['姓名', '身份证号', '班次', '1日', '2日', '3日'], [name(a), id(a), says('class', '电工班', '电工班'), '√', '√', '×', asks('attendance', null)], [name(b), id(b), says('class', '电工班', '电工班'), '√', null, '√', asks('attendance', null)]] }],
  },
  {
    title: '性别写代码，出生日期不是询问日期，月日年', form: 'trainees',
    sheets: [{ name: '库', rows: [['姓名', '性别', '出生日期', '身份证号', '登记日期'], [name(c), asks('sex', '1'), '1980-03-05', id(c), asks('asked-on', '3/5/2026')], [name(d), asks('sex', '2'), '1990-01-02', id(d), says('asked-on', '2026-03-05', '2026-03-05')], [name(e), asks('sex', '1'), '1991-01-02', id(e), asks('asked-on', '2026-02-30')]] }],
  },
  {
    title: '身份证一栏没有列名；联系人电话不是本人的', form: 'trainees',
    sheets: [{ name: '表', rows: [['姓名', null, '村干部电话', '乡镇'], [name(e), id(e), '13800001111', says('township', '歇马镇', XIEMA)], [name(f), id(f), '13800001111', says('township', '歇马镇', XIEMA)], [name(g), id(g), '13800001111', says('township', '歇马镇', XIEMA)], [name(h), id(h), '13800001111', says('township', '歇马镇', XIEMA)]] }],
  },
  {
    title: '姓名和号码写在一格；乡镇是别县的；名字里有空格和点', form: 'trainees',
    sheets: [{ name: '表', rows: [['姓名', '身份证号', '电话', '乡镇'], [asks('name', `${a.name}${a.idNumber}`), asks('id-number', '见左'), tel(a), asks('township', '谷城县石花镇')], [says('name', '买买提•艾力', '买买提·艾力'), id(b), tel(b), says('township', '歇马镇', XIEMA)], [asks('name', '12组'), id(c), tel(c), says('township', '歇马镇', XIEMA)]] }],
  },
];
