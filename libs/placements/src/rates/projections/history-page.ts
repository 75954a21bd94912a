import type { CivilDate } from '@app/kernel';
import type { EvidenceLevel, Fact, JobType } from '@app/outcomes';

/** Facts of one person as the ledger's short text has them, and where the person lived at the first enrolment. */
export interface ReadHistory {
  readonly facts: readonly Fact[];
  /** 12 digits; null without an enrolment. */
  readonly home: string | null;
}

/**
 * Reads the facts of one person from their short text (`rate_history_page`). Nobody whose facts were retracted is read in
 * this way, so ids and instants of the facts are left out.
 */
export function readHistory(personId: string, text: string): ReadHistory {
  const facts: Fact[] = [];
  let first: readonly string[] | null = null;
  for (const record of text.split(';')) {
    const fields = record.split('|');
    if (fields[0] === 'E' && (first === null || isEarlier(fields, first))) first = fields;
    facts.push(factOf(personId, fields));
  }
  return { facts, home: first === null ? null : first[3]! };
}

const ATTENDANCE = { E: 'enrolled', C: 'completed', T: 'certified', D: 'dropped' } as const;

function factOf(person: string, [letter, effectiveOn, named, ...more]: readonly string[]): Fact {
  const head = { id: '', effectiveOn: effectiveOn as CivilDate, recordedAt: 0 };
  switch (letter) {
    case 'E':
    case 'C':
    case 'T':
    case 'D':
      return { ...head, kind: ATTENDANCE[letter], person, class: named! };
    case 'N':
      return { ...head, kind: 'not-employed', person };
    case 'J': {
      const [employer, type, permanent, pay, months] = more;
      return {
        ...head, kind: 'employment-started', employment: named!, person, type: type as JobType, employer: employer === '' ? null : employer!, permanent: permanent === 'true',
        pay: pay === '' ? null : Number(pay), contractMonths: months === '' ? null : Number(months),
      };
    }
    case 'X':
      return { ...head, kind: 'employment-ended', employment: named! };
    case 'V':
    case 'W':
      return { ...head, kind: letter === 'V' ? 'evidence' : 'evidence-refused', employment: named!, level: Number(more[0]) as EvidenceLevel };
    default:
      throw new RangeError('a fact of an unknown kind');
  }
}

/** By the day of the enrolment, then as recorded; of one transaction the lowest code. */
function isEarlier([, day, , region, micros]: readonly string[], [, otherDay, , otherRegion, otherMicros]: readonly string[]): boolean {
  if (day !== otherDay) return day! < otherDay!;
  return micros === otherMicros ? region! < otherRegion! : Number(micros) < Number(otherMicros);
}
