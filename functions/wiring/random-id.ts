/** Makes random ids. */
import { randomBytes } from 'node:crypto';

/** 96 random bits in base64url. */
export const createRandomId = (): string => randomBytes(12).toString('base64url');
