/** Whether the SMTP server of a URL answers, encrypts and lets in. */
import { greet } from './connection.ts';
import { parseServer } from './mailer.ts';
import { smtpReason } from './outcome.ts';

const TIMEOUT = 10_000;

/** undefined: it does. Else why not; never with a password or an address. Throws `config` for a URL that is none. */
export async function examineSmtp(url: string, timeout: number = TIMEOUT): Promise<string | undefined> {
  const failure = await greet(parseServer(url, timeout));
  return failure && smtpReason(failure);
}
