import { Module } from '@nestjs/common';
import { CopiesModule } from '@app/copies';
import { CopiesController } from './copies.controller.js';

/** Copies of what is held about a person. */
@Module({ imports: [CopiesModule], controllers: [CopiesController] })
export class CopiesApiModule {}
