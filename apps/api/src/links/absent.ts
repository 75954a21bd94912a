import { DomainError } from '@app/kernel';

/** What is not there for whoever asks is nothing; a fault of the service stays one. */
export function absent(error: unknown): null {
  if (error instanceof DomainError && error.kind !== 'unavailable') return null;
  throw error;
}
