import { API_KEY_SCOPES, DEPARTMENTS, OFFICER_ROLES, ORGANIZATION_KINDS, type ApiKeyRow, type Department, type OfficerRow, type Organization, type OrganizationKind, type Permission, type Role, type SessionIdentity } from '@app/accounts';
import { IsLine, IsRegionCode, IsUuid, type Principal } from '@app/platform';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsBoolean, IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min, MinLength, ValidateBy, ValidateIf, type ValidationArguments } from 'class-validator';

const LOGIN_NAME = /^[A-Za-z][A-Za-z0-9._-]{2,31}$/;
const LOGIN_NAME_FORM = { message: '须为 3 至 32 个字母、数字或 . _ -，以字母开头' };

/** A department says which one; no other organization does. */
function FitsItsKind(): PropertyDecorator {
  const holds = (_: unknown, args?: ValidationArguments): boolean => (args?.object as CreateOrganizationDto).kind === 'department';
  return ValidateBy({ name: 'fitsItsKind', validator: { validate: holds, defaultMessage: () => '只有部门（department）才有此项' } });
}

export class LoginDto {
  /** @example 'wang.li' */
  @IsString() @MinLength(1) @MaxLength(64)
  loginName!: string;
  /** @example 'a long pass phrase' */
  @IsString() @MinLength(1) @MaxLength(128)
  password!: string;
}

export class SetUpDto {
  /** The token that the first start printed. */
  @IsString() @MaxLength(100)
  token!: string;
  /** @example '420626' */
  @IsRegionCode()
  region!: string;
  /** @example '保康县公共就业服务中心' */
  @IsLine(100)
  organizationName!: string;
  /** @example 'admin' */
  @Matches(LOGIN_NAME, LOGIN_NAME_FORM)
  loginName!: string;
  /** @example '系统管理员' */
  @IsLine(40)
  displayName!: string;
  /** 12 to 128 characters. */
  @IsString() @MaxLength(128)
  password!: string;
}

export class ChangePasswordDto {
  @IsString() @MinLength(1) @MaxLength(128)
  currentPassword!: string;
  /** 12 to 128 characters. */
  @IsString() @MaxLength(128)
  newPassword!: string;
}

export class CreateOrganizationDto {
  /** @example 'township-office' */
  @IsIn(ORGANIZATION_KINDS)
  kind!: OrganizationKind;
  /** @example '歇马镇人民政府' */
  @IsLine(100)
  name!: string;
  /** Of a department: which one. */
  @ValidateIf((dto: CreateOrganizationDto) => dto.kind === 'department' || (dto.department ?? null) !== null) @FitsItsKind() @IsIn(DEPARTMENTS)
  department?: Department | null;
  /** @example '420626104' */
  @IsRegionCode()
  region!: string;
}

export class CreateOfficerDto {
  @IsUuid()
  organizationId!: string;
  /** @example 'township-officer' */
  @IsIn(OFFICER_ROLES)
  role!: Exclude<Role, 'employer'>;
  /** @example '420626104' */
  @IsRegionCode()
  region!: string;
  /** @example 'xiema.zhang' */
  @Matches(LOGIN_NAME, LOGIN_NAME_FORM)
  loginName!: string;
  /** @example '张经办' */
  @IsLine(40)
  displayName!: string;
}

export class ChangeOfficerDto {
  @IsOptional() @IsLine(40)
  displayName?: string;
  /** true ends the officer's sessions. */
  @IsOptional() @IsBoolean()
  disabled?: boolean;
}

export class CreateApiKeyDto {
  /** What the key may do. */
  @IsIn(API_KEY_SCOPES, { each: true }) @ArrayMinSize(1) @ArrayMaxSize(20) @ArrayUnique()
  scopes!: Permission[];
  /**
   * Days until it expires.
   * @example 365
   */
  @ApiPropertyOptional() @IsOptional() @IsInt() @Min(1) @Max(730)
  days: number = 365;
  /** A key for trying the interface out: what it writes nobody but test keys of the employer sees, and it is removed after 30 days. */
  @ApiPropertyOptional() @IsOptional() @IsBoolean()
  test: boolean = false;
}

export class MeResponse {
  id!: string;
  /** @example 'officer' */
  kind!: string;
  /** @example 'county-officer' */
  role!: string;
  /** @example '420626' */
  region!: string;
  organizationId!: string | null;
  organizationName!: string | null;
  loginName!: string | null;
  displayName!: string | null;

  static of(principal: Principal, identity: SessionIdentity | undefined): MeResponse {
    const { id, kind, role, region, organizationId } = principal;
    return { id, kind, role, region, organizationId, organizationName: identity?.organizationName ?? null, loginName: identity?.loginName ?? null, displayName: identity?.displayName ?? null };
  }
}

export class OrganizationResponse {
  id!: string;
  /** @example 'township-office' */
  kind!: string;
  /** @example '歇马镇人民政府' */
  name!: string;
  department!: string | null;
  /** @example '420626104000' */
  region!: string;
  version!: number;

  static of(this: void, { id, kind, name, department, ownerRegion, version }: Organization): OrganizationResponse {
    return { id, kind, name, department, region: ownerRegion, version };
  }
}

export class OrganizationPage {
  items!: OrganizationResponse[];
  nextCursor!: string | null;
}

export class OfficerResponse {
  id!: string;
  organizationId!: string;
  /** @example 'township-officer' */
  role!: string;
  /** @example '420626104000' */
  region!: string;
  /** @example 'xiema.zhang' */
  loginName!: string;
  /** @example '张经办' */
  displayName!: string;
  disabled!: boolean;
  /** Until when nobody can log in after five failures. */
  lockedUntil!: string | null;
  version!: number;

  static of(this: void, row: OfficerRow): OfficerResponse {
    const { id, organizationId, role, ownerRegion, loginName, displayName, disabledAt, lockedUntil, version } = row;
    return { id, organizationId, role, region: ownerRegion, loginName, displayName, disabled: disabledAt !== null, lockedUntil: lockedUntil?.toISOString() ?? null, version };
  }
}

export class OfficerPage {
  items!: OfficerResponse[];
  nextCursor!: string | null;
}

export class OfficerWithPasswordResponse {
  officer!: OfficerResponse;
  /** Shown this once. */
  password!: string;
}

export class ApiKeyResponse {
  /** @example 'k3v9x0q2m7ab' */
  id!: string;
  employerId!: string;
  /** @example ["vacancy.create", "vacancy.read"] */
  scopes!: string[];
  /** A key for trying the interface out. */
  test!: boolean;
  createdAt!: string;
  expiresAt!: string;
  /** To the minute. */
  lastUsedAt!: string | null;
  revokedAt!: string | null;

  static of(this: void, row: ApiKeyRow): ApiKeyResponse {
    const { id, employerId, scopes, test, createdAt, expiresAt, lastUsedAt, revokedAt } = row;
    return { id, employerId, scopes, test, createdAt: createdAt.toISOString(), expiresAt: expiresAt.toISOString(), lastUsedAt: lastUsedAt?.toISOString() ?? null, revokedAt: revokedAt?.toISOString() ?? null };
  }
}

export class ApiKeyList {
  items!: ApiKeyResponse[];
}

export class NewApiKeyResponse {
  apiKey!: ApiKeyResponse;
  /** `sy_<id>_<secret>`, for tests `sy_test_<id>_<secret>`; shown this once. */
  key!: string;
}
