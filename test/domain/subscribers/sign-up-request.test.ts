import { describe, expect, it } from 'vitest';
import {
  addRequest,
  findRequest,
  findSameRequest,
  isRequestKept,
  joinTopics,
  keepRecentRequests,
  markDone,
  removeMoverRequests,
} from '../../../functions/domain/subscribers/sign-up-request.ts';
import type { SignUpRequest } from '../../../functions/domain/subscribers/subscriber.ts';
import { DAY } from '../../../functions/domain/time/instant.ts';
import { NOON } from '../../support/builders/small-publication.ts';
import { aSubscriber } from '../../support/builders/subscriptions.ts';

const aRequest = (about: Partial<SignUpRequest> = {}): SignUpRequest => ({
  ...{ newsletters: ['daily'], topics: [], at: NOON, source: 'form', form: 'words', ref: 'r1' },
  ...about,
});
const having = (...requests: SignUpRequest[]) => aSubscriber('ada@example.com', { requests });
const refs = (requests: readonly SignUpRequest[] | undefined) => requests?.map(({ ref }) => ref);

describe('a sign-up is the same as the one at noon', () => {
  it.each<[string, Partial<SignUpRequest>, boolean]>([
    ['a millisecond less than a day later', { at: NOON + DAY - 1 }, true],
    ['a day later', { at: NOON + DAY }, false],
    ['a day earlier, by a clock set back', { at: NOON - DAY }, false],
    ['with another ref', { ref: 'r2' }, true],
    ['for another newsletter', { newsletters: ['brief'] }, false],
    ['with a topic', { topics: ['world'] }, false],
    ['under other words of consent', { form: 'other words' }, false],
    ['from a row that wants to move here', { from: { id: 'b', epoch: '' } }, false],
  ])('if it comes %s (%j): %s', (_, about, same) => {
    expect(findSameRequest(having(aRequest()), aRequest(about)) !== undefined).toBe(same);
  });

  it('unless it is confirmed already', () => {
    expect(findSameRequest(having(aRequest({ done: 'confirmed' })), aRequest())).toBeUndefined();
  });

  it.each([
    ['none', undefined, false, false],
    ['one with a mail', aRequest(), false, true],
    ['one without a mail', aRequest({ silent: true }), false, false],
    ['one without a mail, again without', aRequest({ silent: true }), true, true],
  ])('and is kept already where before there was %s', (_, before, silent, kept) => {
    expect(isRequestKept(before, aRequest(silent ? { silent } : {}))).toBe(kept);
  });
});

describe('of the requests of a row', () => {
  const many = (count: number, silent: readonly number[] = []) =>
    Array.from({ length: count }, (_, n) =>
      aRequest({ ref: `r${n}`, ...(silent.includes(n) && { silent: true as const }) }),
    );
  it.each([
    ['eight stay', many(8), 0, ['r0', 'r1', 'r2', 'r3', 'r4', 'r5', 'r6', 'r7']],
    ['the ninth pushes out the oldest', many(9), 0, ['r1', 'r2', 'r3', 'r4', 'r5', 'r6', 'r7', 'r8']],
    ['one without a mail goes first', many(9, [4]), 0, ['r0', 'r1', 'r2', 'r3', 'r5', 'r6', 'r7', 'r8']],
    ['one just under 30 days old stays', many(1), 30 * DAY - 1, ['r0']],
    ['one of 30 days goes', many(1), 30 * DAY, undefined],
  ])('%s', (_, requests, later, kept) => {
    expect(refs(keepRecentRequests(requests, NOON + later))).toEqual(kept);
  });

  it.each([
    ['its own', { ref: 'r2' }, 'r2'],
    ['one that is gone', { ref: 'r9' }, undefined],
    ['none', {}, undefined],
  ])('a link that names %s finds %s', (_, key, found) => {
    expect(findRequest(having(aRequest(), aRequest({ ref: 'r2' })), key)?.ref).toBe(found);
  });

  it('a link from before there were refs finds what was asked', () => {
    const { ref: _, ...asked } = aRequest();
    const s = aSubscriber('ada@example.com', { asked });
    expect(findRequest(s, {})).toEqual({ ...asked, ref: '' });
  });

  it('one is confirmed, and the others wait on', () => {
    const s = having(aRequest(), aRequest({ ref: 'r2' }));
    expect(markDone(s, aRequest(), 'confirmed').requests?.map(({ done }) => done)).toEqual([
      'confirmed',
      undefined,
    ]);
  });

  it('one that gets its mail after all keeps its place and ref', () => {
    const s = having(aRequest({ silent: true }), aRequest({ ref: 'r2', newsletters: ['brief'] }));
    const { requests } = addRequest(s, aRequest({ ref: 'r3' }));
    expect(requests).toEqual([aRequest(), aRequest({ ref: 'r2', newsletters: ['brief'] })]);
  });

  it('those of a mover go with the mover, and none else', () => {
    const s = having(aRequest(), aRequest({ ref: 'r2', from: { id: 'ben', epoch: '1' } }));
    expect(refs(removeMoverRequests(s, 'ben')?.requests)).toEqual(['r1']);
    expect(removeMoverRequests(s, 'cay')).toBeUndefined();
    const alone = having(aRequest({ from: { id: 'ben', epoch: '1' } }));
    expect(removeMoverRequests(alone, 'ben')).toEqual({ ...alone, requests: undefined });
  });
});

it.each([
  ['all', [], ['world'], []],
  ['some, and confirms all', ['world'], [], ['world']],
  ['some, and confirms others', ['world'], ['sport'], ['world', 'sport']],
  ['some, and confirms the same', ['world'], ['world'], ['world']],
])('a reader who reads %s (%j, %j) reads the topics %j', (_, theirs, more, joined) => {
  expect(joinTopics(theirs, more)).toEqual(joined);
});
