/** Changes that an operator may make to a subscriber. Only an active one may be changed; added newsletters are recorded as vouched for. */
import type { Instant } from '../time/instant.ts';
import type { Subscriber, SubscriberStatus } from './subscriber.ts';

export type SubscriberChange = Partial<
  Pick<Subscriber, 'name' | 'labels' | 'newsletters' | 'topics' | 'pausedUntil'>
>;

const REFUSAL_BY_STATUS: Readonly<
  Record<Exclude<SubscriberStatus, 'active'> | 'suppressed', [string, string]>
> = {
  pending: [
    'The subscriber has not confirmed yet.',
    'The subscriber confirms by the mail they got, or signs up again.',
  ],
  unsubscribed: [
    'The subscriber has unsubscribed, and only they can come back.',
    'The subscriber comes back by signing up.',
  ],
  bounced: [
    'Mail to the address bounced for good.',
    'If the address is right: subscribers suppress <address> --lift; then they sign up.',
  ],
  complained: [
    'The subscriber complained of our mail.',
    'If they ask for mail again: subscribers suppress <address> --lift; then they sign up.',
  ],
  suppressed: [
    'The address is suppressed: it is never mailed.',
    'If they ask for mail again: subscribers suppress <address> --lift; then they sign up.',
  ],
};

/** Message and remedy of a refusal; undefined if the subscriber may be changed. */
export const refusalOf = (why: SubscriberStatus | 'suppressed'): [string, string] | undefined =>
  why === 'active' ? undefined : REFUSAL_BY_STATUS[why];

const CHANGEABLE_FIELDS = ['name', 'labels', 'newsletters', 'topics', 'pausedUntil'] as const;

/** A text to compare values by. The order of newsletters, topics and labels does not count. */
const comparableText = (value: unknown): string =>
  JSON.stringify(Array.isArray(value) ? [...value].sort() : value) ?? 'null';

export function findDifferences(
  s: Subscriber,
  change: SubscriberChange,
): {
  fields: readonly (typeof CHANGEABLE_FIELDS)[number][];
  joined: readonly string[];
  left: readonly string[];
} {
  const { newsletters = s.newsletters } = change;
  return {
    fields: CHANGEABLE_FIELDS.filter(
      (field) => field in change && comparableText(change[field]) !== comparableText(s[field]),
    ),
    joined: newsletters.filter((id) => !s.newsletters.includes(id)),
    left: s.newsletters.filter((id) => !newsletters.includes(id)),
  };
}

/** Applies a change. The subscriber's own consent stays; added newsletters get an entry in `vouched`. undefined if nothing differs. */
export function applySubscriberChange(
  s: Subscriber,
  change: SubscriberChange,
  now: Instant,
): Subscriber | undefined {
  const { fields, joined } = findDifferences(s, change);
  if (fields.length === 0) return undefined;
  const vouched = { at: now, source: 'command', newsletters: joined };
  return { ...s, ...change, ...(joined.length > 0 && { vouched: [...(s.vouched ?? []), vouched] }) };
}
