/** Examines the SMTP server of a URL: whether it answers, encrypts and accepts the login. */
import { greet } from './connection.ts';
import { parseServer } from './mailer.ts';
import { smtpReason } from './outcome.ts';

const TIMEOUT_MS = 10_000;

/** Returns undefined if it does, else the reason, without password or address. Throws `config` for an invalid URL. */
export async function examineSmtp(url: string, timeout: number = TIMEOUT_MS): Promise<string | undefined> {
  const failure = await greet(parseServer(url, timeout));
  return failure && smtpReason(failure);
}
