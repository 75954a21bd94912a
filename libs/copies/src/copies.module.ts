import { Module } from '@nestjs/common';
import { CatalogueModule } from '@app/catalogue';
import { TraineesModule } from '@app/trainees';
import { CopiesRepository } from './copies.repository.js';
import { PersonCopies } from './person-copies.service.js';

/** Copies of what is held about a person, for that person. */
@Module({ imports: [CatalogueModule, TraineesModule], providers: [CopiesRepository, PersonCopies], exports: [PersonCopies] })
export class CopiesModule {}
