import { describe, expect, it } from '@jest/globals';
import { classPostOf, courseFor, inShownOrder, nearnessOf, NO_FACTS, type CandidateFacts, type TaughtCourse } from './order-post.js';

const course = (id: string, more: Partial<TaughtCourse> = {}): TaughtCourse => ({ id, name: id, occupation: '6-18-02-04', theoryHours: 40, practiceHours: 80, skills: [], ...more });

describe('the course of an order’s class', () => {
  const ORDER = { occupation: '6-18-02-04', skills: [{ skillId: 'arc', level: 2 }, { skillId: 'gas', level: 1 }] };

  it('is the one that teaches most of the skills at their level, then the shorter, then the smaller id', () => {
    const both = course('z', { skills: [{ id: 'arc', level: 2 }, { id: 'gas', level: 3 }], theoryHours: 500 });
    expect(courseFor(ORDER, [course('a'), both, course('low', { skills: [{ id: 'arc', level: 1 }, { id: 'gas', level: 1 }] })])?.id).toBe('z');
    expect(courseFor(ORDER, [course('b', { practiceHours: 81 }), course('c'), course('a', { theoryHours: null, practiceHours: null })])?.id).toBe('c');
    expect(courseFor(ORDER, [course('c'), course('b')])?.id).toBe('b');
  });

  it('is for the occupation or a group above it, or there is none', () => {
    expect(courseFor(ORDER, [course('group', { occupation: '6-18-02' })])?.id).toBe('group');
    expect(courseFor(ORDER, [course('other', { occupation: '6-18-02-05' }), course('none', { occupation: null })])).toBeNull();
  });
});

describe('the post of an order', () => {
  it('asks for what the order asks for: every skill essential, the pay as it is, the place of work', () => {
    const order = { id: 'o', employerId: 'e', occupation: '6-18-02-04', payYuan: 4_500, workplace: '420626100000', minEducation: 'junior-high' as const, minAge: 18 as const, certificates: ['焊工证'], seats: 3, siteRegion: '420626106000' };
    expect(classPostOf(order, [{ skillId: 'arc', level: 2 }], 'welding')).toEqual({
      courseId: 'welding', siteRegion: '420626106000',
      post: expect.objectContaining({ id: 'o', employerId: 'e', skills: [{ id: 'arc', level: 2, essential: true }], pay: { from: 4_500, to: 4_500 }, region: '420626100000', minAge: 18, minEducation: 'junior-high', certificates: ['焊工证'], open: true }),
    });
  });
});

describe('nearness', () => {
  it.each([['420626106201', '420626106201', 'village'], ['420626106201', '420626106202', 'township'], ['420626106000', '420626106000', 'township'], ['420626106201', '420626106000', 'township'], ['420626100001', '420626106201', 'county'], ['420626100001', '420626000000', 'county']])('of %s to a class at %s is %s', (home, site, nearness) => {
    expect(nearnessOf(home, site)).toBe(nearness);
  });
});

describe('a list as it is shown', () => {
  it('has the order’s own certified people first and whoever is taken last, else the engine’s order', () => {
    const line = (id: string, facts: Partial<CandidateFacts> = {}): { id: string; facts: CandidateFacts } => ({ id, facts: { ...NO_FACTS, ...facts } });
    const shown = inShownOrder([line('a'), line('b', { taken: 'another-order' }), line('c', { certifiedOn: '2026-11-01', taken: 'running-class' }), line('d'), line('e', { certifiedOn: '2026-11-02' })]);
    expect(shown.map(({ id }) => id)).toEqual(['c', 'e', 'a', 'd', 'b']);
  });
});
