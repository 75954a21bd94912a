import { Module } from '@nestjs/common';
import { ErasuresModule } from '@app/erasures';
import { ErasuresController } from './erasures.controller.js';

/** People who have themselves erased. */
@Module({ imports: [ErasuresModule], controllers: [ErasuresController] })
export class ErasuresApiModule {}
