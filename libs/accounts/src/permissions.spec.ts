import { describe, expect, it } from '@jest/globals';
import { API_KEY_SCOPES, isRole, mayDo, PERMISSIONS, type Permission } from './permissions.js';

const ALL = Object.keys(PERMISSIONS) as Permission[];
const of = (role: string): string[] => ALL.filter((permission) => mayDo(role, permission));
const CHANGES_NOTHING = /\.(read|list|persons)$/;

describe('roles and actions', () => {
  it('let the auditor read and change nothing but the own password', () => {
    expect(of('auditor').filter((permission) => !CHANGES_NOTHING.test(permission))).toEqual(['me.change']);
    expect(mayDo('auditor', 'audit.read')).toBe(true);
  });

  it('show the system administrator no personal data', () => {
    expect(of('system-administrator').filter((permission) => /^(trainee|consent|match|referral|placement|evidence|survey|survey-call|rate)\./.test(permission))).toEqual([]);
  });

  it('let a village officer see no refusals and reveal nobody', () => {
    for (const permission of ['trainee.reveal', 'evidence-file.reveal', 'referral.read', 'placement.read', 'survey-call.read'] as const) expect(mayDo('village-officer', permission)).toBe(false);
  });

  it('keep the three officers of oversight apart: no action that changes accounts is shared with the auditor, and only security reads both keys and trail', () => {
    expect(of('system-administrator')).not.toContain('audit.read');
    expect(of('security-administrator')).not.toContain('officer.create');
  });

  it('give an unknown role nothing, and an employer’s key only what employers may do', () => {
    expect(of('root')).toEqual([]);
    expect(isRole('root')).toBe(false);
    expect(API_KEY_SCOPES).toEqual(of('employer'));
    expect(API_KEY_SCOPES.filter((scope) => /^(trainee|officer|audit|match)\./.test(scope))).toEqual([]);
  });
});
