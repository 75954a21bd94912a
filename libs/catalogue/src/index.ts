export { PAY_BASES, parsePay, type ParsedPay, type PayBasis } from './pay/parse-pay.js';
