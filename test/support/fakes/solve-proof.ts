/** A browser's part in a proof of work: reads the challenge of a form and solves it with the library's own solver. */
import { type Challenge, solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2';

const decodeEntities = (text: string): string =>
  text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&amp;', '&');

const attribute = (page: string, pattern: RegExp): string => decodeEntities(pattern.exec(page)?.[1] ?? '');

export const challengeIn = (page: string): string => attribute(page, /data-challenge="([^"]*)"/);
export const ticketIn = (page: string): string => attribute(page, /name="ticket" value="([^"]*)"/);

/** The value of the field `proof`. */
export async function solveProof(text: string): Promise<string> {
  const challenge = JSON.parse(text) as Challenge;
  return JSON.stringify({ challenge, solution: await solveChallenge({ challenge, deriveKey }) });
}
