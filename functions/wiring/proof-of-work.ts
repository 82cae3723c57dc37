/** Opens proof of work lazily: the first form that asks for one loads the package. */
import type { ProofOfWork } from '../domain/limits/proof-of-work.ts';
import { createLazyPort, retryableOnce } from './lazy.ts';

export const openProofs = (): ProofOfWork =>
  createLazyPort<ProofOfWork>(
    retryableOnce(async () => (await import('../adapters/altcha/proof-of-work.ts')).createProofs()),
  );
