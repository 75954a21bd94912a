import type { RegionLevel } from '@app/kernel';

/** Names of the code list that only group counties and that nobody writes. */
const GROUPING = new Set(['市辖区', '县', '省直辖县级行政区划', '自治区直辖县级行政区划']);

const PEOPLES = /(蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|鄂温克|德昂|保安|裕固|独龙|鄂伦春|门巴|珞巴|各)族/g;
const PLAIN_PEOPLES = /^(内蒙古|广西|西藏|宁夏|新疆)(壮族|回族|维吾尔)?自治区$/;

/** Whether the name stands for a place, not for a grouping of the code list (110100 市辖区). */
export function isPlaceName(name: string): boolean {
  return !GROUPING.has(name);
}

/**
 * The ways a region's name is written besides the official one, with `bare` = without its kind (保康县 → 保康): a bare
 * name is only trusted where its surroundings say that a place is meant. Never shorter than two characters (房县).
 */
export function namesOf(name: string, level: RegionLevel): { readonly full: readonly string[]; readonly bare: string | null } {
  if (level === 'village') {
    const short = name.replace(/(居民委员会|村民委员会|居委会|村委会)$/, '');
    return { full: short === name || short.length < 2 ? [name] : [name, short.endsWith('村') || short.endsWith('社区') ? short : `${short}村`], bare: null };
  }
  if (level === 'township') return { full: [name, name.replace(/街道办事处$/, '街道')], bare: bareOf(name, /(街道办事处|街道|镇|乡)$/) };
  const region = PLAIN_PEOPLES.exec(name);
  if (region) return { full: [name], bare: region[1]! };
  const autonomous = /^(.+)自治(州|县|旗)$/.exec(name);
  if (autonomous) {
    const place = autonomous[1]!.replace(PEOPLES, '');
    return place.length < 2 ? { full: [name], bare: null } : { full: [name, `${place}${autonomous[2]!}`], bare: place };
  }
  return { full: [name], bare: bareOf(name, level === 'county' ? /(市|县|林区|区)$/ : /(特别行政区|省|市|地区|盟)$/) };
}

function bareOf(name: string, kind: RegExp): string | null {
  const bare = name.replace(kind, '');
  return bare === name || bare.length < 2 ? null : bare;
}
