/** Proof of work by altcha-lib (protocol 2): PBKDF2, so that a graphics card gains little, towards a key that only we know whole. */
import { randomInt } from 'node:crypto';
import { type Challenge, createChallenge, type Solution, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import type { ProofOfWork, SolvedChallenge } from '../../domain/limits/proof-of-work.ts';

/** What templates/site/proof.js can do. */
const ALGORITHM = 'PBKDF2/SHA-256';
/** Iterations of one derivation: half a millisecond on a machine of 2020. We do one for each challenge, in Node's thread pool. */
const COST = 2000;
/** Derivations a browser needs for the easiest challenge: chance decides how many, and nobody waits for very bad luck. */
const LEAST = 200;
const MOST = 1600;

/** A solved challenge of ours is some 700 characters. */
const LONGEST = 2000;

/** Two keys of one secret: who sees a challenge's signature learns nothing of the key's. */
const keysOf = (secret: string) => ({
  hmacSignatureSecret: `challenge\n${secret}`,
  hmacKeySignatureSecret: `key\n${secret}`,
});

export const createProofs = (): ProofOfWork => ({
  async pose(secret, { at, to }, factor) {
    const challenge = await createChallenge({
      algorithm: ALGORITHM,
      cost: COST,
      counter: randomInt(LEAST * factor, MOST * factor),
      // Its own `expiresAt` goes by the machine's clock, which is not always ours.
      data: { at, to },
      deriveKey,
      ...keysOf(secret),
    });
    return JSON.stringify(challenge);
  },
  async check(secret, proof) {
    const read = readProof(proof);
    if (!read) return undefined;
    const { verified } = await verifySolution({ ...read, deriveKey, ...keysOf(secret) });
    return verified ? claimOf(read.challenge) : undefined;
  },
});

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The shape that the library takes for granted; what is in it, its signatures say. */
function readProof(text: string): { challenge: Challenge; solution: Solution } | undefined {
  if (text.length > LONGEST) return undefined;
  const read = parseJson(text);
  if (!isObject(read) || !isObject(read.challenge) || !isObject(read.solution)) return undefined;
  const { challenge, solution } = read;
  if (!isObject(challenge.parameters) || typeof challenge.signature !== 'string') return undefined;
  return { challenge: challenge as unknown as Challenge, solution: solution as unknown as Solution };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Signed by us, so it is what `pose` wrote. */
function claimOf({ parameters }: Challenge): SolvedChallenge {
  const { at, to } = parameters.data as { at: number; to: string };
  return { id: parameters.nonce, at, to };
}
