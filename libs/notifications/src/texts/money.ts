/** Pay a month as a text says it, in whole yuan; null on both sides = 面议. */
export function payWords(fromYuan: number | null, toYuan: number | null): string {
  if (fromYuan === null && toYuan === null) return '工资面议';
  if (fromYuan === null) return `月薪${toYuan}元以内`;
  return toYuan === null || toYuan === fromYuan ? `月薪${fromYuan}元` : `月薪${fromYuan}-${toYuan}元`;
}
