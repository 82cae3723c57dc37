/** A subscriber: a person at an address, with their choices and the proof of consent. Beside it, the ports that store subscribers. */
import type { Instant } from '../time/instant.ts';
import type { Forward, Forwarded, RowRef } from './forward.ts';

export type SubscriberStatus = 'pending' | 'active' | 'unsubscribed' | 'bounced' | 'complained';

/** Evidence of consent (GDPR art. 7(1)): when, how, on which form text, confirmed when. */
export type Consent = {
  at: Instant;
  /** `form`, `import`, `command`, `demo`; or the text of an import's `source` column. */
  source: string;
  /** Hash of the words that the form showed; for an import, hash of its file. */
  form: string;
  confirmedAt: Instant | undefined;
};

/**
 * Evidence for further newsletters, beside `consent`. An operator vouched for them, or the subscriber confirmed another sign-up (`form`
 * and `confirmedAt` as in Consent) or moved here from another address (`source` is `moved`).
 */
export type VouchedConsent = {
  at: Instant;
  source: string;
  newsletters: readonly string[];
  form?: string | undefined;
  confirmedAt?: Instant | undefined;
};

export type RequestedConsent = {
  newsletters: readonly string[];
  topics: readonly string[];
  at: Instant;
  source: string;
  form: string;
};

/** A run whose letter to this subscriber met a temporary failure, such as a full mailbox or a server that was down. */
export type SoftBounce = { run: string; at: Instant };

export type Subscriber = {
  /** HMAC of the address key with the identity key: 22 characters of base64url, evenly spread, for life. */
  id: string;
  /** The address that mail is sent to: local part as typed, domain in Punycode. */
  email: string;
  name: string;
  status: SubscriberStatus;
  /** Newsletter ids. */
  newsletters: readonly string[];
  /** Topic ids; none chosen means all. */
  topics: readonly string[];
  labels: readonly string[];
  consent: Consent;
  /** No letters are sent before this instant. */
  pausedUntil: Instant | undefined;
  /** When the status last changed. */
  changedAt: Instant;
  /** Why the subscriber left or bounced, in their words or ours; empty for others. */
  reason: string;
  /**
   * The newest sign-up, which takes effect on confirmation. Until then a stranger's sign-up changes neither the choice of an active
   * subscriber nor the status of an unsubscribed one.
   */
  asked: RequestedConsent | undefined;
  /** The latest soft bounces (soft-bounce.ts). With the status `bounced` they mean "set aside": the address is not suppressed. */
  softBounces?: readonly SoftBounce[] | undefined;
  /** Set when a confirmation to this address was refused: no other one is sent before this instant. */
  restUntil?: Instant | undefined;
  /** Remarks on unsubscribing, oldest first; absent if there are none. */
  remarks?: readonly Remark[] | undefined;
  /** Evidence beside `consent`, oldest first; absent if there is none. */
  vouched?: readonly VouchedConsent[] | undefined;
  /**
   * A mark drawn when the row is made: links of an erased row must not open a later one at the same address. Absent on a row that is
   * older than epochs, whose links have none either.
   */
  epoch?: string | undefined;
  /** Requests, waiting or confirmed, oldest first; `asked` is the newest. Absent if none was made since requests have refs. */
  requests?: readonly SignUpRequest[] | undefined;
  /** Earlier rows of this person, whose links lead here. Erasure of this row ends them. */
  forwards?: readonly Forwarded[] | undefined;
  /** Rises by one with every write; 0 before the first. */
  version: number;
};

