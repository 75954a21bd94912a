import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth, ApiCookieAuth, ApiExtension } from '@nestjs/swagger';
import { ACCESS_POLICY } from '@app/platform';
import { mayDo, type Permission } from './permissions.js';

/** The route needs a principal whose role (and, for an API key, whose scopes) allow the action. The documentation says so too. */
export function Requires(permission: Permission): MethodDecorator & ClassDecorator {
  const byKey = mayDo('employer', permission) ? [ApiBearerAuth('apiKey')] : [];
  return applyDecorators(SetMetadata(ACCESS_POLICY, permission), ApiCookieAuth('session'), ...byKey, ApiExtension('x-permission', permission));
}
