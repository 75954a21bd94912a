import { Injectable } from '@nestjs/common';
import { MatchesService } from '@app/matches';
import type { Principal, Transaction } from '@app/platform';
import { ContactHistoriesRepository } from '../channels/contact-histories.repository.js';
import { nextChannel, type NextChannel } from '../channels/next-channel.js';
import type { Exposure } from '../exposure/exposure.repository.js';
import { WaveCandidatesRepository } from './wave-candidates.repository.js';

/** Somebody whom a wave tells, and by which way. */
export interface ChosenPerson {
  readonly traineeId: string;
  readonly ownerRegion: string;
  /** The county's plan puts the person forward. */
  readonly isPlanned: boolean;
  readonly way: NextChannel;
  /** Before this wave. */
  readonly exposure: Exposure;
}

/** How far down a list people are looked for. */
const LIST_MAX = 200;

/** Whom a wave tells: whom the plan puts forward, then the best of the list; who can be told now, and by which way. */
@Injectable()
export class WaveChoice {
  constructor(
    private readonly candidates: WaveCandidatesRepository,
    private readonly matches: MatchesService,
    private readonly histories: ContactHistoriesRepository,
  ) {}

  /** The best of the list by the engine, of the caller's people; before the transaction, since the engine reads by itself. */
  async ranked(principal: Principal, vacancyId: string): Promise<string[]> {
    return (await this.matches.traineesFor(principal, vacancyId, LIST_MAX)).ranked.map(({ trainee }) => trainee.id);
  }

  /** At most `size` of them, in the order in which they go. @param county six digits */
  async choose(tx: Transaction, ranked: readonly string[], { vacancyId, county, size, at }: { readonly vacancyId: string; readonly county: string; readonly size: number; readonly at: Date }): Promise<ChosenPerson[]> {
    const planned = await this.candidates.planned(tx, vacancyId, county);
    const inOrder = [...ranked.filter((id) => planned.has(id)), ...ranked.filter((id) => !planned.has(id))];
    const people = await this.histories.tellable(tx, inOrder, vacancyId, at);
    const chosen = inOrder.flatMap((id): ChosenPerson[] => {
      const person = people.get(id);
      const way = person === undefined ? null : nextChannel(person);
      return person === undefined || way === null ? [] : [{ traineeId: id, ownerRegion: person.ownerRegion, isPlanned: planned.has(id), way, exposure: person.exposure }];
    });
    return chosen.slice(0, size);
  }
}
