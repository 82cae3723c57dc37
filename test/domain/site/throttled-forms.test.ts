import { expect, it } from 'vitest';
import { isThrottledForm, THROTTLED_FORMS } from '../../../functions/domain/site/throttled-forms.ts';

it.each([
  ['POST', '/subscribe', true],
  ['post', '/subscribe', true],
  ['GET', '/subscribe', false],
  ['POST', '/preferences/k1.A.B', true],
  ['POST', '/manage/k1.A.B', true],
  // Mail services unsubscribe many readers at once (RFC 8058).
  ['POST', '/unsubscribe/k1.A.B', false],
  ['POST', '/confirm/k1.A.B', false],
  ['POST', '/preferences', false],
  ['POST', '/preferences/a/b', false],
  ['POST', '/', false],
])('%s %s is slowed down: %s', (method, path, slowed) => {
  expect(isThrottledForm(method, path)).toBe(slowed);
});

it('forms are written as API Gateway writes routes', () => {
  expect(THROTTLED_FORMS).toContainEqual({ path: '/preferences/{token}', slowed: 'forms' });
  expect(THROTTLED_FORMS).toContainEqual({ path: '/subscribe', slowed: 'sign-ups' });
});
