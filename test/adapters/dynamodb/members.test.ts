import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packMembers, unpackMembers } from '../../../functions/adapters/dynamodb/members.ts';

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const id = fc.string({ unit: fc.constantFrom(...BASE64URL), minLength: 22, maxLength: 22 });
const word = fc.string({ unit: fc.constantFrom(...BASE64URL), minLength: 1, maxLength: 30 });

describe('a batch’s members', () => {
  it('come back bit by bit, however many, whatever their last bits are', () => {
    fc.assert(
      fc.property(fc.array(id, { maxLength: 50 }), (ids) => {
        expect(unpackMembers(packMembers(ids))).toEqual(ids);
      }),
    );
  });

  it('come back as they are when they are no ids of ours', () => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 50 }), (words) => {
        expect(unpackMembers(packMembers(words))).toEqual(words);
      }),
    );
  });

  it('take sixteen and a half bytes each', () => {
    const fifty = Array.from({ length: 50 }, (_, n) => String(n).padStart(22, '_'));
    expect(packMembers(fifty)?.B?.length).toBe(825);
  });
});
