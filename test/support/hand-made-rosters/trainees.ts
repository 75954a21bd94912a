import { asks, id, idLower, idMasked, idNumeric, idShort, idSpaced, idWide, name, says, spacedName, tel, telCountry, telDashed, telNumeric, telTwo, telWide, twelve, under, type HandMadeRoster } from './sheet.js';

const XIEMA = '420626106';
const CHENGGUAN = '420626100';
const DIANYA = '420626104';
const HUANGPU = '420626101';
const [a, b, c, d, e, f, g, h, i, j, k, l] = twelve(1);
const sex = (shown: '男' | '女') => says('sex', shown, shown);

/** People who look for work, as township offices write them down. */
export const TRAINEE_ROSTERS: readonly HandMadeRoster[] = [
  {
    title: '歇马镇：标题、单位和日期行在上，盖章和制表人在下', form: 'trainees',
    sheets: [{
      name: 'Sheet1', merged: ['A1:H1', 'A2:D2', 'E2:H2', 'A9:H9'],
      rows: [
        ['歇马镇2026年农村劳动力转移就业摸底花名册'], ['填表单位（盖章）：歇马镇人民政府', null, null, null, '填表日期：2026年3月20日'], ['序号', '姓名', '性别', '身份证号码', '所在乡镇', '村', '文化程度', '联系电话'],
        [1, name(a), sex('男'), id(a), says('township', '歇马镇', XIEMA), says('village', '河东村', '420626106201'), says('education', '初中', 'junior-high'), tel(a)],
        [2, spacedName(b), sex('女'), idSpaced(b), says('township', '歇马镇', XIEMA), says('village', '邹家院', '420626106202'), says('education', '小学', 'primary'), telDashed(b)],
        [3, name(c), sex('男'), idLower(c), says('township', '歇马', XIEMA), says('village', '尚家坡村委会', '420626106203'), says('education', '高中', 'senior-high'), telCountry(c)],
        ['合计', '3人'], [], ['制表人：张某　　审核人：李某　　联系电话：0710-5812345'],
      ],
    }],
  },
  {
    title: '城关镇：两行表头，家庭住址下分乡镇、村、组；换行的表头', form: 'trainees',
    sheets: [{
      name: '摸底表', merged: ['A1:I1', 'A2:A3', 'B2:B3', 'C2:C3', 'D2:F2', 'G2:G3', 'H2:H3', 'I2:I3'],
      rows: [
        ['城关镇就业意愿登记'], ['序\n号', '姓　名', '身份证\n号码', '家庭住址', null, null, '联系\n电话', '学历', '期望月薪（元）'], [null, null, null, '乡镇', '村', '组'],
        ['1', name(a), idWide(a), says('township', '城关镇', CHENGGUAN), says('village', '东坡村', '420626100201'), says('address', '3组', '3组'), telWide(a), says('education', '大专', 'college'), says('wished-pay', '4000', 4000)],
        ['2', name(b), id(b), says('township', '城关', CHENGGUAN), says('village', '三溪沟村', '420626100200'), says('address', '一组', '一组'), telTwo(b), says('education', '中专/技校', 'vocational'), says('wished-pay', '4500元', 4500)],
        ['3', name(c), idMasked(c), says('township', '城关镇', CHENGGUAN), asks('village', '河东村'), says('address', '5组', '5组'), tel(c), asks('education', '中学'), asks('wished-pay', '面谈再说')],
      ],
    }],
  },
  {
    title: '店垭镇：村名合并到下面各行，姓名在前，性别勾选', form: 'trainees',
    sheets: [{
      name: '名单', merged: ['B1:G1', 'F3:F5', 'F6:F7'],
      rows: [
        [null, '店垭镇 2026 年技能培训报名表'], [null, '姓名', '身份证号', '手机', '乡镇', '村名', '想学什么'],
        [null, name(d), id(d), tel(d), says('township', '店垭镇', DIANYA), says('village', '格栏坪村', '420626104202'), says('training-wanted', '电工、焊工', ['电工', '焊工'])],
        [null, name(e), id(e), tel(e), says('township', '店垭镇', DIANYA), under('village', '420626104202'), says('training-wanted', '家政服务', ['家政服务'])],
        [null, name(f), id(f), telNumeric(f), says('township', '店垭镇', DIANYA), under('village', '420626104202'), null],
        [null, name(g), idNumeric(g), tel(g), says('township', '店垭镇', DIANYA), says('village', '观坪', '420626104203'), says('training-wanted', '养老护理/家政', ['养老护理', '家政'])],
        [null, name(h), idShort(h), tel(h), says('township', '店垭镇', DIANYA), under('village', '420626104203'), null],
      ],
    }],
  },
  {
    title: '黄堡镇：每村一张表，另有隐藏的代码表和填表说明', form: 'trainees',
    sheets: [
      { name: '填表说明', rows: [['一、身份证号须与户口簿一致。'], ['二、电话填本人手机。'], ['三、11月30日前报镇社保中心。']] },
      { name: '黄龙沟村', merged: ['A1:E1'], rows: [['黄龙沟村劳动力登记'], ['姓名', '身份证号', '电话', '乡镇', '村'], [name(a), id(a), tel(a), says('township', '黄堡镇', HUANGPU), says('village', '黄龙沟村', '420626101201')], [name(b), id(b), tel(b), says('township', '黄堡镇', HUANGPU), says('village', '黄龙沟', '420626101201')]] },
      { name: '大竹园村', merged: ['A1:E1'], rows: [['大竹园村劳动力登记'], ['姓名', '身份证号', '电话', '乡镇', '村'], [name(c), id(c), tel(c), says('township', '黄堡镇', HUANGPU), says('village', '大竹园村', '420626101202')]] },
      { name: '代码', hidden: true, rows: [['姓名', '身份证号', '电话'], ['示例', '420626199001011234', '13800000000']] },
    ],
  },
  {
    title: '马桥镇：表头每页重复，村与村之间有分组行和小计', form: 'trainees',
    sheets: [{
      name: '全镇', merged: ['A1:E1', 'A3:E3', 'A7:E7'],
      rows: [
        ['马桥镇求职登记'], ['序号', '求职人', '公民身份号码', '联系方式', '求职意向'], ['一、茶庵村'],
        [1, name(d), id(d), tel(d), says('wished-occupations', '厨师', ['厨师'])], [2, name(e), id(e), tel(e), says('wished-occupations', '缝纫工，包装工', ['缝纫工', '包装工'])], ['小计', 2], ['二、中坪村'],
        ['序号', '求职人', '公民身份号码', '联系方式', '求职意向'], [1, name(f), id(f), tel(f), says('wished-occupations', '电焊工', ['电焊工'])], ['小计', 1], ['总计', 3],
      ],
    }],
  },
  {
    title: '寺坪镇：日期六种写法，走访日期', form: 'trainees',
    sheets: [{
      name: '走访', rows: [
        ['姓名', '身份证号', '户籍乡镇', '走访日期', '意愿培训工种'],
        [name(a), id(a), says('township', '寺坪镇', '420626108'), says('asked-on', '2026年3月5日', '2026-03-05'), says('training-wanted', '电工', ['电工'])],
        [name(b), id(b), says('township', '寺坪镇', '420626108'), says('asked-on', '2026.3.6', '2026-03-06'), says('training-wanted', '电工', ['电工'])],
        [name(c), id(c), says('township', '寺坪镇', '420626108'), says('asked-on', new Date(Date.UTC(2026, 2, 7)), '2026-03-07'), says('training-wanted', '电工', ['电工'])],
        [name(d), id(d), says('township', '寺坪镇', '420626108'), says('asked-on', '2026/3/8 00:00', '2026-03-08'), says('training-wanted', '电工', ['电工'])],
        [name(e), id(e), says('township', '寺坪镇', '420626108'), asks('asked-on', '26.3.9'), says('training-wanted', '电工', ['电工'])],
        [name(f), id(f), says('township', '寺坪镇', '420626108'), asks('asked-on', '2026年3月'), says('training-wanted', '电工', ['电工'])],
        [name(g), id(g), says('township', '寺坪镇', '420626108'), asks('asked-on', '三月十日'), says('training-wanted', '电工', ['电工'])],
        [name(h), id(h), says('township', '寺坪镇', '420626108'), says('asked-on', '20260311', '2026-03-11'), says('training-wanted', '电工', ['电工'])],
      ],
    }],
  },
  {
    title: '马良镇：表前有三行文字和空行，户主与本人两个身份证列', form: 'trainees',
    sheets: [{
      name: 'Sheet1', merged: ['A1:H1', 'A2:H2', 'A3:H3'],
      rows: [
        ['附件2'], ['马良镇脱贫人口务工就业台账'], ['（2026年第一季度）'], [], ['编号', '户主姓名', '户主身份证号', '务工人员', '身份证号', '与户主关系', '联系电话', '备注'],
        [1, a.name, a.idNumber, name(b), id(b), says('relation', '之妻', '之妻'), tel(b), '外出'], [2, c.name, c.idNumber, name(d), id(d), says('relation', '之子', '之子'), tel(d), null],
        [3, e.name, e.idNumber, name(f), id(f), says('relation', '本人', '本人'), tel(f), null], [4, g.name, g.idNumber, name(h), id(h), says('relation', '之女', '之女'), telTwo(h), null],
      ],
    }],
  },
  {
    title: '后坪镇：国标编码的 CSV，分号分隔，标题行在上', form: 'trainees', csv: { encoding: 'gb18030', separator: ';' },
    sheets: [{ name: '', rows: [['后坪镇劳动力信息'], ['填报人：王某;电话'], ['姓名', '性别', '身份证号', '乡镇', '文化程度', '联系电话'], [name(a), sex('男'), id(a), says('township', '后坪镇', '420626102'), says('education', '初中文化', 'junior-high'), tel(a)], [name(b), sex('女'), id(b), says('township', '后坪镇', '420626102'), says('education', '文盲', 'none'), tel(b)]] }],
  },
  {
    title: '龙坪镇：制表符分隔的 UTF-8，列的次序颠倒', form: 'trainees', csv: { encoding: 'utf-8', separator: '\t' },
    sheets: [{ name: '', rows: [['联系电话', '文化程度', '身份证号', '姓名', '乡镇'], [tel(i), says('education', '本科', 'bachelor'), id(i), name(i), says('township', '龙坪镇', '420626103')], [tel(j), says('education', '初中', 'junior-high'), id(j), name(j), says('township', '龙坪镇', '420626103')]] }],
  },
  {
    title: '过渡湾镇：隐藏的行是去年的，不算', form: 'trainees',
    sheets: [{ name: '2026', hiddenRows: [2, 3], rows: [['姓名', '身份证', '手机号', '所属乡镇'], [name(a), id(a), tel(a), says('township', '过渡湾镇', '420626109')], [name(b), id(b), tel(b), says('township', '过渡湾镇', '420626109')], [name(c), id(c), tel(c), says('township', '过渡湾镇', '420626109')], [name(d), id(d), tel(d), says('township', '过渡湾镇', '420626109')]] }],
  },
  {
    title: '两峪乡：没有表头，只有内容', form: 'trainees', from: '420626200000',
    sheets: [{ name: 'Sheet1', rows: [a, b, c, d].map((person) => [name(person), id(person), tel(person)]) }],
  },
  {
    title: '歇马镇社区：技能与证书多项，意向地区，可去范围', form: 'trainees',
    sheets: [{
      name: '求职', merged: ['A1:I1', 'D4:D5'],
      rows: [
        ['求职人员技能登记表'], ['姓名', '身份证号', '乡镇', '社区', '特长', '持证情况', '意向地点', '就业范围', '期望薪资'],
        [name(k), id(k), says('township', '歇马镇', XIEMA), says('village', '欧店街社区', '420626106013'), says('skills', '电工，焊工', ['电工', '焊工']), says('certificates', '低压电工证', ['低压电工证']), says('wished-regions', '保康县、襄阳市', ['保康县', '襄阳市']), says('reach', '本县', 'county'), says('wished-pay', '4000元/月', 4000)],
        [name(l), id(l), says('township', '歇马镇', XIEMA), says('village', '百峰街社区', '420626106014'), '无', null, null, says('reach', '都可以', 'any'), says('wished-pay', '0.5万', 5000)],
        [name(a), id(a), says('township', '歇马镇', XIEMA), under('village', '420626106014'), says('skills', '驾驶', ['驾驶']), says('certificates', 'C1', ['C1']), says('wished-regions', '武汉', ['武汉']), asks('reach', '看情况'), asks('wished-pay', '4000-5000')],
      ],
    }],
  },
];
