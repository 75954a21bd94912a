import { Module } from '@nestjs/common';
import { MatchesModule } from '@app/matches';
import { MatchPlansController } from './match-plans.controller.js';
import { MatchesController } from './matches.controller.js';

@Module({ imports: [MatchesModule], controllers: [MatchesController, MatchPlansController] })
export class MatchesApiModule {}
