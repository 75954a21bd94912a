import { Injectable } from '@nestjs/common';
import { CatalogueService, type Catalogue } from '@app/catalogue';
import type { ClassPost } from '@app/matching';
import type { Transaction } from '@app/platform';
import { courseServes } from '../orders/order-rules.js';
import { TrainingOrdersRepository, type OrderRow } from '../orders/training-orders.repository.js';
import { OrderUnknown } from '../training.errors.js';
import { ClassTermsInvalid } from '../seats.errors.js';
import { TaughtCourses } from '../specialities/taught-courses.js';
import { TrainingBooks } from '../training-books.js';
import { classPostOf, courseFor, type TaughtCourse } from './order-post.js';

/** An order with the course that its class teaches. */
export interface OrderClass {
  readonly order: OrderRow;
  readonly course: TaughtCourse;
  /** As the engine is asked about it. */
  readonly given: ClassPost;
}

/** Reads orders as classes to be filled. */
@Injectable()
export class ClassPosts {
  constructor(
    private readonly books: TrainingBooks,
    private readonly orders: TrainingOrdersRepository,
    private readonly catalogues: CatalogueService,
    private readonly taught: TaughtCourses,
  ) {}

  catalogue(): Promise<Catalogue> {
    return this.catalogues.current();
  }

  /**
   * @param courseId null: that of the order's class, or else the one that serves the order best
   * @throws OrderUnknown, ClassTermsInvalid (no such course, one that does not lead to the order's occupation, or a retired one)
   */
  async find(tx: Transaction, orderId: string, courseId: string | null): Promise<OrderClass> {
    const order = await this.orders.find(tx, orderId);
    if (order === null) throw new OrderUnknown();
    const wanted = courseId ?? (order.classId === null ? null : await this.orders.courseOfClass(tx, order.classId));
    const { catalogue: { courses }, isRetired } = await this.taught.of(tx, order.county, this.books.today());
    const course = wanted === null ? null : courses.find(({ id }) => id === wanted);
    const refuse = (message: string): never => {
      throw new ClassTermsInvalid([{ path: 'courseId', message: `开设课程：${message}` }]);
    };
    if (course === undefined) return refuse('专业目录中没有这门课程');
    if (course !== null && !courseServes(course.occupation, order.occupation)) return refuse('这门课程不培训订单的职业');
    if (course !== null && order.classId === null && isRetired(course.id)) return refuse('这门课程在本县已停办');
    const [found] = await this.#withCourses(tx, [order], course);
    return found ?? refuse('目录中没有培训这个职业、在本县没有停办的课程');
  }

  /** The orders of these, all of one county, that some course leads to, with the course that serves each best. */
  async of(tx: Transaction, orders: readonly OrderRow[]): Promise<OrderClass[]> {
    return this.#withCourses(tx, orders, null);
  }

  async #withCourses(tx: Transaction, orders: readonly OrderRow[], wanted: TaughtCourse | null): Promise<OrderClass[]> {
    const [first] = orders;
    if (first === undefined) return [];
    const { catalogue: { courses }, isRetired } = await this.taught.of(tx, first.county, this.books.today());
    const open = courses.filter(({ id }) => !isRetired(id));
    const skills = await this.orders.skillsOf(tx, orders.map(({ id }) => id));
    const employers = await this.orders.canonicalEmployers(tx, orders.flatMap(({ employerId }) => employerId ?? []));
    return orders.flatMap((order): OrderClass[] => {
      const own = skills.get(order.id)!;
      const course = wanted ?? courseFor({ occupation: order.occupation, skills: own }, open);
      if (course === null) return [];
      return [{ order, course, given: classPostOf({ ...order, employerId: order.employerId === null ? null : employers.get(order.employerId)! }, own, course.id) }];
    });
  }
}
