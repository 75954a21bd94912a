import { describe, expect, it } from '@jest/globals';
import type { Attendance, PersonHistory } from '@app/outcomes';
import { FirstPayments } from './first-payments.js';

const attended = (id: string, more: { readonly isCounted?: boolean; readonly completedOn?: number | null } = {}): Attendance => ({
  class: { id, course: 'c', programme: 'p', provider: 'v', region: '420626000000', opensOn: 0, endsOn: 9, table: 'placement', isCounted: more.isCounted ?? true },
  enrolledOn: 0, droppedOn: null, completedOn: more.completedOn === undefined ? 9 : more.completedOn, isCertified: false,
});
const person = (id: string, ...attendances: Attendance[]): PersonHistory => ({ id, attendances, jobs: [], notEmployedOn: [], exclusion: null });
const paid = (personId: string, classId: string, paidOn: string) => ({ personId, classId, paidOn });

describe('the first payment of a person', () => {
  it('is the earliest of the classes that the person completed', () => {
    const payments = new FirstPayments([paid('a', 'k2', '2026-03-01'), paid('a', 'k1', '2026-02-01'), paid('b', 'k1', '2026-01-01')]);
    payments.lookAt([person('a', attended('k1'), attended('k2')), person('b', attended('k1'))]);
    expect([payments.on('a'), payments.on('b')]).toEqual(['2026-02-01', '2026-01-01']);
  });

  it('is none for a class that was not completed, that no rate counts, that is another person\'s, or for somebody not looked at', () => {
    const payments = new FirstPayments([paid('a', 'k1', '2026-02-01'), paid('a', 'k2', '2026-02-01'), paid('b', 'k3', '2026-02-01'), paid('c', 'k3', '2026-02-01')]);
    payments.lookAt([person('a', attended('k1', { completedOn: null }), attended('k2', { isCounted: false }), attended('k3'))]);
    payments.lookAt([person('c')]);
    expect(['a', 'b', 'c'].map((id) => payments.on(id))).toEqual([null, null, null]);
  });
});
