import type { FastifyReply } from 'fastify';

const ESCAPED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const STYLE = `body{margin:0;background:#f3f5f7;color:#16202a;font:20px/1.6 system-ui,"PingFang SC","Microsoft YaHei",sans-serif}
main{max-width:28rem;margin:0 auto;padding:1.2rem}
h1{font-size:1.5rem;line-height:1.3;margin:.2rem 0 1rem}
h2{font-size:1.2rem;margin:1.6rem 0 .4rem}
p{margin:.4rem 0 1rem}
dl{margin:0;background:#fff;border-radius:.6rem;padding:.6rem 1rem}
dt{color:#44525f;font-size:18px;margin-top:.5rem}
dd{margin:0;font-weight:600;overflow-wrap:anywhere}
ul{margin:.4rem 0;padding-left:1.3rem}
label{display:block;font-weight:600;margin-top:1rem}
small{display:block;font-size:18px;font-weight:400;color:#44525f}
input,select{box-sizing:border-box;width:100%;font:inherit;font-size:1.2rem;padding:.5rem .7rem;border:2px solid #5b6b7a;border-radius:.5rem;background:#fff;color:inherit}
button{width:100%;margin-top:.8rem;padding:.7rem;font:inherit;font-size:1.2rem;font-weight:600;color:#0b4f96;background:#fff;border:2px solid #0b5cad;border-radius:.5rem}
button.main{color:#fff;background:#0b5cad}
summary{margin-top:1.2rem;padding:.5rem 0;font-weight:600;color:#0b4f96;cursor:pointer}
input:focus-visible,select:focus-visible,button:focus-visible,summary:focus-visible{outline:4px solid #f2a900;outline-offset:2px}
.said{padding:.8rem 1rem;border-radius:.5rem;border-left:.5rem solid}
.good{background:#e3f4e6;border-color:#1d7a34}
.bad{background:#fdeaea;border-color:#b3261e}
@media print{body{background:#fff;font-size:12pt;line-height:1.4}main{max-width:none;padding:0}li{break-inside:avoid}}`;

/** A value as it may stand in a page. */
export function text(plain: string): string {
  return plain.replace(/[&<>"']/g, (character) => ESCAPED[character]!);
}

/** A page for people's own telephones: whole in one file, no script, large letters. @param body HTML, its values escaped by {@link text} */
export function plainPage(title: string, body: string): string {
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><title>${text(title)}</title><style>${STYLE}</style></head>
<body><main>${body}</main></body></html>`;
}

/** What came of something, where a reader of the screen hears it. */
export function said(isGood: boolean, message: string): string {
  return `<p class="said ${isGood ? 'good' : 'bad'}" role="${isGood ? 'status' : 'alert'}">${text(message)}</p>`;
}

/** Sends a page whose own forms come back to it. */
export function sendPlainPage(reply: FastifyReply, html: string): void {
  // Under "no-referrer" a browser sends its own form with the origin "null", and it would be refused as a stranger's.
  void reply.header('referrer-policy', 'same-origin').type('text/html; charset=utf-8').send(html);
}
