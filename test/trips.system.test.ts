/** Trips through the code: how many files one act enters is how many a reader opens to follow it. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const LONGEST_FILE = 250;

type Trip = 'signUp' | 'confirmation' | 'start' | 'delivery';
let trips: Record<Trip, string[]>;

beforeAll(async () => {
  const script = join(import.meta.dirname, 'support/hosts/trips.process.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [script], {
    env: { ...process.env, BASE_URL: '' },
  });
  trips = JSON.parse(stdout);
});

describe('a trip through the code', () => {
  // Ceilings, to be lowered with what is merged: a file more needs a reason. The text part as format=flowed, its columns and its
  // references are three; links within a text, which letters leave out, are one.
  it.each([
    ['signUp', 50],
    ['confirmation', 60],
    ['start', 59],
    ['delivery', 51],
  ] as const)('enters no more files than it did: %s, %i', (trip, ceiling) => {
    expect(trips[trip]).toContain(TURNING_POINTS[trip]);
    expect(trips[trip].length, trips[trip].join('\n')).toBeLessThanOrEqual(ceiling);
  });

  it('enters no long file', () => {
    const entered = [...new Set(Object.values(trips).flat())];
    const long = entered.filter(
      (file) => readFileSync(join(ROOT, file), 'utf8').split('\n').length - 1 > LONGEST_FILE,
    );
    expect(long).toEqual([]);
  });

  it('is short from a sign-up to its mailed confirmation', () => {
    expect(new Set([...trips.signUp, ...trips.confirmation]).size).toBeLessThanOrEqual(93);
  });
});

/** A file that each trip cannot do without: a trip of which nothing was counted would be a short one. */
const TURNING_POINTS: Readonly<Record<Trip, string>> = {
  signUp: 'functions/flows/subscribers/subscribe.ts',
  confirmation: 'functions/adapters/sqlite/outbox/mailer.ts',
  start: 'functions/flows/schedule/start-run.ts',
  delivery: 'functions/flows/delivery/deliver-batch.ts',
};
