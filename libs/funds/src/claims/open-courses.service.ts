import { Injectable } from '@nestjs/common';
import { decodeCursor, pageOf, type Page, type Principal } from '@app/platform';
import { FundBooks } from '../fund-books.js';
import { OpenCoursesRepository, type OpenCourse, type OpenCourseFilter } from './open-courses.repository.js';

/** Who has no fund yet, with the counts that this is a part of: trained = with a fund + open. */
export interface OpenCourses extends Page<OpenCourse> {
  readonly trained: number;
  readonly withFund: number;
  readonly open: number;
}

/** 口径 of each figure, for people. */
export const COURSE_DEFINITIONS = {
  trained: '培训人次：所选年度（按班次结束日）内，就业培训班次中报过名、没有中途退出的人次；在职培训班和科普班不在内。只含您管辖范围内的人。',
  withFund: '已有着落：已列入某一张未退回、未撤销的结算单的人次，不论已付未付，也不论应付是否为零。',
  open: '尚无着落：培训人次减去已有着落。',
} as const satisfies Record<'trained' | 'withFund' | 'open', string>;

/** Person-courses for which no fund has a claim, by name. */
@Injectable()
export class OpenCoursesService {
  constructor(
    private readonly books: FundBooks,
    private readonly courses: OpenCoursesRepository,
  ) {}

  /** Those in the caller's scope, by class. @throws CursorInvalid */
  async list(principal: Principal, filter: OpenCourseFilter & { readonly limit: number; readonly cursor?: string | undefined }): Promise<OpenCourses> {
    const after = decodeCursor(filter.cursor, ['uuid', 'uuid']);
    return this.books.database.inScope(principal, async (tx) => {
      const { trained, withFund } = await this.courses.count(tx, filter);
      const page = pageOf(await this.courses.list(tx, filter, after, filter.limit + 1), filter.limit, (row) => [row.classId, row.traineeId], (row) => row);
      return { ...page, trained, withFund, open: trained - withFund };
    });
  }
}
