import { describe, expect, it } from '@jest/globals';
import { NotFoundException } from '@nestjs/common';
import { DomainError } from '@app/kernel';
import { failureOf } from './problem.js';

class SeatsGone extends DomainError {
  readonly code = 'CLASS.SEATS_GONE';
  readonly kind = 'conflict';
}

const withCode = (code: string, message = 'x'): Error => Object.assign(new Error(message), { driverError: Object.assign(new Error(message), { code }) });

describe('a failure', () => {
  it('of the domain keeps its code, its words and its faults', () => {
    expect(failureOf(new SeatsGone('名额已满', [{ path: 'classId', message: '已满' }]))).toEqual({ status: 409, code: 'CLASS.SEATS_GONE', detail: '名额已满', faults: [{ path: 'classId', message: '已满' }], unexpected: false });
  });

  it.each(['ECONNREFUSED', 'ECONNRESET', '57P01', '57P03', '08006', '53300', '57014', '40P01'])('of the database that may pass (%s) is 503', (code) => {
    expect(failureOf(withCode(code))).toMatchObject({ status: 503, code: 'SERVICE.DATABASE_AWAY' });
  });

  it('of a connection that broke off or never came about is 503', () => {
    for (const message of ['Connection terminated unexpectedly', 'timeout exceeded when trying to connect']) expect(failureOf(new Error(message)).status).toBe(503);
    expect(failureOf(Object.assign(new Error('x'), { name: 'QueryRunnerProviderAlreadyReleasedError' })).status).toBe(503); // what TypeORM says to the statement after the one that broke off
    expect(failureOf(new AggregateError([Object.assign(new Error('x'), { code: 'ECONNREFUSED' })])).status).toBe(503);
  });

  it('of row-level security is 404: another region does not exist', () => {
    expect(failureOf(withCode('42501', 'new row violates row-level security policy for table "x"'))).toMatchObject({ status: 404, code: 'ACCESS.OUT_OF_SCOPE' });
    expect(failureOf(withCode('42501', 'permission denied for table x')).status).toBe(500);
  });

  it('of the framework has a code of ours', () => {
    expect(failureOf(new NotFoundException())).toMatchObject({ status: 404, code: 'RESOURCE.NOT_FOUND' });
    expect(failureOf(Object.assign(new Error('x'), { statusCode: 415 }))).toMatchObject({ status: 415, code: 'REQUEST.MEDIA_TYPE' });
  });

  it('that nobody foresaw says nothing of itself', () => {
    for (const error of [new Error('password is hunter2'), withCode('23505'), 'text', null, undefined]) expect(failureOf(error)).toEqual({ status: 500, code: 'INTERNAL.ERROR', detail: null, faults: [], unexpected: true });
  });
});
