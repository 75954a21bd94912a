import type { Principal } from '@app/platform';
import { ClassOfAnother } from '../teaching.errors.js';

/** A provider keeps the timetables of its own classes. @throws ClassOfAnother */
export function requireOwnClass({ role, organizationId }: Principal, { providerId }: { readonly providerId: string | null }): void {
  if (role === 'training-provider' && providerId !== organizationId) throw new ClassOfAnother();
}
