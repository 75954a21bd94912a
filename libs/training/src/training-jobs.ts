type NoPayload = Readonly<Record<string, never>>;

/** Jobs that this library asks for or answers. Payloads carry ids only. */
export type TrainingJobs = {
  /** The queue is worked out anew, but not where the last one has seen this transaction already. */
  'order-queue.refresh': { readonly xact?: string };
  /** Orders whose position or opening day changed: their employers are told. */
  'order.position-changed': { readonly orderIds: readonly string[] };
  /** Reminders of orders not reviewed in time, and windows that ended without a class. */
  'training-orders.deadlines': NoPayload;
  /** An assignment of seats that was asked for is made. */
  'seat-assignment.make': { readonly assignmentId: string };
  /** Offers that an officer confirmed, for whoever sends messages to people. */
  'offer.confirmed': { readonly offerIds: readonly string[] };
  /** Messages about offers: those that were handed over have told somebody. */
  'offer.handed-over': { readonly offerIds: readonly string[] };
  /** Somebody gave a seat of the order's class up: the next one is called. */
  'class-seats.call-next': { readonly orderId: string };
  /** Offers that nobody answered in time, and seats that fell free. */
  'class-offers.expire': NoPayload;
  /** Blobs of the county that no scan of an agreement names are taken away. */
  'agreement-files.clean-up': NoPayload;
  /** Scans of agreements whose time is over, or in whose place another version stands, are taken away. */
  'agreement-files.forget': NoPayload;
  /** The county's catalogue of specialities of today is worked out. */
  'specialities.refresh': NoPayload;
};

export const TRAINING_JOBS = [
  'order-queue.refresh', 'order.position-changed', 'training-orders.deadlines', 'seat-assignment.make', 'offer.confirmed', 'offer.handed-over', 'class-seats.call-next', 'class-offers.expire', 'agreement-files.clean-up', 'agreement-files.forget', 'specialities.refresh',
] as const satisfies readonly (keyof TrainingJobs)[];
