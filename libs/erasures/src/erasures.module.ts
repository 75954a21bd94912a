import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { IntakeModule } from '@app/intake';
import { PlacementsModule } from '@app/placements';
import { TraineesModule } from '@app/trainees';
import { ErasuresRepository } from './erasures.repository.js';
import { Erasures } from './erasures.service.js';
import { ErasingBooks, PersonErasing } from './person-erasing.service.js';
import { ERASURES_ENTITIES } from './person-erasure.entity.js';

/** People who have themselves erased. */
@Module({
  imports: [TypeOrmModule.forFeature([...ERASURES_ENTITIES]), TraineesModule, PlacementsModule, IntakeModule],
  providers: [ErasuresRepository, Erasures, ErasingBooks, PersonErasing],
  exports: [Erasures, PersonErasing],
})
export class ErasuresModule {}
