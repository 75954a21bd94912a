import { Module } from '@nestjs/common';
import { CatalogueModule } from '@app/catalogue';
import { ReferenceController } from '../reference/reference.controller.js';
import { ReferenceLists } from '../reference/reference-lists.service.js';
import { CatalogueController } from './catalogue.controller.js';

@Module({ imports: [CatalogueModule], controllers: [CatalogueController, ReferenceController], providers: [ReferenceLists] })
export class CatalogueApiModule {}
