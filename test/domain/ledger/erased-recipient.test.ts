import { describe, expect, it } from 'vitest';
import type { Notice } from '../../../functions/domain/ledger/batch.ts';
import { ERASED_ID, eraseMembers } from '../../../functions/domain/ledger/erased-recipient.ts';

const notice = (about: Partial<Notice> = {}): Notice => ({
  ...{ kind: 'link', to: undefined, letter: undefined, about: {} },
  ...about,
});
const isAda = (id: string) => id === 'ada';
const isHers = (address: string) => address === 'ada@example.com';

describe('an erasure of Ada', () => {
  it.each([
    ['keeps the places of the others', ['ben', 'ada', 'cay'], ['ben', ERASED_ID, 'cay']],
    ['of every place', ['ada', 'ada'], [ERASED_ID, ERASED_ID]],
    ['leaves a batch without her alone', ['ben', 'cay'], undefined],
    ['leaves an empty batch alone', [], undefined],
    ['said again changes nothing', [ERASED_ID], undefined],
  ])('%s: %j', (_, members, kept) => {
    expect(eraseMembers({ members, notice: undefined }, isAda)?.members).toEqual(kept);
  });

  it.each([
    ['names her by id', { about: { from: 'ada' } }, { about: { from: ERASED_ID } }],
    ['is a test to her address', { to: 'ada@example.com' }, { to: '' }],
    ['names somebody else', { about: { from: 'ben' }, to: 'ben@example.com' }, undefined],
    ['has her id as a key alone', { about: { ada: 'x' } }, undefined],
  ])('of a notice that %s', (_, about, after) => {
    const erased = eraseMembers({ members: ['ben'], notice: notice(about) }, isAda, isHers);
    expect(erased?.notice).toEqual(after && notice({ ...about, ...after }));
  });

  it('leaves an id of the same length and letters', () => {
    expect(ERASED_ID).toMatch(/^[A-Za-z0-9_-]{22}$/);
  });
});
