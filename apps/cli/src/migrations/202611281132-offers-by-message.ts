import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A person's own message moves an offer as an officer's note of it does: the service writes it down. */
export class OffersByMessage1795865520000 implements MigrationInterface {
  readonly name = 'OffersByMessage1795865520000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`update class_offer_transitions set by_kinds = '{officer,system}' where from_state in ('told', 'accepted', 'waiting') and to_state in ('accepted', 'waiting', 'refused')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`update class_offer_transitions set by_kinds = '{officer}' where (from_state = 'told' and to_state in ('accepted', 'waiting')) or to_state = 'refused'`);
  }
}
