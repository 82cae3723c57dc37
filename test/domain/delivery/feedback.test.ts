import { expect, it } from 'vitest';
import { type Feedback, isHarmless } from '../../../functions/domain/delivery/feedback.ts';

it.each<[string, Partial<Feedback>, boolean]>([
  ['a soft bounce', { kind: 'bounced' }, true],
  ['a hard bounce', { kind: 'bounced', bar: true }, false],
  ['a bounce for what the sender is', { kind: 'bounced', policy: true }, false],
  ['a complaint', { kind: 'complained', bar: true }, false],
  ['a delivery', { kind: 'accepted' }, false],
  ['a rejection', { kind: 'rejected' }, false],
])('%s (%j) says nothing against the letter: %s', (_, about, harmless) => {
  const feedback = {
    ref: { run: 'e_monday', id: '1-0-' },
    position: 0,
    kind: 'bounced',
    reason: '',
  } as const;
  expect(isHarmless({ ...feedback, bar: false, policy: false, ...about })).toBe(harmless);
});
