/**
 * The port of proof of work: a browser needs a second or two to solve a challenge, and the check costs nothing. A challenge slows a crowd
 * of sign-ups without a third party, a cookie or a captcha.
 */
import type { Instant } from '../time/instant.ts';

/** The claim that is signed with a challenge. */
export type ChallengeClaim = {
  /** When the challenge was posed. */
  at: Instant;
  /** An opaque mac of the bearer, see sign-up-challenge.ts. */
  to: string;
};

/** A solved challenge. Its `id` is unique, so that the challenge is used once. */
export type SolvedChallenge = ChallengeClaim & { id: string };

/** Tests: test/adapters/altcha/proof-of-work.test.ts. */
export type ProofOfWork = {
  /** The challenge as JSON text for a form. `factor`: multiple of the easiest challenge's work. */
  pose(secret: string, claim: ChallengeClaim, factor: number): Promise<string>;
  /** Reads `{challenge, solution}` as JSON text; undefined if forged, changed or unsolved. Never throws, whatever the text is. */
  check(secret: string, proof: string): Promise<SolvedChallenge | undefined>;
};
