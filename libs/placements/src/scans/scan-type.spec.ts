import { describe, expect, it } from '@jest/globals';
import { madeUpJpeg, madeUpPdf, madeUpPng } from '../../../../test/support/scans.js';
import { zipOf } from '../../../../test/support/zip.js';
import { scanTypeOf } from './scan-type.js';

const look = (bytes: Buffer, name = '', declaredType = ''): string => {
  const seen = scanTypeOf(bytes, { name, declaredType });
  return 'type' in seen ? seen.type : seen.fault;
};

describe('a scan', () => {
  it.each([['application/pdf', madeUpPdf(), 'pdf'], ['image/jpeg', madeUpJpeg(), 'JPG'], ['image/png', madeUpPng(), 'png']])('is %s by its content, with a fitting name, type or neither', (type, bytes, extension) => {
    expect([look(bytes), look(bytes, `扫描件.${extension}`, type), look(bytes, '扫描件', 'application/octet-stream')]).toEqual([type, type, type]);
  });

  it.each([
    ['an executable with a name of a PDF', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)]), 'a.pdf', 'application/pdf', 'unknown-type'],
    ['a page', Buffer.from('<html><script>1</script></html>'), 'a.pdf', '', 'unknown-type'],
    ['a page in front of a PDF', Buffer.concat([Buffer.from('<html>'), madeUpPdf()]), 'a.pdf', '', 'unknown-type'],
    ['nothing', Buffer.alloc(0), 'a.pdf', '', 'empty'],
    ['a PNG called PDF', madeUpPng(), 'a.pdf', '', 'mismatch'],
    ['a PNG called a program', madeUpPng(), 'a.png.exe', '', 'mismatch'],
    ['a JPEG declared as PNG', madeUpJpeg(), 'a.jpg', 'image/png', 'mismatch'],
    ['a JPEG declared as a page', madeUpJpeg(), '', 'text/html; charset=utf-8', 'mismatch'],
    ['a PDF without its end', madeUpPdf().subarray(0, 40), 'a.pdf', '', 'broken'],
    ['a PNG that was cut', madeUpPng().subarray(0, -6), 'a.png', '', 'broken'],
    ['a JPEG that was cut', madeUpJpeg().subarray(0, -2), 'a.jpg', '', 'broken'],
    ['a page behind a PDF', Buffer.concat([madeUpPdf(), Buffer.from('<script>1</script>')]), 'a.pdf', '', 'foreign'],
    ['a program behind a PNG', Buffer.concat([madeUpPng(), Buffer.from('MZ....')]), 'a.png', '', 'foreign'],
    ['a page behind a JPEG', Buffer.concat([madeUpJpeg(), Buffer.from('<script>1</script>')]), 'a.jpg', '', 'foreign'],
    ['a PDF in the comment of a JPEG', madeUpJpeg('%PDF-1.4'), 'a.jpg', '', 'foreign'],
  ])('is not %s', (_, bytes, name, declaredType, fault) => expect(look(bytes, name, declaredType)).toBe(fault));

  it('is not an archive as well, wherever the archive is hidden', async () => {
    const archive = await zipOf([{ name: 'a.html', content: '<script>1</script>' }]);
    expect(look(Buffer.concat([madeUpPdf(), archive]))).toBe('foreign');
    expect(look(Buffer.concat([madeUpJpeg(), archive]))).toBe('foreign');
    const inside = madeUpPdf().toString('latin1').replace('startxref', `${archive.toString('latin1')}\nstartxref`);
    expect(look(Buffer.from(inside, 'latin1'))).toBe('foreign');
  });

  it('of a camera may hold a second image and padding behind the first', () => {
    expect(look(Buffer.concat([madeUpJpeg(), Buffer.alloc(10), madeUpJpeg('second'), Buffer.alloc(3)]))).toBe('image/jpeg');
  });

  it('is never believed, and never an error, whatever is cut off or changed', () => {
    for (const whole of [madeUpPdf(), madeUpJpeg(), madeUpPng()]) {
      for (let i = 0; i < whole.length; i++) {
        expect(['empty', 'unknown-type', 'broken', 'foreign', 'application/pdf']).toContain(look(whole.subarray(0, i)));
        const altered = Buffer.from(whole);
        altered[i]! ^= 0x80;
        expect(() => look(altered)).not.toThrow();
      }
    }
  });
});
