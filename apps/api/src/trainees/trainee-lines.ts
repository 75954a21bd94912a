import type { Readable } from 'node:stream';
import { faultsOf } from '@app/platform';
import type { BulkLine } from '@app/trainees';
import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import { jsonLines } from '../http/json-lines.js';
import { RegisterTraineeDto } from './dto/register-trainee.dto.js';

/** A checked registration or its faults for every line that is not blank. @throws LinesTooLarge */
export async function* traineeLines(body: Readable): AsyncGenerator<BulkLine> {
  for await (const line of jsonLines(body)) yield 'fault' in line ? { line: line.line, faults: [{ path: '', message: line.fault }] } : await checked(line.line, line.value);
}

async function checked(line: number, value: object): Promise<BulkLine> {
  const input = plainToInstance(RegisterTraineeDto, value);
  const errors = await validate(input, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true, validationError: { target: false, value: false } });
  return errors.length > 0 ? { line, faults: faultsOf(errors) } : { line, input };
}
