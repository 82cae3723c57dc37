/**
 * Subscribers as items: `S#<first character of the id>` / `<id>`. A range of ids is a range of one partition after another, read
 * consistently; no index is kept. Names are short, for a run reads all of them.
 */
import { ALPHABET } from '../../domain/ledger/id-ranges.ts';
import type { Forwarded } from '../../domain/subscribers/forward.ts';
import type {
  Asked,
  Remark,
  SignUpRequest,
  SoftBounce,
  Subscriber,
  SubscriberStatus,
  Vouched,
} from '../../domain/subscribers/subscriber.ts';
import {
  asNumber,
  asNumberIfThere,
  asText,
  asTexts,
  type Item,
  itemOf,
  type Key,
  number,
  text,
  texts,
} from './values.ts';

export const partitionOf = (first: string): string => `S#${first}`;
export const keyOfSubscriber = (id: string): Key => ({ pk: partitionOf(id.slice(0, 1)), sk: id });

const numberIfThere = (value: number | undefined) => (value === undefined ? undefined : number(value));

const jsonIfAny = (list: readonly unknown[] | undefined) =>
  list === undefined || list.length === 0 ? undefined : text(JSON.stringify(list));

export const toItem = (s: Subscriber): Item =>
  itemOf(keyOfSubscriber(s.id), {
    e: text(s.email),
    n: text(s.name),
    st: text(s.status),
    nl: texts(s.newsletters),
    tp: texts(s.topics),
    lb: texts(s.labels),
    ca: number(s.consent.at),
    cs: text(s.consent.source),
    cf: text(s.consent.form),
    cc: numberIfThere(s.consent.confirmedAt),
    pu: numberIfThere(s.pausedUntil),
    ch: number(s.changedAt),
    re: text(s.reason),
    q: s.asked && text(JSON.stringify(s.asked)),
    sb: s.softBounces && text(JSON.stringify(s.softBounces)),
    ru: numberIfThere(s.restUntil),
    rm: jsonIfAny(s.remarks),
    vo: jsonIfAny(s.vouched),
    ep: text(s.epoch),
    rq: jsonIfAny(s.requests),
    fw: jsonIfAny(s.forwards),
    v: number(s.version),
  });

export const toSubscriber = (item: Item): Subscriber => ({
  id: asText(item.sk),
  email: asText(item.e),
  name: asText(item.n),
  status: statusOf(item),
  newsletters: asTexts(item.nl),
  topics: asTexts(item.tp),
  labels: asTexts(item.lb),
  consent: {
    at: asNumber(item.ca),
    source: asText(item.cs),
    form: asText(item.cf),
    confirmedAt: asNumberIfThere(item.cc),
  },
  pausedUntil: asNumberIfThere(item.pu),
  changedAt: asNumber(item.ch),
  reason: asText(item.re),
  asked: item.q && (JSON.parse(asText(item.q)) as Asked),
  softBounces: item.sb && (JSON.parse(asText(item.sb)) as SoftBounce[]),
  restUntil: asNumberIfThere(item.ru),
  version: asNumber(item.v),
  ...(item.rm && { remarks: JSON.parse(asText(item.rm)) as Remark[] }),
  ...(item.vo && { vouched: JSON.parse(asText(item.vo)) as Vouched[] }),
  ...(item.ep && { epoch: asText(item.ep) }),
  ...(item.rq && { requests: JSON.parse(asText(item.rq)) as SignUpRequest[] }),
  ...(item.fw && { forwards: JSON.parse(asText(item.fw)) as Forwarded[] }),
});

export const statusOf = (item: Item): SubscriberStatus => asText(item.st) as SubscriberStatus;

/** After and below, both exclusive, as ranges of one partition each, in order. No id holds a space or a `~`, which bound them. */
export function rangesOf(after: string, below: string | undefined) {
  const [low, high] = [`${after} `, below ?? '~'];
  return [...ALPHABET]
    .filter((first) => first >= after.slice(0, 1) && first <= high.slice(0, 1))
    .map((first) => ({ pk: partitionOf(first), between: [low, high] as const }));
}
