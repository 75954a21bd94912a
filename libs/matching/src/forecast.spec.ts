import { describe, expect, it } from '@jest/globals';
import { forecastVacancies } from './forecast.js';
import { courseRecord, exampleContext, exampleTrainee, exampleVacancy } from './testing/example.js';

const welder = exampleTrainee({ skills: [{ id: 'arc', level: 2 }], courseRecords: [courseRecord()] });

describe('the forecast of an import', () => {
  it('counts the vacancies that find somebody, and needs no field when all do', () => {
    expect(forecastVacancies(exampleContext(), [exampleVacancy(), exampleVacancy({ id: 'v2' })], [welder])).toEqual({ total: 2, matched: 2, cheapestMissingField: null });
  });

  it('names the field that would let most of the others find somebody', () => {
    const blank = { occupation: null, skills: [] };
    const vacancies = [exampleVacancy(), exampleVacancy({ id: 'v2', ...blank }), exampleVacancy({ id: 'v3', ...blank }), exampleVacancy({ id: 'v4', occupation: '4-03-02-01', skills: [] })];
    // An occupation would help v2 and v3; skills would help v4 as well.
    expect(forecastVacancies(exampleContext(), vacancies, [welder])).toEqual({ total: 4, matched: 1, cheapestMissingField: { field: 'skills', vacanciesGained: 3 } });
    expect(forecastVacancies(exampleContext(), vacancies.slice(0, 3), [welder]).cheapestMissingField).toEqual({ field: 'occupation', vacanciesGained: 2 });
  });

  it('fills a place with where somebody lives or wants to go', () => {
    const related = exampleVacancy({ skills: [{ id: 'gas', level: 1, essential: false }], occupation: null, region: null });
    const untrained = exampleTrainee({ skills: [{ id: 'arc', level: 1 }] });
    expect(forecastVacancies(exampleContext(), [related], [untrained])).toEqual({ total: 1, matched: 0, cheapestMissingField: { field: 'region', vacanciesGained: 1 } });
  });

  it('promises nothing where another gate stands in the way, nor skills where none are needed', () => {
    const closed = exampleVacancy({ occupation: null, skills: [], open: false });
    const labourer = exampleVacancy({ id: 'v2', skills: [], noTrade: true, region: '130110' });
    const poor = exampleTrainee({ skills: [], region: '420626' });
    expect(forecastVacancies(exampleContext(), [closed, labourer], [poor])).toEqual({ total: 2, matched: 0, cheapestMissingField: null });
  });

  it('matches nothing without trainees', () => {
    expect(forecastVacancies(exampleContext(), [exampleVacancy({ occupation: null })], [])).toEqual({ total: 1, matched: 0, cheapestMissingField: null });
  });
});
