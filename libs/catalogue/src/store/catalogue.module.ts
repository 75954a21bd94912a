import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { OfficerAliases } from '../aliases/officer-aliases.js';
import { CATALOGUE_ENTITIES } from './catalogue.entity.js';
import { CatalogueService } from './catalogue.service.js';

/** The code lists, for every feature. */
@Global()
@Module({ imports: [TypeOrmModule.forFeature([...CATALOGUE_ENTITIES])], providers: [CatalogueService, OfficerAliases], exports: [CatalogueService, OfficerAliases] })
export class CatalogueModule {}
