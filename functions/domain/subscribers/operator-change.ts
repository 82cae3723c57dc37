/** What an operator may change of a reader, and of whom: consent is only ever added where somebody can vouch for it. */
import type { Instant } from '../time/instant.ts';
import type { Subscriber, SubscriberStatus } from './subscriber.ts';

export type ReaderChange = Partial<
  Pick<Subscriber, 'name' | 'labels' | 'newsletters' | 'topics' | 'pausedUntil'>
>;

const REFUSALS: Readonly<Record<Exclude<SubscriberStatus, 'active'> | 'suppressed', [string, string]>> = {
  pending: ['They have not confirmed yet.', 'They confirm by the mail they got, or sign up again.'],
  unsubscribed: ['They left, and only they can come back.', 'They come back by signing up.'],
  bounced: [
    'Mail to them bounced for good.',
    'If the address is right: subscribers suppress <address> --lift; then they sign up.',
  ],
  complained: [
    'They complained of our mail.',
    'If they ask for mail again: subscribers suppress <address> --lift; then they sign up.',
  ],
  suppressed: [
    'The address is suppressed: it is never mailed.',
    'If they ask for mail again: subscribers suppress <address> --lift; then they sign up.',
  ],
};

/** Message and remedy; undefined: may be changed. */
export const refusalOf = (why: SubscriberStatus | 'suppressed'): [string, string] | undefined =>
  why === 'active' ? undefined : REFUSALS[why];

const FIELDS = ['name', 'labels', 'newsletters', 'topics', 'pausedUntil'] as const;

/** The order of newsletters, topics and labels says nothing. */
const plain = (value: unknown): string =>
  JSON.stringify(Array.isArray(value) ? [...value].sort() : value) ?? 'null';

export function differences(
  s: Subscriber,
  change: ReaderChange,
): { fields: readonly (typeof FIELDS)[number][]; joined: readonly string[]; left: readonly string[] } {
  const { newsletters = s.newsletters } = change;
  return {
    fields: FIELDS.filter((field) => field in change && plain(change[field]) !== plain(s[field])),
    joined: newsletters.filter((id) => !s.newsletters.includes(id)),
    left: s.newsletters.filter((id) => !newsletters.includes(id)),
  };
}

/** Consent of the reader's own stays as it is; what was added stands beside it. undefined: nothing is different. */
export function appliedTo(s: Subscriber, change: ReaderChange, now: Instant): Subscriber | undefined {
  const { fields, joined } = differences(s, change);
  if (fields.length === 0) return undefined;
  const vouched = { at: now, source: 'command', newsletters: joined };
  return { ...s, ...change, ...(joined.length > 0 && { vouched: [...(s.vouched ?? []), vouched] }) };
}
