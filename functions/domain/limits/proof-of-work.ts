/**
 * Proof of work: a challenge that takes a browser a second or two to solve and us nothing to check. A crowd of sign-ups pays
 * with it for each one, and needs no third party, no cookie and no riddle (captcha).
 */
import type { Instant } from '../time/instant.ts';

/** What a challenge was posed for: signed with it. */
export type ChallengeClaim = {
  /** When it was posed. */
  at: Instant;
  /** Whom it was posed to: an opaque mac, see sign-up-challenge.ts. */
  to: string;
};

/** A solved challenge: `id` names it among all, so that it is used once. */
export type SolvedChallenge = ChallengeClaim & { id: string };

/** Tests: test/adapters/altcha/proof-of-work.test.ts. */
export type ProofOfWork = {
  /** The challenge as JSON text for a form. `factor`: so many times the work of the easiest one. */
  pose(secret: string, claim: ChallengeClaim, factor: number): Promise<string>;
  /** Reads `{challenge, solution}` as JSON text. undefined: forged, changed, or not solved. Never throws, whatever the text is. */
  check(secret: string, proof: string): Promise<SolvedChallenge | undefined>;
};
