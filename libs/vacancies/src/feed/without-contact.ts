const TELEPHONE = /(?:\+?86[-\s]?)?1[3-9](?:[-\s]?\d){9}|0\d{2,3}[-\s]?[2-9]\d{6,7}(?:[-转]\d{1,6})?|(?<!\d)[2-9]\d{6,7}(?!\d)/g;
const ACCOUNT = /(微信|薇信|威信|QQ|qq|扣扣|vx|VX|wx|WX|V信|邮箱|e-?mail)(号|群)?\s*[:是为]?\s*[A-Za-z0-9_.@-]{5,}|[\w.-]+@[\w-]+\.[\w.]+/gi;
const NAMED = /(联系(?:人|方式|电话)?|咨询|详询|请找)\s*[:：]?\s*\p{Script=Han}{1,3}?(?:先生|女士|经理|主任|老师|总|小姐|师傅|老板|主管)|(联系人)\s*[:：]\s*\p{Script=Han}{2,4}/gu;
const BLANKED = '（联系方式略）';

/** A description without telephones, accounts and names of contacts: what the public and data users see. */
export function withoutContact(text: string): string {
  return text.normalize('NFKC').replace(NAMED, (_, before?: string, label?: string) => `${before ?? label}${BLANKED}`).replace(ACCOUNT, BLANKED).replace(TELEPHONE, BLANKED)
    .replace(new RegExp(`(${BLANKED}[,，、:：\\s]*)+`, 'g'), BLANKED);
}
