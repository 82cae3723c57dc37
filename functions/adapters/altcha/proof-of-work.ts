/**
 * Proof of work (a captcha without pictures) by altcha-lib, protocol 2: PBKDF2, so that a graphics card gains little, towards a key that
 * only the server knows whole.
 */
import { randomInt } from 'node:crypto';
import { type Challenge, createChallenge, type Solution, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import type { ProofOfWork, SolvedChallenge } from '../../domain/limits/proof-of-work.ts';

/** The algorithm of templates/site/proof.js. */
const ALGORITHM = 'PBKDF2/SHA-256';
/** Iterations of one derivation: half a millisecond on a machine of 2020. The server does one for each challenge, in Node's thread pool. */
const COST = 2000;
/** Derivations that a browser needs for the easiest challenge. Chance decides how many; the upper bound limits bad luck. */
const LEAST = 200;
const MOST = 1600;

/** Characters; a solved challenge of ours has some 700. */
const LONGEST = 2000;

/** Two keys of one secret, so that a challenge's signature reveals nothing about the key's signature. */
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
      // The library's own `expiresAt` uses the machine's clock, which may differ from ours.
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

/** Checks the shape that the library takes for granted; its signatures vouch for the content. */
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

/** Reads the claim. The challenge is signed, so the data is what `pose` wrote. */
function claimOf({ parameters }: Challenge): SolvedChallenge {
  const { at, to } = parameters.data as { at: number; to: string };
  return { id: parameters.nonce, at, to };
}
