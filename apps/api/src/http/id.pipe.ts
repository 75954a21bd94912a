import { Injectable, type PipeTransform } from '@nestjs/common';
import { isUuid } from '@app/kernel';
import { RequestInvalid } from '@app/platform';

/** A path's id must be a UUID: anything else is a bad request, not an unknown row. */
@Injectable()
export class IdPipe implements PipeTransform<string, string> {
  transform(value: string): string {
    if (!isUuid(value)) throw new RequestInvalid([{ path: 'id', message: '须为 UUID' }]);
    return value.toLowerCase();
  }
}
