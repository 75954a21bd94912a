// Entry of a thread that works out one calendar, so that the process that asks goes on meanwhile.
import { parentPort, workerData } from 'node:worker_threads';
import { planCalendar, type CalendarProblem } from '@app/scheduling';

parentPort!.postMessage(planCalendar(workerData as CalendarProblem));
