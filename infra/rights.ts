/**
 * Which calls each function may make on which items of the table (least privilege). The tick may use all items. A function that writes on a
 * condition may also read the item that refused the write (functions/adapters/dynamodb/requests.ts). test/aws/rehearsal.test.ts and
 * test/infra/rights.system.test.ts compare the functions' real calls with these rights.
 */
import type { Rights } from './stage/table.ts';

/**
 * The web function answers the internet: subscribers are read one by one and never listed, notices are queued and never sent. An erasure
 * removes a subscriber's id from every batch and from the stored list of a resend, and an editor's link stops or releases a run: hence the
 * rights to write.
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

/** The plan function reads the subscribers and writes batches. */
const plan: Rights = {
  get: ['runs', 'batches', 'memory'],
  put: ['runs', 'batches', 'markers', 'planned', 'memory'],
  search: ['subscribers', 'planned', 'batches'],
  indexes: ['live'],
};

/** The deliver function sends letters, and suppresses subscribers whose address is refused for good. */
const deliver: Rights = {
  get: ['subscribers', 'suppressions', 'counts', 'runs', 'batches', 'markers', 'pace', 'memory'],
  getMany: ['subscribers', 'suppressions', 'batches'],
  put: ['subscribers', 'suppressions', 'runs', 'notices', 'noticeMarkers', 'memory'],
  update: ['counts', 'batches', 'markers', 'pace'],
  remove: ['markers'],
  search: ['subscribers', 'planned', 'batches', 'markers'],
  indexes: ['newest', 'live'],
};

/** The notices function sends notices only, and changes no run; a welcome leads to the latest run of a newsletter. */
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
  indexes: ['newest'],
};

/** The receiver records the outcomes of messages, and pauses a run that harms the sender's reputation: for that, the whole run is read. */
const receiver: Rights = {
  get: ['subscribers', 'suppressions', 'counts', 'limits', 'runs', 'batches', 'memory'],
  getMany: ['subscribers'],
  put: ['subscribers', 'suppressions', 'runs', 'notices', 'noticeMarkers', 'memory'],
  update: ['counts', 'limits', 'batches'],
  search: ['subscribers', 'planned', 'batches'],
  indexes: ['newest', 'live'],
};

export const RIGHTS = { web, plan, deliver, notices, receiver } as const;
