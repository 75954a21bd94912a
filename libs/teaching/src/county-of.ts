import { padRegion } from '@app/kernel';
import type { Principal } from '@app/platform';

/** The county that somebody works in, 6 digits. */
export const countyOf = (principal: Principal): string => padRegion(principal.region).slice(0, 6);
