/** A subscriber: a person at an address, what they chose, and the proof that they did. */
import type { Instant } from '../time/instant.ts';
import type { Forward, Forwarded, RowRef } from './forward.ts';

export type SubscriberStatus = 'pending' | 'active' | 'unsubscribed' | 'bounced' | 'complained';

/** Evidence of consent (GDPR art. 7(1)): when, how, on which form text, confirmed when. */
export type Consent = {
  at: Instant;
  /** `form`, `import`, `command`, `demo`; or what an import's `source` column says. */
  source: string;
  /** Hash of the words the form showed; for an import, of its file. */
  form: string;
  confirmedAt: Instant | undefined;
};

/**
 * Evidence for more newsletters beside `consent`: an operator vouched for them, the reader confirmed another sign-up (`form` and
 * `confirmedAt` as in Consent), or moved here from another address (`source` is `moveSubscriber`).
 */
export type Vouched = {
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

/** A run whose letter to this reader came back for now: the mailbox was full, the server away. */
export type SoftBounce = { run: string; at: Instant };

export type Subscriber = {
  /** HMAC of the address key with the identity key: 22 characters of base64url, evenly spread, for life. */
  id: string;
  /** As typed; what mail is sent to (domain in Punycode). */
  email: string;
  name: string;
  status: SubscriberStatus;
  /** Newsletter ids. */
  newsletters: readonly string[];
  /** Topic ids; none chosen means all. */
  topics: readonly string[];
  labels: readonly string[];
  consent: Consent;
  /** No letters until then. */
  pausedUntil: Instant | undefined;
  /** Of the last status. */
  changedAt: Instant;
  /** Why they left, in their words or ours. */
  reason: string;
  /**
   * What a sign-up asked for, taken over on confirmation: until then neither the choice of somebody active nor the departure of
   * somebody who left is changed by a stranger.
   */
  asked: RequestedConsent | undefined;
  /** The last of them, by run (soft-bounce.ts). Beside the status `bounced` they say: set aside, not barred. */
  softBounces?: readonly SoftBounce[] | undefined;
  /** A confirmation to this address was refused: no other goes before then. */
  restUntil?: Instant | undefined;
  /** Why they left what they left, oldest first; absent: nothing was said. */
  remarks?: readonly Remark[] | undefined;
  /** Oldest first; absent: nobody vouched. */
  vouched?: readonly Vouched[] | undefined;
  /**
   * Drawn when a row is made, so that links of a row that was erased do not open one made later at the same address. Absent: the
   * row is older than epochs, and its links have none.
   */
  epoch?: string | undefined;
  /** Requests that wait for a confirmation, or had it, oldest first; `asked` is the newest. Absent: none since there are refs. */
  requests?: readonly SignUpRequest[] | undefined;
  /** Rows of this person that are gone, whose links lead here: an erasure ends them. */
  forwards?: readonly Forwarded[] | undefined;
  /** Rises by one with every write; 0 before the first. */
  version: number;
};

/** Contract: test/contracts/subscribers.ts. Reads are consistent except `candidates`. */
export type Subscribers = {
  get(id: string): Promise<Subscriber | undefined>;
  /** In any order, absent ones left out. Throws `unavailable` rather than leave out one that exists. */
  getMany(ids: readonly string[]): Promise<readonly Subscriber[]>;
  /** Inserts (version 0) or replaces the version it was read at; `conflict` otherwise. Returns what is stored. */
  put(subscriber: Subscriber): Promise<Subscriber>;
  /** For imports: inserts those whose id is not there, with what leads to them, leaves the others; returns how many were new. */
  insertMany(subscribers: readonly Subscriber[]): Promise<number>;
  /** Erases the row, and the forwards it names that lead to it. */
  erase(id: string): Promise<void>;
  /**
   * A change of address: puts `to`, lets what `to.forwards` names lead to it, ends the forwards of `dropped`, and removes the row of
   * `from`. `conflict`, with nothing done, when either was written since it was read; where a store writes one row after the other,
   * `from` may be written in between, and `to` is there then. Said again, it ends what was begun.
   */
  move(to: Subscriber, from: Subscriber, dropped?: readonly RowRef[]): Promise<Subscriber>;
  /** Where the links of a row lead that is gone; undefined: nowhere. */
  forwardOf(from: RowRef): Promise<Forward | undefined>;
  /** Of `ids`, those from which somebody moved, each with the ids they moved to. */
  movedFrom(ids: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>;
  /** Erases the pending whose last request was made before; returns how many. */
  erasePending(before: Instant): Promise<number>;
  /**
   * Active subscribers of a newsletter by ascending id, `after` exclusive, below `below` exclusive (an id prefix).
   * Eventually consistent: candidates only.
   */
  candidates(query: {
    newsletter: string;
    after: string;
    below: string | undefined;
    limit: number;
  }): Promise<readonly string[]>;
  /** By ascending id, for lists and exports. */
  page(query: { after: string; limit: number; status?: SubscriberStatus }): Promise<readonly Subscriber[]>;
  tally(): Promise<Readonly<Record<SubscriberStatus, number>>>;
};

/** `hash`: HMAC of the address key under the identity key, with a purpose of its own. Survives erasure and import. */
export type Suppression = {
  hash: string;
  reason: 'bounced' | 'complained' | 'asked' | 'imported';
  at: Instant;
};

export type Suppressions = {
  /** Those of `hashes` that are suppressed. Consistent. */
  among(hashes: readonly string[]): Promise<ReadonlyMap<string, Suppression>>;
  /** Keeps the first one. */
  add(suppression: Suppression): Promise<void>;
  lift(hash: string): Promise<void>;
  count(): Promise<number>;
};

/** Append-only daily counts: they survive erasure, because they name nobody. */
export type DailyCount = {
  /** Local to the publication: `2026-11-23`. */
  day: string;
  event: 'joined' | 'confirmed' | 'left' | 'reason' | 'bounced' | 'complained' | 'erased';
  /** Of `left`: by which way; of `reason`: the one of REASONS they gave; empty else. */
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
 * Rate limits over sliding windows (sliding-window.ts). Keys hold no address in clear; those that are not used disappear. Who
 * finds too much going on at one key is over the limit. A clock that is set back locks nothing for longer than a window.
 */
export type RateLimits = {
  /**
   * Counts one use of a key, if fewer than `limit` were counted in the `window` (milliseconds) before; says whether it did.
   * Strict: no interval of that length ever holds more, however many take at once.
   */
  take(key: string, limit: number, window: number, now: Instant): Promise<boolean>;
  /** Takes back the newest use that counts at `now`: what it was for did not happen. */
  giveBack(key: string, window: number, now: Instant): Promise<void>;
  /** How many uses count now: those of the window before, and at most one slot of it longer. */
  used(key: string, window: number, now: Instant): Promise<number>;
};

export type SignUpRequest = RequestedConsent & {
  /** In the link; empty: of a mail sent before there were refs. */
  ref: string;
  /** It asks for a change of address: the row that wants to move here. */
  from?: RowRef;
  /**
   * It was confirmed, so that the same link said again is answered alike. `added` to what somebody active had, `joined` a mover with
   * them.
   */
  done?: 'confirmed' | 'added' | 'moved' | 'joined';
  /** It was beyond a limit, or the address rested from a refusal: no mail names it, and it pushes out none that one does. */
  silent?: true;
};

export type Remark = {
  /** When it was first given. */
  at: Instant;
  /** The newsletter of the link it was given by; empty: a link to leave everything. */
  newsletter: string;
  /** Newsletter ids the reader had left by then. */
  left: readonly string[];
  /** One of REASONS. */
  reason: string;
  /** One line of at most REMARK_MAX characters; empty: a reason alone. */
  text: string;
};
