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
  numberValue,
  textSetValue,
  textValue,
} from './values.ts';

export const subscriberPartition = (first: string): string => `S#${first}`;
export const keyOfSubscriber = (id: string): Key => ({ pk: subscriberPartition(id.slice(0, 1)), sk: id });

const numberIfThere = (value: number | undefined) => (value === undefined ? undefined : numberValue(value));

const jsonIfAny = (list: readonly unknown[] | undefined) =>
  list === undefined || list.length === 0 ? undefined : textValue(JSON.stringify(list));

export const subscriberItem = (s: Subscriber): Item =>
  itemOf(keyOfSubscriber(s.id), {
    e: textValue(s.email),
    n: textValue(s.name),
    st: textValue(s.status),
    nl: textSetValue(s.newsletters),
    tp: textSetValue(s.topics),
    lb: textSetValue(s.labels),
    ca: numberValue(s.consent.at),
    cs: textValue(s.consent.source),
    cf: textValue(s.consent.form),
    cc: numberIfThere(s.consent.confirmedAt),
    pu: numberIfThere(s.pausedUntil),
    ch: numberValue(s.changedAt),
    re: textValue(s.reason),
    q: s.asked && textValue(JSON.stringify(s.asked)),
    sb: s.softBounces && textValue(JSON.stringify(s.softBounces)),
    ru: numberIfThere(s.restUntil),
    rm: jsonIfAny(s.remarks),
    vo: jsonIfAny(s.vouched),
    ep: textValue(s.epoch),
    rq: jsonIfAny(s.requests),
    fw: jsonIfAny(s.forwards),
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
    confirmedAt: asNumberIfThere(item.cc),
  },
  pausedUntil: asNumberIfThere(item.pu),
  changedAt: asNumber(item.ch),
  reason: asText(item.re),
  asked: item.q && (JSON.parse(asText(item.q)) as RequestedConsent),
  softBounces: item.sb && (JSON.parse(asText(item.sb)) as SoftBounce[]),
  restUntil: asNumberIfThere(item.ru),
  version: asNumber(item.v),
  ...(item.rm && { remarks: JSON.parse(asText(item.rm)) as Remark[] }),
  ...(item.vo && { vouched: JSON.parse(asText(item.vo)) as Vouched[] }),
  ...(item.ep && { epoch: asText(item.ep) }),
  ...(item.rq && { requests: JSON.parse(asText(item.rq)) as SignUpRequest[] }),
  ...(item.fw && { forwards: JSON.parse(asText(item.fw)) as Forwarded[] }),
});

export const itemStatus = (item: Item): SubscriberStatus => asText(item.st) as SubscriberStatus;

/**
 * The range between `after` and `below`, both exclusive, as one range for each partition, in order. No id holds a space or a `~`, which
 * serve as bounds.
 */
export function rangesOf(after: string, below: string | undefined) {
  const [low, high] = [`${after} `, below ?? '~'];
  return [...ALPHABET]
    .filter((first) => first >= after.slice(0, 1) && first <= high.slice(0, 1))
    .map((first) => ({ pk: subscriberPartition(first), between: [low, high] as const }));
}
