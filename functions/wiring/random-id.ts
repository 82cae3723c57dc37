/** Where ids come from. */
import { randomBytes } from 'node:crypto';

/** 96 bits, base64url. */
export const randomId = (): string => randomBytes(12).toString('base64url');
