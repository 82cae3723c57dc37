import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createProofs } from '../../../functions/adapters/altcha/proof-of-work.ts';
import { solveProof } from '../../support/fakes/solve-proof.ts';

const proofs = createProofs();
const CLAIM = { at: 1_764_000_000_000, to: 'bearer:abc' };
const SECRET = 'a secret';

type Proof = {
  challenge: { parameters: Record<string, unknown>; signature: unknown };
  solution: Record<string, unknown>;
};

const solved = await solveProof(await proofs.pose(SECRET, CLAIM, 1));
/** The solved challenge, changed by `change`. */
const changed = (change: (proof: Proof) => void): string => {
  const proof = JSON.parse(solved) as Proof;
  change(proof);
  return JSON.stringify(proof);
};
const check = (proof: string) => proofs.check(SECRET, proof);

describe('a challenge', () => {
  it('that was solved tells for whom and when it was posed', async () => {
    expect(await check(solved)).toEqual({ ...CLAIM, id: expect.stringMatching(/^[0-9a-f]{32}$/) });
  });

  it('is another every time, and tells nothing of the secret and of the key that is looked for', async () => {
    const texts = await Promise.all(Array.from({ length: 20 }, () => proofs.pose(SECRET, CLAIM, 1)));
    expect(new Set(texts.map((text) => JSON.parse(text).parameters.nonce)).size).toBe(20);
    expect(texts.join()).not.toContain(SECRET);
    expect(texts.every((text) => JSON.parse(text).parameters.keyPrefix.length === 32)).toBe(true);
  });

  it('asks for more work with its factor', async () => {
    const counterOf = async (factor: number): Promise<number> =>
      JSON.parse(await solveProof(await proofs.pose(SECRET, CLAIM, factor))).solution.counter;
    const counters = [await counterOf(1), await counterOf(2)];
    expect(counters[0]).toBeLessThan(1600);
    expect(counters[1]).toBeGreaterThanOrEqual(400);
  });
});

describe('a proof', () => {
  it.each<[string, string]>([
    ['of another secret', solved],
    ['for somebody else', changed(({ challenge }) => (challenge.parameters.data = { ...CLAIM, to: 'me' }))],
    ['of another time', changed(({ challenge }) => (challenge.parameters.data = { ...CLAIM, at: 0 }))],
    ['made easier', changed(({ challenge }) => (challenge.parameters.cost = 1))],
    ['with a shorter goal', changed(({ challenge }) => (challenge.parameters.keyPrefix = ''))],
    ['of another algorithm', changed(({ challenge }) => (challenge.parameters.algorithm = 'SHA-256'))],
    ['without a signature', changed(({ challenge }) => (challenge.signature = ''))],
    ['whose signature is a list', changed(({ challenge }) => (challenge.signature = [challenge.signature]))],
    ['without the key', changed(({ solution }) => delete solution.derivedKey)],
    [
      'with half of the key',
      changed(({ solution, challenge }) => (solution.derivedKey = challenge.parameters.keyPrefix)),
    ],
    ['without a counter', changed(({ solution }) => delete solution.counter)],
    ['with a counter that is a text', changed(({ solution }) => (solution.counter = '7'))],
    ['with a counter below nothing', changed(({ solution }) => (solution.counter = -1))],
    ['with a counter out of bounds', changed(({ solution }) => (solution.counter = 1e300))],
    ['with a key of its own and no solution', changed((proof) => (proof.solution = {}))],
    ['that has ended for the library', changed(({ challenge }) => (challenge.parameters.expiresAt = 1))],
    ['that is the challenge alone', JSON.stringify(JSON.parse(solved).challenge)],
    ['that is empty', ''],
    ['that is no JSON', '{'],
    ['that is null', 'null'],
    ['that is a list', '[]'],
    ['whose parts are null', '{"challenge":null,"solution":null}'],
    ['whose parameters are null', '{"challenge":{"parameters":null,"signature":""},"solution":{}}'],
    [
      'with a key named __proto__',
      changed(({ challenge }) => (challenge.parameters = JSON.parse('{"__proto__":{"x":1}}'))),
    ],
    ['of a megabyte', `${solved.slice(0, -1)},"x":"${'x'.repeat(1_000_000)}"}`],
    [
      'of 900 levels',
      `{"challenge":{"parameters":${'{"a":'.repeat(900)}1${'}'.repeat(900)},"signature":"x"},"solution":{}}`,
    ],
  ])('%s holds for nothing', async (title, proof) => {
    const secret = title === 'of another secret' ? 'another' : SECRET;
    expect(await proofs.check(secret, proof)).toBeUndefined();
  });

  it('of whatever JSON breaks nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json(), fc.json(), async (parameters, solution) => {
        const proof = `{"challenge":{"parameters":${parameters},"signature":"${'0'.repeat(64)}"},"solution":${solution}}`;
        expect(await check(proof)).toBeUndefined();
      }),
    );
  });
});
