import { Injectable } from '@nestjs/common';
import { PersonErasing, type ErasureJobs } from '@app/erasures';
import { UploadRunner, type IntakeJobs } from '@app/intake';
import { MatchPlanMaker, MatchRefresh, type MatchJobs } from '@app/matches';
import { MessageForgetting, ReplyInbox, SmsReconciler, SmsSubmitter, WaveMaker, type NotificationJobs, CallAnswers, CallLists } from '@app/notifications';
import { EvidenceFileForgetting, EvidenceFilesService, FollowUpsService, RateProjector, RateReportMaker, type PlacementJobs, type RateJobs } from '@app/placements';
import type { GivenUpHandlers, JobHandlers } from '@app/platform';
import { CalendarMaker, ClassNoticeDesk, ClassNotices, type TeachingJobs } from '@app/teaching';
import type { TraineeJobs } from '@app/trainees';
import { OrderNews, OrderDeadlines, OfferMessages, OfferSuccession, OrderQueue, SeatAssignmentMaker, type TrainingJobs, AgreementFileForgetting, AgreementFiles, Specialities } from '@app/training';
import { Duplicates, EmployerSpellings, ImportRunner, ImportRuns, VacancyDesk, WordsRereader, type VacancyJobs } from '@app/vacancies';
import { WebhookDeliverer, WebhookUpkeep, type WebhookJobs } from '@app/webhooks';
import { CleanUpJob } from './housekeeping/clean-up.job.js';
import { VerifyAuditJob } from './housekeeping/verify-audit.job.js';
import { AnswerGivenJob } from './messages/answer-given.job.js';

type HousekeepingJobs = { 'platform.clean-up': Readonly<Record<string, never>>; 'audit.verify': Readonly<Record<string, never>> };

/** Every job there is. */
export type Jobs = VacancyJobs & TraineeJobs & MatchJobs & RateJobs & IntakeJobs & PlacementJobs & TrainingJobs & TeachingJobs & WebhookJobs & NotificationJobs & ErasureJobs & HousekeepingJobs;

/** Waves of notices, and the calls that stand in the place of some. */
@Injectable()
export class Waves {
  constructor(readonly maker: WaveMaker, readonly calls: CallLists, readonly callAnswers: CallAnswers) {}
}

function waveHandlers({ maker, calls, callAnswers }: Waves): Pick<JobHandlers<Jobs>, 'notification-wave.follow' | 'call.answered' | 'call-lists.refresh'> {
  return {
    'notification-wave.follow': ({ vacancyId }, { principal }) => maker.follow(principal, vacancyId),
    'call.answered': ({ resultId }, { principal }) => callAnswers.take(principal, resultId),
    'call-lists.refresh': async (_, { principal }) => void (await calls.refresh(principal)),
  };
}

/** Messages to trainees, and what they answer. */
@Injectable()
export class Messages {
  constructor(readonly submitter: SmsSubmitter, readonly reconciler: SmsReconciler, readonly replies: ReplyInbox, readonly answers: AnswerGivenJob, readonly waves: Waves, readonly offers: OfferMessages) {}
}

/** What is forgotten: texts in their time, a person when they ask. */
@Injectable()
export class Forgetting {
  readonly handlers: Pick<JobHandlers<Jobs>, 'messages.forget' | 'erasures.carry-out'>;

  constructor(messages: MessageForgetting, erasing: PersonErasing) {
    this.handlers = {
      'messages.forget': async (_, { principal, signal }) => void (await messages.forget(principal, signal)),
      'erasures.carry-out': async (_, { principal, signal }) => void (await erasing.carryOut(principal, signal)),
    };
  }
}

/** The jobs of no feature, and what is sent to employers and trainees. */
@Injectable()
export class Housekeeping {
  constructor(readonly cleanUp: CleanUpJob, readonly audit: VerifyAuditJob, readonly webhooks: WebhookDeliverer, readonly webhookUpkeep: WebhookUpkeep, readonly messages: Messages, readonly forgetting: Forgetting) {}
}

/** What is done to stored vacancies, apart from imports. */
@Injectable()
export class VacancyUpkeep {
  constructor(readonly desk: VacancyDesk, readonly words: WordsRereader, readonly duplicates: Duplicates, readonly spellings: EmployerSpellings) {}
}

/** The ways in: networks and workbooks. */
@Injectable()
export class WaysIn {
  constructor(readonly imports: ImportRunner, readonly runs: ImportRuns, readonly uploads: UploadRunner) {}
}

