/** Who there is. 三员分立: system administrator, security administrator and auditor are never one role. */
export const ROLES = [
  'system-administrator', 'security-administrator', 'auditor', 'county-officer', 'township-officer', 'village-officer', 'department-officer', 'training-provider', 'employer',
] as const;
export type Role = (typeof ROLES)[number];

/** Roles of people who log in; an employer comes by API key. */
export const OFFICER_ROLES = ROLES.filter((role) => role !== 'employer');

const EVERYBODY = ROLES;
const PEOPLE = OFFICER_ROLES;
const FIELD = ['county-officer', 'township-officer', 'village-officer'] as const satisfies readonly Role[];
const OFFICE = ['county-officer', 'township-officer'] as const satisfies readonly Role[];
const COUNTY = ['county-officer'] as const satisfies readonly Role[];

/**
 * Roles × actions, the only place that says who may do what. The auditor reads and changes nothing; the system
 * administrator sees no personal data. Rows are a matter of the owner region, which the database keeps.
 */
export const PERMISSIONS = {
  'me.read': EVERYBODY,
  'me.change': PEOPLE,
  'region.read': EVERYBODY,
  'catalogue.read': EVERYBODY,
  'organization.create': ['system-administrator'],
  'organization.list': ['system-administrator', 'security-administrator', 'auditor', 'county-officer'],
  'officer.create': ['system-administrator'],
  'officer.list': ['system-administrator', 'security-administrator', 'auditor', 'county-officer'],
  'officer.change': ['system-administrator', 'security-administrator'],
  'officer.reset-password': ['system-administrator'],
  'api-key.create': COUNTY,
  'api-key.list': [...COUNTY, 'security-administrator', 'auditor'],
  'api-key.revoke': [...COUNTY, 'security-administrator'],
  'audit.read': ['security-administrator', 'auditor'],
  'employer.create': COUNTY,
  'employer.read': [...FIELD, 'department-officer', 'training-provider', 'auditor', 'employer'],
  'employer.change': COUNTY,
  'employer.verify': COUNTY,
  'vacancy.create': [...COUNTY, 'employer'],
  'vacancy.read': [...FIELD, 'department-officer', 'training-provider', 'auditor', 'employer'],
  'vacancy.change': [...COUNTY, 'employer'],
  'vacancy.reveal': OFFICE,
  'vacancy.release': COUNTY,
  'doubt.read': [...COUNTY, 'auditor'],
  'doubt.decide': COUNTY,
  'duplicate.read': [...COUNTY, 'auditor'],
  'duplicate.decide': COUNTY,
  'workbook.upload': OFFICE,
  'workbook.read': [...OFFICE, 'auditor'],
  'workbook.undo': OFFICE,
  'webhook.read': [...COUNTY, 'auditor', 'employer'],
  'webhook.change': [...COUNTY, 'employer'],
  'vacancy-feed.read': [...COUNTY, 'auditor', 'employer'],
  'import.replay': COUNTY,
  'import.read-raw': COUNTY,
  'source.read': [...COUNTY, 'system-administrator', 'auditor'],
  'source.change': ['system-administrator'],
  'import.start': COUNTY,
  'import.stop': COUNTY,
  'import.release': COUNTY,
  'import.read': [...COUNTY, 'system-administrator', 'auditor'],
  'trainee.create': FIELD,
  'trainee.import': OFFICE,
  'trainee.read': [...FIELD, 'auditor'],
  'trainee.change': FIELD,
  'trainee.reveal': OFFICE,
  'trainee.merge': COUNTY,
  'refusal.read': [...OFFICE, 'auditor'],
  'refusal.record': OFFICE,
  'consent.record': FIELD,
  'match.read': [...FIELD, 'auditor'],
  'fairness.read': [...OFFICE, 'auditor'],
  'shortage.read': [...COUNTY, 'auditor'],
  'shortage.refresh': COUNTY,
  'match.refresh': OFFICE,
  'match.decide': OFFICE,
  'match-decision.read': [...OFFICE, 'auditor'],
  'match-plan.make': COUNTY,
  'match-plan.read': [...OFFICE, 'auditor'],
  'match-plan.compare': COUNTY,
  'referral.create': OFFICE,
  'referral.read': [...OFFICE, 'auditor'],
  'referral.decide': OFFICE,
  'class.create': COUNTY,
  'class.read': [...FIELD, 'department-officer', 'training-provider', 'auditor'],
  'class-roll.read': [...OFFICE, 'auditor'],
  'class.enrol': OFFICE,
  'class.record': OFFICE,
  'placement.record': OFFICE,
  'placement.exclude': OFFICE,
  'fact.correct': OFFICE,
  'correction.read': [...OFFICE, 'auditor'],
  'correction.decide': OFFICE,
  'placement.read': [...OFFICE, 'auditor'],
  'evidence.add': FIELD,
  'evidence-file.add': FIELD,
  'evidence-file.read': [...FIELD, 'auditor'],
  'evidence-file.reveal': OFFICE,
  'evidence.verify': COUNTY,
  'follow-up.read': [...FIELD, 'auditor'],
  'evidence-audit.read': [...COUNTY, 'auditor'],
  'evidence-audit.start': COUNTY,
  'evidence-audit.decide': COUNTY,
  'survey.read': [...COUNTY, 'auditor'],
  'survey.start': COUNTY,
  'survey.close': COUNTY,
  'survey-call.read': [...OFFICE, 'auditor'],
  'survey-call.answer': OFFICE,
  'rate.read': [...OFFICE, 'department-officer', 'auditor'],
  'rate.persons': [...OFFICE, 'auditor'],
  'rate-report.read': [...OFFICE, 'department-officer', 'auditor'],
  'subsidy-rule.read': [...OFFICE, 'department-officer', 'auditor'],
  'subsidy-rule.set': COUNTY,
  'subsidy-estimate.read': [...OFFICE, 'department-officer', 'auditor'],
  'subsidy-statement.read': [...OFFICE, 'department-officer', 'auditor'],
  'subsidy-statement.persons': [...OFFICE, 'auditor'],
  'subsidy-statement.make': COUNTY,
  'subsidy-statement.decide': COUNTY,
  'subsidy-statement.revoke': COUNTY,
  'subsidy.pay': COUNTY,
  'subsidy.reverse': COUNTY,
  'fund.read': [...OFFICE, 'department-officer', 'auditor'],
  'fund.persons': [...OFFICE, 'auditor'],
  'fund.create': [...COUNTY, 'department-officer'],
  'fund.appropriate': [...COUNTY, 'department-officer'],
  'training-order.read': [...OFFICE, 'department-officer', 'auditor', 'employer'],
  'training-order.create': [...COUNTY, 'employer'],
  'training-order.change': [...COUNTY, 'employer'],
  'training-order.decide': COUNTY,
  'order-queue.read': [...OFFICE, 'department-officer', 'auditor'],
  'order-job.read': [...COUNTY, 'auditor'],
  'order-job.requeue': COUNTY,
  'provider-slot.read': [...OFFICE, 'department-officer', 'training-provider', 'auditor'],
  'provider-slot.change': [...COUNTY, 'training-provider'],
  'minimum-wage.read': EVERYBODY,
  'minimum-wage.set': ['system-administrator'],
  'cohort-report.make': [...OFFICE, 'department-officer'],
  'cohort-report.read': [...OFFICE, 'department-officer', 'auditor'],
  'cohort-report.persons': [...OFFICE, 'auditor'],
  'closure.read': [...OFFICE, 'auditor'],
  'closure.persons': [...OFFICE, 'auditor'],
  'household-record.read': [...OFFICE, 'auditor'],
  'household-record.record': OFFICE,
  'poverty-line.read': [...OFFICE, 'auditor'],
  'poverty-line.record': COUNTY,
  'prior-pay.read': [...OFFICE, 'auditor'],
  'prior-pay.record': OFFICE,
  'responsible-officer.name': OFFICE,
  'notification.read': [...OFFICE, 'auditor'],
  'notification.decide': COUNTY,
  'notification-wave.read': [...COUNTY, 'auditor'],
  'notification-wave.confirm': COUNTY,
  'notification-wave.release': COUNTY,
  'notification-wave.stop': COUNTY,
  'number-block.read': [...OFFICE, 'auditor'],
  'number-block.lift': OFFICE,
  'sms-budget.read': [...COUNTY, 'auditor'],
  'sms-budget.set': COUNTY,
  'sms-reply.read': [...OFFICE, 'auditor'],
  'sms-reply.decide': OFFICE,
  'sms-answer.read': [...OFFICE, 'auditor'],
  'sms-sender.read': [...OFFICE, 'auditor'],
  'sms-sender.set': COUNTY,
} as const satisfies Record<`${string}.${string}`, readonly Role[]>;

/** An action, `noun.verb`. */
export type Permission = keyof typeof PERMISSIONS;

export function isRole(value: unknown): value is Role {
  return typeof value === 'string' && (ROLES as readonly string[]).includes(value);
}

/** Whether the role may do it. An unknown role may do nothing. */
export function mayDo(role: string, permission: Permission): boolean {
  return (PERMISSIONS[permission] as readonly string[]).includes(role);
}

/** What an employer's API key can be allowed: the actions open to employers. */
export const API_KEY_SCOPES = (Object.keys(PERMISSIONS) as Permission[]).filter((permission) => mayDo('employer', permission));
