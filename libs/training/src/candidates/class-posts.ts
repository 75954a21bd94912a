import { Injectable } from '@nestjs/common';
import { CatalogueService, type Catalogue } from '@app/catalogue';
import type { ClassPost } from '@app/matching';
import type { Transaction } from '@app/platform';
import { courseServes } from '../orders/order-rules.js';
import { TrainingOrdersRepository, type OrderRow } from '../orders/training-orders.repository.js';
import { OrderUnknown } from '../training.errors.js';
import { ClassTermsInvalid } from '../seats.errors.js';
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
    private readonly orders: TrainingOrdersRepository,
    private readonly catalogues: CatalogueService,
  ) {}

  catalogue(): Promise<Catalogue> {
    return this.catalogues.current();
  }

  /**
   * @param courseId null: the one that serves the order best
   * @throws OrderUnknown, ClassTermsInvalid (no such course, or one that does not lead to the order's occupation)
   */
  async find(tx: Transaction, orderId: string, courseId: string | null): Promise<OrderClass> {
    const order = await this.orders.find(tx, orderId);
    if (order === null) throw new OrderUnknown();
    const { courses } = await this.catalogue();
    const course = courseId === null ? null : courses.find(({ id }) => id === courseId);
    if (course === undefined) throw new ClassTermsInvalid([{ path: 'courseId', message: '开设课程：专业目录中没有这门课程' }]);
    if (course !== null && !courseServes(course.occupation, order.occupation)) throw new ClassTermsInvalid([{ path: 'courseId', message: '开设课程：这门课程不培训订单的职业' }]);
    const [found] = await this.#withCourses(tx, [order], course);
    if (found === undefined) throw new ClassTermsInvalid([{ path: 'courseId', message: '开设课程：目录中没有培训这个职业的课程' }]);
    return found;
  }

  /** The orders of these that some course leads to, with the course that serves each best. */
  async of(tx: Transaction, orders: readonly OrderRow[]): Promise<OrderClass[]> {
    return this.#withCourses(tx, orders, null);
  }

  async #withCourses(tx: Transaction, orders: readonly OrderRow[], wanted: TaughtCourse | null): Promise<OrderClass[]> {
    const { courses } = await this.catalogue();
    const skills = await this.orders.skillsOf(tx, orders.map(({ id }) => id));
    const employers = await this.orders.canonicalEmployers(tx, orders.flatMap(({ employerId }) => employerId ?? []));
    return orders.flatMap((order): OrderClass[] => {
      const own = skills.get(order.id)!;
      const course = wanted ?? courseFor({ occupation: order.occupation, skills: own }, courses);
      if (course === null) return [];
      return [{ order, course, given: classPostOf({ ...order, employerId: order.employerId === null ? null : employers.get(order.employerId)! }, own, course.id) }];
    });
  }
}