/** The engine's lists, boards and plans. */
@Injectable()
export class Matching {
  constructor(readonly lists: MatchRefresh, readonly plans: MatchPlanMaker) {}
}

/** What is kept from the ledger of placements. */
@Injectable()
export class PlacementUpkeep {
  readonly handlers: Pick<JobHandlers<Jobs>, 'follow-ups.refresh' | 'evidence-files.clean-up' | 'evidence-files.forget'>;

  constructor(followUps: FollowUpsService, files: EvidenceFilesService, forgetting: EvidenceFileForgetting) {
    this.handlers = {
      'follow-ups.refresh': (_, { principal, signal }) => followUps.refreshCounty(principal, signal),
      'evidence-files.clean-up': async (_, { principal, signal }) => void (await files.cleanUp(principal, signal)),
      'evidence-files.forget': async (_, { principal, signal }) => void (await forgetting.forget(principal, signal)),
    };
  }
}

/** Rates kept ready, and reports for other days. */
@Injectable()
export class Rates {
  constructor(readonly projector: RateProjector, readonly reports: RateReportMaker) {}
}

/** Orders for training: the queue, the calendar, who is told, who comes next. */
@Injectable()
export class OrderUpkeep {
  constructor(readonly queue: OrderQueue, readonly deadlines: OrderDeadlines, readonly news: OrderNews, readonly succession: OfferSuccession, readonly seats: SeatAssignmentMaker) {}
}

/** What is kept beside orders: the scans of their agreements, the catalogue of specialities. */
@Injectable()
export class TrainingUpkeep {
  constructor(readonly agreementFiles: AgreementFiles, readonly agreementForgetting: AgreementFileForgetting, readonly specialities: Specialities) {}
}

/** Timetables of classes, and what their people are told of them. */
@Injectable()
export class Teaching {
  readonly handlers: Pick<JobHandlers<Jobs>, 'class-calendar.make' | 'class.changed' | 'class-notice.tell' | 'class-notices.look'>;

  constructor(readonly calendars: CalendarMaker, notices: ClassNotices, desk: ClassNoticeDesk) {
    this.handlers = {
      'class-calendar.make': ({ calendarId }, { principal, signal }) => calendars.make(principal, calendarId, signal),
      'class.changed': async ({ classId }, { principal }) => void (await notices.tell(principal, classId)),
      'class-notice.tell': async ({ classId }, { principal }) => void (await notices.tell(principal, classId)),
      'class-notices.look': async (_, { principal }) => void (await desk.lookAtDue(principal)),
    };
  }
}

/** What follows from training: the ledger of placements, the orders that classes serve, and the calendars of classes. */
@Injectable()
export class AfterTraining {
  constructor(readonly placements: PlacementUpkeep, readonly orders: OrderUpkeep, readonly training: TrainingUpkeep, readonly teaching: Teaching) {}
}

/** Name → handler: leaving one out does not compile. */
@Injectable()
export class JobHandlerSet {
  readonly handlers: JobHandlers<Jobs>;
  readonly givenUp: GivenUpHandlers<Jobs>;

