import { Inject, Injectable } from '@nestjs/common';
import { FIELD_CIPHER, type FieldCipher } from '@app/platform';
import type { SealedEndpoint } from './endpoints.repository.js';

/** Seals and opens the signing secrets; each belongs to its column of its row. */
@Injectable()
export class EndpointSecrets {
  constructor(@Inject(FIELD_CIPHER) private readonly cipher: FieldCipher) {}

  seal(endpointId: string, column: 'secret' | 'previous_secret', secret: string): string {
    return this.cipher.seal(secret, { table: 'webhook_endpoints', column, rowId: endpointId });
  }

  /** The present one. @throws EnvelopeFault */
  current({ id, secret }: SealedEndpoint): string {
    return this.cipher.open(secret, { table: 'webhook_endpoints', column: 'secret', rowId: id });
  }

  /** All that sign now, the present one first. @throws EnvelopeFault */
  valid(endpoint: SealedEndpoint, now: Date): string[] {
    const { id, previousSecret, previousSecretUntil } = endpoint;
    if (previousSecret === null || previousSecretUntil === null || previousSecretUntil <= now) return [this.current(endpoint)];
    return [this.current(endpoint), this.cipher.open(previousSecret, { table: 'webhook_endpoints', column: 'previous_secret', rowId: id })];
  }
}
