/** An instant in microseconds, exact. */
export const MICROS = (column: string): string => `(extract(epoch from ${column}) * 1000000)::bigint`;

/**
 * SQL for a fact `f` (and of a class its row `c`) as the contract's ledger has it, one JSON object.
 * @param person an expression for whom the fact is about
 */
export const factAsJson = (person: string): string => `
  jsonb_strip_nulls(jsonb_build_object('id', f.id, 'kind', f.kind, 'effectiveOn', f.effective_on, 'recordedAt', ${MICROS('f.recorded_at')},
      'class', f.class_id, 'person', ${person}, 'employment', f.employment_id, 'level', f.level, 'fact', f.retracts_fact_id))
    || case f.kind
      when 'class' then jsonb_build_object('course', c.course_id, 'programme', c.programme, 'provider', c.provider_id, 'region', c.region, 'endsOn', c.ends_on, 'onTheJob', c.on_the_job, 'outreach', c.outreach)
      when 'employment-started' then jsonb_build_object('employer', f.employer_id, 'type', f.payload -> 'type', 'permanent', f.payload -> 'permanent', 'pay', f.payload -> 'pay', 'contractMonths', f.payload -> 'contractMonths', 'workplace', f.payload -> 'workplace')
      else '{}' end`;
