import { Injectable } from '@nestjs/common';
import { DomainError, padRegion } from '@app/kernel';
import { MatchShortages } from '@app/matches';
import type { Principal, Transaction } from '@app/platform';
import { EmployersService, RESTRICTIONS, restrictedWording } from '@app/vacancies';
import { TaughtCourses } from '../specialities/taught-courses.js';
import { TrainingBooks } from '../training-books.js';
import { minimumWageOf } from '../wages/minimum-wage.js';
import { MinimumWages } from '../wages/minimum-wages.service.js';
import type { OrderContent, ShortageRow } from './order.js';
import type { OrderWorld } from './order-rules.js';

/** Of a shortage board so many lines are looked through: all that are stored. */
const BOARD_LINES = 300;

/** An order as rules are asked about it. */
export interface JudgedOrder {
  readonly content: OrderContent;
  readonly employerId: string | null;
  readonly shortage: ShortageRow | null;
  /** The board had the row when the order was made: it is not asked again, since a board lasts a day. */
  readonly isShortageKept?: boolean;
}

/** Collects what orders are judged against: catalogue, minimum wages, the employer's verification, the shortage board. */
@Injectable()
export class OrderWorlds {
  constructor(
    private readonly books: TrainingBooks,
    private readonly courses: TaughtCourses,
    private readonly wages: MinimumWages,
    private readonly employers: EmployersService,
    private readonly shortages: MatchShortages,
  ) {}

  /** One world a call, asked for each order; what several orders share is read once. */
  async of(tx: Transaction, principal: Principal): Promise<(order: JudgedOrder) => Promise<OrderWorld>> {
    const wages = await this.wages.listIn(tx);
    const today = this.books.today();
    const county = padRegion(principal.region).slice(0, 6);
    const { catalogue: { regions, occupations, skillNames }, standingOf: courseStanding } = await this.courses.of(tx, county, today);
    const standings = new Map<string, Promise<OrderWorld['employer']>>();
    const standingOf = (id: string): Promise<OrderWorld['employer']> => {
      if (!standings.has(id)) standings.set(id, this.#standing(principal, id));
      return standings.get(id)!;
    };
    return async ({ content, employerId, shortage, isShortageKept = false }) => ({
      today, county,
      hasRegion: (code) => regions.exists(code),
      hasOccupation: (code) => occupations.has(code),
      courseStanding,
      hasSkill: (id) => skillNames.has(id),
      employer: employerId === null ? null : await standingOf(employerId),
      shortageStands: shortage === null || isShortageKept ? null : await this.#stands(principal, content.occupation, shortage),
      minimumWage: minimumWageOf(wages, content.workplace, today),
      restrictedPhrases: (text) => restrictedWording('', text, { ageFrom: null, ageTo: null }).phrases.filter(({ flag }) => (RESTRICTIONS as readonly string[]).includes(flag)).map((phrase) => phrase.text),
    });
  }

  async #standing(principal: Principal, id: string): Promise<OrderWorld['employer']> {
    try {
      return (await this.employers.get(principal, id)).verifiedAt === null ? 'unverified' : 'verified';
    } catch (error) {
      if (error instanceof DomainError && error.kind === 'not-found') return 'unknown';
      throw error;
    }
  }

  async #stands(principal: Principal, occupation: string, { asOf, month }: ShortageRow): Promise<boolean> {
    try {
      const board = await this.shortages.board(principal, BOARD_LINES);
      return board.asOf === asOf && board.lines.some((line) => line.occupation === occupation && line.month === month && line.unfillable > 0);
    } catch (error) {
      if (error instanceof DomainError) return false; // no board has been made
      throw error;
    }
  }
}
