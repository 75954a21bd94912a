import { civilDateOf, EDUCATION_LABEL } from '@app/kernel';
import type { OfferedVacancy } from '@app/vacancies';

const EMPLOYMENT_TYPE: Readonly<Record<string, string>> = { 'full-time': 'FULL_TIME', 'part-time': 'PART_TIME', seasonal: 'TEMPORARY', day: 'PER_DIEM', piece: 'OTHER', internship: 'INTERN' };
const KIND_LABEL: Readonly<Record<string, string>> = { 'full-time': '全职', 'part-time': '兼职', seasonal: '季节工', day: '日结', piece: '计件', internship: '实习' };

/** The vacancy as schema.org's JobPosting; nothing of a contact. */
export function jobPostingOf(vacancy: OfferedVacancy): Record<string, unknown> {
  const { id, title, description, employer, publishedOn, validThrough, startsOn, regionLabel, payFrom, payTo, kind, openings, updatedAt, minEducation } = vacancy;
  return {
    '@context': 'https://schema.org',
    '@type': 'JobPosting',
    identifier: { '@type': 'PropertyValue', name: '授渔', value: id },
    title,
    description: description ?? title,
    datePosted: publishedOn ?? civilDateOf(updatedAt),
    ...(validThrough === null ? {} : { validThrough }),
    ...(startsOn === null ? {} : { jobStartDate: startsOn }),
    hiringOrganization: { '@type': 'Organization', name: employer },
    jobLocation: { '@type': 'Place', address: { '@type': 'PostalAddress', addressCountry: 'CN', ...(regionLabel === null ? {} : { addressLocality: regionLabel }) } },
    ...(kind === null ? {} : { employmentType: EMPLOYMENT_TYPE[kind] }),
    ...(openings === null ? {} : { totalJobOpenings: openings }),
    ...(minEducation === null || minEducation === 'none' ? {} : { educationRequirements: EDUCATION_LABEL[minEducation] }),
    ...(payFrom === null && payTo === null ? {} : { baseSalary: { '@type': 'MonetaryAmount', currency: 'CNY', value: { '@type': 'QuantitativeValue', unitText: 'MONTH', ...(payFrom === null ? {} : { minValue: payFrom }), ...(payTo === null ? {} : { maxValue: payTo }) } } }),
  };
}

const escape = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');

const STYLE = `body{margin:0;background:#f4f6f8;color:#1c2733;font:16px/1.7 system-ui,"PingFang SC","Microsoft YaHei","WenQuanYi Zen Hei",sans-serif}
main{max-width:720px;margin:0 auto;padding:20px 16px 48px}article{background:#fff;border-radius:12px;padding:24px 20px;box-shadow:0 1px 3px #0002}
h1{font-size:24px;line-height:1.35;margin:0 0 4px}p.employer{margin:0 0 16px;color:#4b5b6b}p.pay{font-size:20px;font-weight:700;color:#b3401a;margin:0 0 16px}
dl{display:grid;grid-template-columns:6em 1fr;gap:6px 12px;margin:0 0 20px}dt{color:#66788a}dd{margin:0}h2{font-size:17px;margin:0 0 6px}
.text{white-space:pre-wrap;overflow-wrap:anywhere;margin:0}footer{color:#66788a;font-size:14px;margin-top:20px}`;

/** The vacancy as a page for people: no script, no contact. */
export function jobPageOf(vacancy: OfferedVacancy): string {
  const { title, employer, employerVerified, payFrom, payTo, payText, regionLabel, openings, kind, minEducation, lodging, validThrough, startsOn, publishedOn, description } = vacancy;
  const pay = payFrom === null && payTo === null ? (payText?.trim() ? payText : '薪资面议') : `${[payFrom, payTo].filter((each) => each !== null && each !== undefined).filter((each, i, all) => all.indexOf(each) === i).join('–')} 元/月`;
  const facts: [string, string | null][] = [
    ['工作地点', regionLabel], ['招聘人数', openings === null ? '若干' : `${openings} 人`], ['用工形式', kind === null ? null : KIND_LABEL[kind]!], ['学历', minEducation === null ? null : EDUCATION_LABEL[minEducation]],
    ['食宿', lodging === null ? null : lodging ? '提供' : '不提供'], ['上岗日期', startsOn], ['发布日期', publishedOn], ['有效期至', validThrough],
  ];
  const data = JSON.stringify(jobPostingOf(vacancy)).replace(/</g, '\\u003c');
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escape(title)} · ${escape(employer)}</title>
<style>${STYLE}</style><script type="application/ld+json">${data}</script></head>
<body><main><article><h1>${escape(title)}</h1><p class="employer">${escape(employer)}${employerVerified ? '（已核验）' : '（尚未核验）'}</p><p class="pay">${escape(pay)}</p>
<dl>${facts.filter(([, value]) => value !== null).map(([label, value]) => `<dt>${label}</dt><dd>${escape(value!)}</dd>`).join('')}</dl>
${description === null ? '' : `<h2>岗位说明</h2><p class="text">${escape(description)}</p>`}</article>
<footer>月薪为税前，按来源所写换算（每月 26 天、每天 8 小时）。本页不显示联系方式，应聘请到当地就业服务机构登记。招聘不得收取任何费用。</footer></main></body></html>`;
}
