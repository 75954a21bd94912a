import { Module } from '@nestjs/common';
import { MatchesModule } from '@app/matches';
import { MatchesController } from './matches.controller.js';

@Module({ imports: [MatchesModule], controllers: [MatchesController] })
export class MatchesApiModule {}
