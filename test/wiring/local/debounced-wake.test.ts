import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createDebouncedWake } from '../../../functions/wiring/local/delivery-worker.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('a ring is heard at once, a rush as one more, and none is lost', () => {
  let heard = 0;
  const bell = createDebouncedWake(() => heard++, 20);
  bell.ring();
  expect(heard).toBe(1);
  for (let n = 0; n < 10; n++) bell.ring();
  vi.advanceTimersByTime(19);
  expect(heard).toBe(1);
  vi.advanceTimersByTime(1);
  expect(heard).toBe(2);
  vi.advanceTimersByTime(1000);
  expect(heard).toBe(2);
  bell.ring();
  expect(heard).toBe(3);
});

it('what was stopped rings no more by itself', () => {
  let heard = 0;
  const bell = createDebouncedWake(() => heard++, 20);
  bell.ring();
  bell.ring();
  bell.stop();
  vi.advanceTimersByTime(1000);
  expect(heard).toBe(1);
});
