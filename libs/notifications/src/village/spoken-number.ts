const DIGITS = '零一二三四五六七八九';
const PLACES = ['', '十', '百', '千'];

/**
 * A whole number as it is read aloud in Chinese: 5000 → 五千, 10500 → 一万零五百, 12 → 十二.
 * @param value 0 ≤ value < 100,000,000
 * @throws RangeError outside of it, or for a part of a number
 */
export function spokenNumber(value: number): string {
  if (!Number.isSafeInteger(value) || value < 0 || value >= 100_000_000) throw new RangeError('not a number that is read aloud here');
  if (value === 0) return '零';
  const [high, low] = [Math.floor(value / 10_000), value % 10_000];
  const gap = high > 0 && low > 0 && low < 1_000 ? '零' : '';
  const spoken = (high > 0 ? `${spokenThousands(high)}万` : '') + gap + spokenThousands(low);
  return spoken.replace(/^一十/u, '十');
}

function spokenThousands(value: number): string {
  let spoken = '';
  let hasGap = false;
  for (let place = 3; place >= 0; place--) {
    const digit = Math.floor(value / 10 ** place) % 10;
    if (digit === 0) hasGap ||= spoken !== '';
    else {
      spoken += (hasGap ? '零' : '') + DIGITS[digit]! + PLACES[place]!;
      hasGap = false;
    }
  }
  return spoken;
}
