import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isSoftBounce,
  SOFT_BOUNCES,
  withSoftBounce,
} from '../../../functions/domain/subscribers/soft-bounce.ts';
import type { Subscriber } from '../../../functions/domain/subscribers/subscriber.ts';
import { aSubscriber } from '../../support/builders/subscriptions.ts';

describe('a bounce', () => {
  it.each([
    ['Transient', 'General', '4.4.7'],
    ['Transient', 'MailboxFull', '5.2.2'],
    ['Transient', 'MailboxFull', ''],
    ['Transient', 'CustomTimeoutExceeded', ''],
    ['Undetermined', 'Undetermined', ''],
  ])('%s %s %s counts against the mailbox', (bounce, detail, code) => {
    expect(isSoftBounce({ bounce, detail, code })).toBe(true);
  });

  it.each([
    ['Transient', 'General', '', 'somebody is out of office'],
    ['Transient', 'MessageTooLarge', '5.3.4', 'the letter is too large'],
    ['Transient', 'ContentRejected', '', 'the letter was refused'],
    ['Transient', 'AttachmentRejected', '', 'the letter was refused'],
    ['Transient', 'General', '4.7.28', 'the sender is too fast'],
    ['Permanent', 'General', '5.1.1', 'the address is gone'],
    ['', '', '', 'nothing is said'],
  ])('%s %s %s does not: %s', (bounce, detail, code) => {
    expect(isSoftBounce({ bounce, detail, code })).toBe(false);
  });
});

const remembered = (runs: readonly number[]) =>
  runs
    .reduce<Subscriber>(
      (s, n) => withSoftBounce(s, { run: `e_${n}`, at: n }) ?? s,
      aSubscriber('ada@example.com'),
    )
    .softBounces?.map(({ at }) => at);

describe('what is remembered', () => {
  it('is the newest runs, each once, in whatever order they are told', () => {
    const runs = fc.array(fc.nat(20), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(runs, (told) => {
        const newest = [...new Set(told)].sort((a, b) => a - b).slice(-SOFT_BOUNCES);
        expect(remembered(told)).toEqual(newest);
      }),
    );
  });

  it('changes nothing that was told before, nor by what is too old', () => {
    const s = aSubscriber('ada@example.com', {
      softBounces: Array.from({ length: SOFT_BOUNCES }, (_, n) => ({ run: `e_${n}`, at: n + 10 })),
    });
    expect(withSoftBounce(s, { run: 'e_3', at: 99 })).toBeUndefined();
    expect(withSoftBounce(s, { run: 'e_old', at: 1 })).toBeUndefined();
  });
});