  constructor(intake: WaysIn, vacancies: VacancyUpkeep, matching: Matching, { placements, orders, training, teaching }: AfterTraining, rates: Rates, housekeeping: Housekeeping) {
    this.handlers = {
      'vacancies.import': ({ runId }, { principal, signal }) => intake.imports.run(principal, runId, signal),
      'vacancies.import-due': async (_, { principal }) => void (await intake.runs.startDueRuns(principal)),
      // An officer may have decided a wording while the run was reading by what was known before.
      'vacancies.import-ended': async ({ runId }, { principal }) => {
        await vacancies.words.rereadTitles(principal);
        await matching.lists.forecastRun(principal, runId);
      },
      'vacancies.expire-due': async (_, { principal }) => void (await vacancies.desk.expireDue(principal)),
      'employers.renamed': ({ employerIds }, { principal }) => vacancies.spellings.followIn(principal, employerIds),
      'vacancies.reread-words': async (_, { principal }) => void (await vacancies.words.rereadCounty(principal)),
      // First which of them repeat others: a vacancy that turns into a duplicate is announced again, and then changes nothing more.
      'vacancies.changed': async ({ vacancyIds }, { principal, signal }) => {
        await vacancies.duplicates.find(principal, vacancyIds);
        await matching.lists.refreshVacancies(principal, vacancyIds, signal);
      },
      'trainees.changed': ({ traineeIds }, { principal, signal }) => matching.lists.refreshTrainees(principal, traineeIds, signal),
      'matches.refresh-county': (_, { principal, signal }) => matching.lists.refreshCounty(principal, signal),
      'shortages.refresh': (_, { principal }) => matching.lists.refreshShortages(principal),
      'match-plan.make': ({ planId }, { principal }) => matching.plans.make(principal, planId),
      'match-plan.make-nightly': (_, { principal }) => matching.plans.makeNightly(principal),
      'rates.project': (_, { principal, signal }) => rates.projector.project(principal.region, signal),
      'rate-report.make': ({ reportId }, { principal, signal }) => rates.reports.make(principal, reportId, signal),
      'workbooks.plan': ({ uploadId }, { principal }) => intake.uploads.plan(principal, uploadId),
      'workbooks.import': ({ uploadId }, { principal, signal }) => intake.uploads.run(principal, uploadId, signal),
      'workbooks.undo': ({ uploadId }, { principal, signal }) => intake.uploads.undo(principal, uploadId, signal),
      'workbooks.clean-up': (_, { principal }) => intake.uploads.cleanUp(principal),
      ...placements.handlers,
      'webhook.deliver': ({ deliveryId, attempt }, { principal }) => housekeeping.webhooks.deliver(principal, deliveryId, attempt),
      'webhooks.clean-up': async (_, { principal, signal }) => void (await housekeeping.webhookUpkeep.cleanUp(principal, signal)),
      'sms.submit': ({ notificationIds }, { principal }) => housekeeping.messages.submitter.submit(principal, notificationIds),
      'sms.reconcile': ({ notificationIds, round }, { principal }) => housekeeping.messages.reconciler.reconcile(principal, notificationIds, round),
      'notifications.sweep': async (_, { principal }) => void (await housekeeping.messages.reconciler.sweep(principal)),
      ...housekeeping.forgetting.handlers,
      'sms-reply.read': ({ replyId }, { principal }) => housekeeping.messages.replies.read(principal, replyId),
      ...waveHandlers(housekeeping.messages.waves),
      'sms-answer.given': ({ answerId }, { principal }) => housekeeping.messages.answers.run(principal, answerId),
      'order-queue.refresh': async ({ xact }, { principal }) => void (await orders.queue.refresh(principal, xact)),
      'training-orders.deadlines': async (_, { principal, signal }) => void (await orders.deadlines.keep(principal, signal)),
      'agreement-files.clean-up': async (_, { principal, signal }) => void (await training.agreementFiles.cleanUp(principal, signal)),
      'agreement-files.forget': async (_, { principal, signal }) => void (await training.agreementForgetting.forget(principal, signal)),
      'specialities.refresh': (_, { principal, signal }) => training.specialities.refresh(principal, signal),
      'order.position-changed': (change, { principal }) => orders.news.tellPlaces(principal, change),
      'seat-assignment.make': ({ assignmentId }, { principal }) => orders.seats.make(principal, assignmentId),
      ...teaching.handlers,
      'offer.confirmed': ({ offerIds }, { principal }) => housekeeping.messages.offers.send(principal, offerIds),
      'offer.handed-over': ({ offerIds }, { principal }) => housekeeping.messages.offers.noteHandedOver(principal, offerIds),
      'class-seats.call-next': async ({ orderId }, { principal }) => void (await orders.succession.callNext(principal, orderId)),
      'class-offers.expire': async (_, { principal, signal }) => void (await orders.succession.expire(principal, signal)),
      'platform.clean-up': () => housekeeping.cleanUp.cleanUp(),
      'audit.verify': (_, { principal }) => housekeeping.audit.verify(principal.region),
    };
    this.givenUp = {
      'match-plan.make': ({ planId }, { principal }) => matching.plans.giveUp(principal, planId),
      'match-plan.make-nightly': (_, { principal }) => matching.plans.giveUpNightly(principal),
      'seat-assignment.make': ({ assignmentId }, { principal }) => orders.seats.giveUp(principal, assignmentId),
      'rate-report.make': ({ reportId }, { principal }) => rates.reports.giveUp(principal, reportId),
      'class-calendar.make': ({ calendarId }, { principal }) => teaching.calendars.giveUp(principal, calendarId),
      'webhook.deliver': ({ deliveryId }, { principal }) => housekeeping.webhooks.giveUp(principal, deliveryId),
    };
  }
}
