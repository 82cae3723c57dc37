/**
 * What each function does to which items of the table. The tick keeps house in all of it. Whoever writes on a condition may read what
 * refused it (functions/adapters/dynamodb/requests.ts). test/aws/rehearsal.test.ts and test/infra/rights.system.test.ts hold the calls that
 * functions really make against these.
 */
import type { Rights } from './stage/table.ts';

/**
 * The web function answers the internet. It knows readers one by one and lists none of them; it queues notices and sends none. An
 * erasure takes a reader's id out of every batch and out of the memory of passes, and an editor's link stops or releases a run: these
 * it must be able to write.
 */
const web: Rights = {
  get: ['subscribers', 'forwards', 'suppressions', 'counts', 'limits', 'runs', 'batches', 'memory'],
  getMany: ['suppressions'],
  put: ['subscribers', 'forwards', 'suppressions', 'runs', 'notices', 'noticeMarkers', 'memory'],
  update: ['counts', 'limits', 'batches'],
  remove: ['subscribers', 'forwards'],
  search: ['batches', 'planned'],
  indexes: ['newest', 'live'],
};

/** Reads who is to have a letter, and writes batches. */
const plan: Rights = {
  get: ['runs', 'batches', 'memory'],
  put: ['runs', 'batches', 'markers', 'planned', 'memory'],
  search: ['subscribers', 'planned', 'batches'],
  indexes: ['live'],
};

/** Sends letters, and bars readers whose address is refused for good. */
const deliver: Rights = {
  get: ['subscribers', 'suppressions', 'counts', 'runs', 'batches', 'markers', 'pace', 'memory'],
  getMany: ['subscribers', 'suppressions', 'batches'],
  put: ['subscribers', 'suppressions', 'runs', 'notices', 'noticeMarkers', 'memory'],
  update: ['counts', 'batches', 'markers', 'pace'],
  remove: ['markers'],
  search: ['subscribers', 'planned', 'batches', 'markers'],
  indexes: ['newest', 'live'],
};

/** Sends notices alone: of runs it changes nothing. */
const notices: Rights = {
  get: [
    'subscribers',
    'suppressions',
    'counts',
    'limits',
    'runs',
    'notices',
    'noticeMarkers',
    'pace',
    'memory',
  ],
  getMany: ['suppressions', 'notices'],
  put: ['subscribers', 'suppressions', 'notices', 'noticeMarkers', 'memory'],
  update: ['counts', 'limits', 'notices', 'noticeMarkers', 'pace'],
  remove: ['noticeMarkers', 'memory'],
  search: ['notices', 'noticeMarkers'],
};

/** Writes down what became of messages, and stops a run that harms the sender: for that it reads all of the run. */
const receiver: Rights = {
  get: ['subscribers', 'suppressions', 'counts', 'limits', 'runs', 'batches', 'memory'],
  getMany: ['subscribers'],
  put: ['subscribers', 'suppressions', 'runs', 'notices', 'noticeMarkers', 'memory'],
  update: ['counts', 'limits', 'batches'],
  search: ['subscribers', 'planned', 'batches'],
  indexes: ['newest', 'live'],
};

export const RIGHTS = { web, plan, deliver, notices, receiver } as const;
