/** What each status means, in Chinese: the title of every problem whose code has none of its own. */
const TITLE_OF_STATUS: Readonly<Record<number, string>> = {
  400: '请求有误', 401: '未登录', 403: '没有权限', 404: '不存在', 405: '不支持的请求方法', 410: '已失效', 406: '无法提供所要的格式', 408: '请求超时', 409: '与现状冲突', 412: '内容已被修改',
  413: '请求内容过大', 415: '不支持的内容类型', 422: '不符合规则', 428: '缺少前提条件', 429: '请求过于频繁', 500: '服务内部错误', 503: '服务暂不可用',
};

/** Titles of the codes that say more than their status. */
const TITLE_OF_CODE: Readonly<Record<string, string>> = {
  'REQUEST.INVALID': '请求内容有误',
  'REQUEST.MALFORMED': '请求格式无法识别（应为 JSON）',
  'REQUEST.ADDRESS_MALFORMED': '地址格式有误',
  'REQUEST.MEDIA_TYPE': '不支持的内容类型（应为 application/json）',
  'REQUEST.CURSOR_INVALID': '分页游标无效',
  'REQUEST.STALE_VERSION': '内容已被他人修改',
  'REQUEST.IF_MATCH_MISSING': '缺少 If-Match',
  'ROUTE.UNKNOWN': '没有这个地址',
  'ACCESS.NOT_AUTHENTICATED': '未登录或密钥无效',
  'ACCESS.ORIGIN_REFUSED': '来源网站不受信任',
  'ACCESS.OUT_OF_SCOPE': '不存在或不在管辖范围内',
  'SESSION.LOGIN_FAILED': '登录失败',
  'SESSION.TLS_REQUIRED': '须使用加密连接',
  'SETUP.TOKEN_INVALID': '初始化口令无效',
  'IDEMPOTENCY.KEY_INVALID': 'Idempotency-Key 格式有误',
  'IDEMPOTENCY.UNSUPPORTED': '不支持 Idempotency-Key',
  'IDEMPOTENCY.IN_PROGRESS': '同一请求正在处理',
  'IDEMPOTENCY.REUSED': 'Idempotency-Key 已被使用',
  'OFFICER.LOGIN_NAME_TAKEN': '登录名已被使用',
  'OFFICER.REGION_UNFIT': '区域与角色或单位不符',
  'OFFICER.IS_ONESELF': '不能停用自己的账号',
  'ORGANIZATION.EXISTS': '单位已存在',
  'PASSWORD.TOO_WEAK': '密码过弱',
  'PASSWORD.WRONG': '当前密码不正确',
  'API_KEY.LIMIT_REACHED': '有效密钥已达上限',
  'WEBHOOK.TARGET_REFUSED': '推送地址不符合要求',
  'WEBHOOK.URL_TAKEN': '推送地址已登记',
  'WEBHOOK.LIMIT_REACHED': '推送地址已达上限',
  'WEBHOOK.DISABLED': '推送地址已停用',
  'FEED.CURSOR_GONE': '游标已失效，请重新取全量',
  'WORKBOOK.TOO_LARGE': '文件过大',
  'WORKBOOK.OLD_FORMAT': '旧格式的 .xls 文件',
  'WORKBOOK.ENCRYPTED': '文件设有密码',
  'WORKBOOK.NOT_A_WORKBOOK': '不是表格文件',
  'WORKBOOK.ARCHIVE_SUSPICIOUS': '文件的压缩内容异常',
  'WORKBOOK.XML_REFUSED': '文件内含不允许的定义',
  'SERVICE.DATABASE_AWAY': '数据库暂不可用',
  'INTERNAL.ERROR': '服务内部错误',
};

/** The Chinese title of a problem. */
export function titleOf(code: string, status: number): string {
  return TITLE_OF_CODE[code] ?? TITLE_OF_STATUS[status] ?? '请求失败';
}
