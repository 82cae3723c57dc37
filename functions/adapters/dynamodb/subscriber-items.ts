/**
 * Converts subscribers to items: `S#<first character of the id>` / `<id>`. A range of ids is a range of one partition after another, read
 * consistently; there is no index. Names are short, because a run reads all subscribers.
 */
import { ALPHABET } from '../../domain/ledger/id-ranges.ts';
import type { Forwarded } from '../../domain/subscribers/forward.ts';
import type {
  Remark,
  RequestedConsent,
  SignUpRequest,
  SoftBounce,
  Subscriber,
  SubscriberStatus,
  VouchedConsent,
} from '../../domain/subscribers/subscriber.ts';
import {
  asNumber,
  asNumberIfSet,
  asText,
  asTexts,
  type Item,
  itemOf,
  type Key,
  numberValue,
  textListValue,
  textValue,
} from './values.ts';

export const subscriberPartition = (first: string): string => `S#${first}`;
export const keyOfSubscriber = (id: string): Key => ({ pk: subscriberPartition(id.slice(0, 1)), sk: id });

const numberValueIfThere = (value: number | undefined) =>
  value === undefined ? undefined : numberValue(value);

const jsonValueIfAny = (list: readonly unknown[] | undefined) =>
  list === undefined || list.length === 0 ? undefined : textValue(JSON.stringify(list));

export const subscriberItem = (s: Subscriber): Item =>
  itemOf(keyOfSubscriber(s.id), {
    e: textValue(s.email),
    n: textValue(s.name),
    st: textValue(s.status),
    nl: textListValue(s.newsletters),
    tp: textListValue(s.topics),
    lb: textListValue(s.labels),
    ca: numberValue(s.consent.at),
    cs: textValue(s.consent.source),
    cf: textValue(s.consent.form),
    cc: numberValueIfThere(s.consent.confirmedAt),
    pu: numberValueIfThere(s.pausedUntil),
    ch: numberValue(s.changedAt),
    re: textValue(s.reason),
    q: s.asked && textValue(JSON.stringify(s.asked)),
    sb: s.softBounces && textValue(JSON.stringify(s.softBounces)),
    ru: numberValueIfThere(s.restUntil),
    rm: jsonValueIfAny(s.remarks),
    vo: jsonValueIfAny(s.vouched),
    ep: textValue(s.epoch),
    rq: jsonValueIfAny(s.requests),
    fw: jsonValueIfAny(s.forwards),
    v: numberValue(s.version),
  });

export const toSubscriber = (item: Item): Subscriber => ({
  id: asText(item.sk),
  email: asText(item.e),
  name: asText(item.n),
  status: itemStatus(item),
  newsletters: asTexts(item.nl),
  topics: asTexts(item.tp),
  labels: asTexts(item.lb),
  consent: {
    at: asNumber(item.ca),
    source: asText(item.cs),
    form: asText(item.cf),
    confirmedAt: asNumberIfSet(item.cc),
  },
  pausedUntil: asNumberIfSet(item.pu),
  changedAt: asNumber(item.ch),
  reason: asText(item.re),
  asked: item.q && (JSON.parse(asText(item.q)) as RequestedConsent),
  softBounces: item.sb && (JSON.parse(asText(item.sb)) as SoftBounce[]),
  restUntil: asNumberIfSet(item.ru),
  version: asNumber(item.v),
  ...(item.rm && { remarks: JSON.parse(asText(item.rm)) as Remark[] }),
  ...(item.vo && { vouched: JSON.parse(asText(item.vo)) as VouchedConsent[] }),
  ...(item.ep && { epoch: asText(item.ep) }),
  ...(item.rq && { requests: JSON.parse(asText(item.rq)) as SignUpRequest[] }),
  ...(item.fw && { forwards: JSON.parse(asText(item.fw)) as Forwarded[] }),
});

export const itemStatus = (item: Item): SubscriberStatus => asText(item.st) as SubscriberStatus;

/**
 * The range between `after` and `below`, both exclusive, as one range for each partition, in order. No id holds a space or a `~`, which
 * serve as bounds.
 */
export function splitIdRange(after: string, below: string | undefined) {
  const [low, high] = [`${after} `, below ?? '~'];
  return [...ALPHABET]
    .filter((first) => first >= after.slice(0, 1) && first <= high.slice(0, 1))
    .map((first) => ({ pk: subscriberPartition(first), between: [low, high] as const }));
}
