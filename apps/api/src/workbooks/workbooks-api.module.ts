import { Module } from '@nestjs/common';
import { IntakeModule } from '@app/intake';
import { MultipartModule } from '../http/multipart.module.js';
import { ProgressStreams } from './progress-streams.js';
import { WorkbooksController } from './workbooks.controller.js';

@Module({ imports: [IntakeModule, MultipartModule], controllers: [WorkbooksController], providers: [ProgressStreams] })
export class WorkbooksApiModule {}
