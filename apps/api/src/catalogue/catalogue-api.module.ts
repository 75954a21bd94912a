import { Module } from '@nestjs/common';
import { CatalogueModule } from '@app/catalogue';
import { CatalogueController } from './catalogue.controller.js';

@Module({ imports: [CatalogueModule], controllers: [CatalogueController] })
export class CatalogueApiModule {}
