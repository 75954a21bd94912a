import { SetMetadata, type CustomDecorator } from '@nestjs/common';
import { ACCESS_POLICY } from '@app/platform';
import type { Permission } from './permissions.js';

/** The route needs a principal whose role (and, for an API key, whose scopes) allow the action. */
export function Requires(permission: Permission): CustomDecorator {
  return SetMetadata(ACCESS_POLICY, permission);
}
