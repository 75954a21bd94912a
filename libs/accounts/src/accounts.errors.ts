import { DomainError } from '@app/kernel';

/** Wrong name, wrong password, locked or disabled: one answer for all, so that names cannot be guessed. */
export class LoginFailed extends DomainError {
  readonly code = 'SESSION.LOGIN_FAILED';
  readonly kind = 'unauthenticated';
  constructor() {
    super('登录名或密码不正确。连续输错 5 次后，15 分钟内不能登录。');
  }
}

/** Passwords travel by TLS; plain HTTP is for this machine itself. */
export class TlsRequired extends DomainError {
  readonly code = 'SESSION.TLS_REQUIRED';
  readonly kind = 'forbidden';
  constructor() {
    super('请通过 HTTPS 登录；不加密的连接只限本机使用。');
  }
}

/** A change that comes from a page of another site. */
export class OriginRefused extends DomainError {
  readonly code = 'ACCESS.ORIGIN_REFUSED';
  readonly kind = 'forbidden';
  constructor() {
    super('请求来自其他网站的页面，已拒绝。');
  }
}

export class SetupTokenInvalid extends DomainError {
  readonly code = 'SETUP.TOKEN_INVALID';
  readonly kind = 'forbidden';
  constructor() {
    super('初始化口令无效或已用过。');
  }
}

export class LoginNameTaken extends DomainError {
  readonly code = 'OFFICER.LOGIN_NAME_TAKEN';
  readonly kind = 'conflict';
  constructor() {
    super('登录名已被使用。', [{ path: 'loginName', message: '登录名已被使用' }]);
  }
}

export class OrganizationExists extends DomainError {
  readonly code = 'ORGANIZATION.EXISTS';
  readonly kind = 'conflict';
  constructor() {
    super('该区域已有同类同名的单位。', [{ path: 'name', message: '同类同名的单位已存在' }]);
  }
}

export class OrganizationNotFound extends DomainError {
  readonly code = 'ORGANIZATION.NOT_FOUND';
  readonly kind = 'not-found';
  constructor() {
    super('单位不存在，或不在您的管辖范围内。');
  }
}

export class OfficerNotFound extends DomainError {
  readonly code = 'OFFICER.NOT_FOUND';
  readonly kind = 'not-found';
  constructor() {
    super('人员不存在，或不在您的管辖范围内。');
  }
}

/** An officer may not disable the account in use. */
export class OfficerIsOneself extends DomainError {
  readonly code = 'OFFICER.IS_ONESELF';
  readonly kind = 'conflict';
  constructor() {
    super('不能停用自己的账号。');
  }
}

/** A role serves a region of its own depth, inside its organization's. */
export class OfficerRegionUnfit extends DomainError {
  readonly code = 'OFFICER.REGION_UNFIT';
  readonly kind = 'unprocessable';
  constructor(message: string) {
    super(message, [{ path: 'region', message }]);
  }
}

/** A password that is too short or repeats the login name. */
export class PasswordTooWeak extends DomainError {
  readonly code = 'PASSWORD.TOO_WEAK';
  readonly kind = 'unprocessable';
  constructor(path = 'password') {
    super('密码须有 12 至 128 个字符，且不含登录名。', [{ path, message: '密码须有 12 至 128 个字符，且不含登录名' }]);
  }
}

/** The present password, asked again before a change, is wrong. */
export class PasswordWrong extends DomainError {
  readonly code = 'PASSWORD.WRONG';
  readonly kind = 'unprocessable';
  constructor() {
    super('当前密码不正确。', [{ path: 'currentPassword', message: '当前密码不正确' }]);
  }
}

/** An employer already has two valid keys: one in use and one to change over to. */
export class ApiKeyLimitReached extends DomainError {
  readonly code = 'API_KEY.LIMIT_REACHED';
  readonly kind = 'conflict';
  constructor() {
    super('该单位已有两个有效密钥，请先停用一个。');
  }
}

export class ApiKeyNotFound extends DomainError {
  readonly code = 'API_KEY.NOT_FOUND';
  readonly kind = 'not-found';
  constructor() {
    super('密钥不存在，或不在您的管辖范围内。');
  }
}
