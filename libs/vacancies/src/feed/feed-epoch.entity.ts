import { Entity, PrimaryGeneratedColumn } from 'typeorm';

/** One row: which database the cursors of the feed belong to. */
@Entity('vacancy_feed_epoch')
export class VacancyFeedEpochEntity {
  @PrimaryGeneratedColumn('uuid') epoch!: string;
}
