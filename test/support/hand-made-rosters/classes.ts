import { asks, id, idNumeric, idSpaced, name, says, spacedName, tel, twelve, type HandMadeRoster } from './sheet.js';

const [a, b, c, d, e, f, g, h, i, j] = twelve(4);
const inClass = (shown: string) => says('class', shown, shown);
const done = (shown: string) => says('result', shown, 'completed');
const ON = says('result-on', '2026年4月18日', '2026-04-18');
const TRADE = '2026年第3期电工班';

/** What became of people in classes. */
export const RESULT_ROSTERS: readonly HandMadeRoster[] = [
  {
    title: '技校：鉴定成绩表，标题里有班名，分数列没人问', form: 'course-results',
    sheets: [{
      name: '成绩', merged: ['A1:G1', 'A7:G7'],
      rows: [
        ['职业技能鉴定成绩汇总表'], ['序号', '姓名', '身份证号', '班级', '理论成绩', '鉴定结果', '鉴定日期'],
        [1, name(a), id(a), inClass(TRADE), 86, done('合格'), ON], [2, name(b), idSpaced(b), inClass(TRADE), 91, says('result', '取证', 'certified'), ON], [3, name(c), idNumeric(c), inClass(TRADE), 43, asks('result', '补考'), ON], [],
        ['考评员签名：　　　　　　　日期：'],
      ],
    }],
  },
  {
    title: '家政培训：发证名册', form: 'course-results',
    sheets: [{ name: '发证', rows: [['学员姓名', '身份证号码', '培训班次', '考核结果', '发证日期', '证书编号', '学时'], [spacedName(d), id(d), inClass('家政2601'), says('result', '已发证', 'certified'), says('result-on', '2026-05-01', '2026-05-01'), says('certificate-number', 'S000042062600001', 'S000042062600001'), says('hours', '80学时', 80)], [name(e), id(e), inClass('家政2601'), says('result', '已发证', 'certified'), says('result-on', new Date(Date.UTC(2026, 4, 1)), '2026-05-01'), says('certificate-number', 'S000042062600002', 'S000042062600002'), says('hours', 80, 80)]] }],
  },
  {
    title: '退学情况：原因在代码里和不在代码里', form: 'course-results',
    sheets: [{ name: '退学', merged: ['A1:E1'], rows: [['中途退出人员登记'], ['姓名', '身份证号', '班次', '结果', '日期', '退出原因'], [name(f), id(f), inClass('焊工2602'), says('result', '中途退出', 'dropped'), says('result-on', '2026/4/2', '2026-04-02'), says('drop-code', '已就业', 'found-work')], [name(g), id(g), inClass('焊工2602'), says('result', '退学', 'dropped'), says('result-on', '2026/4/3', '2026-04-03'), asks('drop-code', '农忙')]] }],
  },
  {
    title: '两张表：一班和二班，各有表头', form: 'course-results',
    sheets: [
      { name: '一班', rows: [['姓名', '身份证', '培训班', '是否合格', '结业时间'], [name(h), id(h), inClass('一班'), done('合格'), says('result-on', '2026.4.30', '2026-04-30')]] },
      { name: '二班', merged: ['A1:E1'], rows: [['二班结业名单'], ['培训对象', '身份证', '培训班', '结业情况', '结业时间'], [name(i), id(i), inClass('二班'), done('结业'), says('result-on', '2026.4.30', '2026-04-30')]] },
    ],
  },
];

const came = (...days: string[]) => ({ shown: null, truth: { attendance: days } });

/** Who came, day by day. */
export const ATTENDANCE_ROSTERS: readonly HandMadeRoster[] = [
  {
    title: '签到表：每天一列，列名是日期', form: 'attendance',
    sheets: [{
      name: '考勤', merged: ['A1:F1'],
      rows: [
        ['电工班考勤表'], ['姓名', '身份证号', '班次', '2026-04-01', '2026-04-02', '2026-04-03'],
        [name(a), id(a), inClass(TRADE), '√', '√', '×', came('2026-04-01:present', '2026-04-02:present', '2026-04-03:absent')], [name(b), id(b), inClass(TRADE), '√', '事假', null, came('2026-04-01:present', '2026-04-02:leave')],
      ],
    }],
  },
  {
    title: '每天一行的签到', form: 'attendance',
    sheets: [{ name: '签到', rows: [['培训日期', '班级', '姓名', '身份证号', '到课情况', '课时'], [says('attended-on', '2026年4月1日', '2026-04-01'), inClass('家政2601'), name(c), id(c), says('mark', '到', 'present'), says('hours', 8, 8)], [says('attended-on', '2026年4月1日', '2026-04-01'), inClass('家政2601'), name(d), id(d), says('mark', '缺', 'absent'), says('hours', '0', 0)], [says('attended-on', '2026年4月2日', '2026-04-02'), inClass('家政2601'), name(d), id(d), asks('mark', '半天'), says('hours', 4, 4)]] }],
  },
  {
    title: '日期列用年月日中文，另有合计列没人问', form: 'attendance',
    sheets: [{ name: 'Sheet1', rows: [['学员', '身份证号码', '班次名称', '2026年5月6日', '2026年5月7日', '出勤天数'], [name(e), id(e), inClass('焊工2602'), '到', '到', 2, came('2026-05-06:present', '2026-05-07:present')], [name(f), id(f), inClass('焊工2602'), '请假', '到', 1, came('2026-05-06:leave', '2026-05-07:present')]] }],
  },
  {
    title: '签到的 CSV，国标编码', form: 'attendance', csv: { encoding: 'gb18030', separator: ',' },
    sheets: [{ name: '', rows: [['姓名', '身份证号', '联系电话', '班次', '上课日期', '考勤'], [name(j), id(j), tel(j), inClass('育婴2601'), says('attended-on', '2026-06-01', '2026-06-01'), says('mark', '是', 'present')], [name(i), id(i), tel(i), inClass('育婴2601'), says('attended-on', '2026-6-1', '2026-06-01'), says('mark', '未到', 'absent')]] }],
  },
];