/** The store of subscribers. Contract: test/contracts/subscribers.ts. Reads are consistent except `candidates`. */
export type Subscribers = {
  get(id: string): Promise<Subscriber | undefined>;
  /** Rows in any order, without ids that do not exist. Throws `unavailable` rather than leave out a row that exists. */
  getMany(ids: readonly string[]): Promise<readonly Subscriber[]>;
  /** Inserts (version 0), or replaces the version that was read; else throws `conflict`. Returns the stored row. */
  put(subscriber: Subscriber): Promise<Subscriber>;
  /** For imports: inserts rows with new ids, and their forwards, and leaves existing rows alone. Returns how many were new. */
  insertMany(subscribers: readonly Subscriber[]): Promise<number>;
  /** Erases the row, and the forwards that it names. */
  erase(id: string): Promise<void>;
  /**
   * A change of address: puts `to`, stores the forwards of `to.forwards`, deletes those of `dropped`, and removes the row of `from`.
   * Throws `conflict`, with nothing done, if either row was written since it was read. A store that writes one row after the other
   * may find `from` changed in between, with `to` stored already. A repeated call finishes the move.
   */
  move(to: Subscriber, from: Subscriber, dropped?: readonly RowRef[]): Promise<Subscriber>;
  /** The forward of a row that is gone; undefined if there is none. */
  findForward(from: RowRef): Promise<Forward | undefined>;
  /** Those of `ids` from which a subscriber moved, each with the ids moved to. */
  findMoves(ids: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>;
  /** Erases pending rows whose last request is older than `before`; returns how many. */
  erasePending(before: Instant): Promise<number>;
  /**
   * Ids of a newsletter's active subscribers, ascending, after `after` and below `below` (an id prefix), both exclusive. The read is
   * eventually consistent, so the ids are candidates only.
   */
  candidates(query: {
    newsletter: string;
    after: string;
    below: string | undefined;
    limit: number;
  }): Promise<readonly string[]>;
  /** A page of rows by ascending id, for lists and exports. */
  page(query: { after: string; limit: number; status?: SubscriberStatus }): Promise<readonly Subscriber[]>;
  countByStatus(): Promise<Readonly<Record<SubscriberStatus, number>>>;
};

/** An entry of the suppression list; it survives erasure and import. `hash`: see suppressionHash in identity.ts. */
export type Suppression = {
  hash: string;
  reason: 'bounced' | 'complained' | 'asked' | 'imported';
  at: Instant;
};

export type Suppressions = {
  /** The suppressed ones of `hashes`, read consistently. */
  find(hashes: readonly string[]): Promise<ReadonlyMap<string, Suppression>>;
  /** Adds an entry; one that exists already stays as it is. */
  add(suppression: Suppression): Promise<void>;
  lift(hash: string): Promise<void>;
  count(): Promise<number>;
};

/** Append-only daily counts. They hold no personal data, so erasure leaves them. */
export type DailyCount = {
  /** The date in the publication's time zone: `2026-11-23`. */
  day: string;
  event: 'joined' | 'confirmed' | 'left' | 'reason' | 'bounced' | 'complained' | 'erased';
  /** For `left` and `confirmed`: the way; for `reason`: one of UNSUBSCRIBE_REASONS; else empty. */
  reason: string;
  newsletter: string;
  source: string;
  count: number;
};

export type DailyCounts = {
  add(count: DailyCount): Promise<void>;
  read(query: { from: string; to: string }): Promise<readonly DailyCount[]>;
};

/**
 * Rate limits over sliding windows (sliding-window.ts). Keys hold no address in clear, and unused ones disappear. A `take` that finds
 * too many concurrent writes at its key counts as over the limit. A clock that is set back blocks a key for one window at most.
 */
export type RateLimits = {
  /**
   * Counts one use of a key if the `window` before (milliseconds) holds fewer than `limit`; true if the use was counted. Strict: no
   * interval of that length ever holds more, even under concurrent calls.
   */
  take(key: string, limit: number, window: number, now: Instant): Promise<boolean>;
  /** Takes back the newest use that counts at `now`, because its purpose was not reached. */
  giveBack(key: string, window: number, now: Instant): Promise<void>;
  /** The number of uses in the window before `now`, lengthened by one slot at most. */
  countUses(key: string, window: number, now: Instant): Promise<number>;
};

export type SignUpRequest = RequestedConsent & {
  /** The ref that the link carries; empty for a mail older than refs. */
  ref: string;
  /** For a change of address: the row that wants to move here. */
  from?: RowRef;
  /**
   * Set once the request is confirmed, so that a repeated link gets the same answer. `added`: to an active subscriber's newsletters;
   * `joined`: a mover joined an active subscriber.
   */
  done?: 'confirmed' | 'added' | 'moved' | 'joined';
  /** No mail names the request: a limit was reached, or the address rests after a refusal. It displaces none that a mail names. */
  silent?: true;
};

export type Remark = {
  /** When the remark was first given. */
  at: Instant;
  /** The newsletter of the link; empty for a link that unsubscribes from all. */
  newsletter: string;
  /** Ids of the newsletters that the subscriber had left by then. */
  left: readonly string[];
  /** One of UNSUBSCRIBE_REASONS. */
  reason: string;
  /** One line, cleaned and cut (remark.ts); empty if only a reason was given. */
  text: string;
};
