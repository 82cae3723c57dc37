/** Proof of work, loaded by the first form that asks for one. */
import type { ProofOfWork } from '../domain/proof.ts';
import { lazily, once } from './lazily.ts';

export const openProofs = (): ProofOfWork =>
  lazily<ProofOfWork>(once(async () => (await import('../adapters/altcha/proofs.ts')).createProofs()));
