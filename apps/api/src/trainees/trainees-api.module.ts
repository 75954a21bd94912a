import { Module } from '@nestjs/common';
import { TraineesModule } from '@app/trainees';
import { TraineeConsentsController } from './trainee-consents.controller.js';
import { TraineeImportsController } from './trainee-imports.controller.js';
import { TraineesController } from './trainees.controller.js';

@Module({ imports: [TraineesModule], controllers: [TraineeImportsController, TraineesController, TraineeConsentsController] })
export class TraineesApiModule {}
