/** A mailer over SMTP (nodemailer): kept connections, the message as composed, its envelope said apart, no retries. */
import type { Mailer } from '../../domain/delivery/mailer.ts';
import { BroadsheetError } from '../../domain/error.ts';
import { CHUNK_SIZE } from '../../domain/ledger/batch.ts';
import type { SmtpServer } from './connection.ts';
import { outcomeOf } from './outcome.ts';
import { createSmtpPool } from './pool.ts';

/** At most, where nobody says; it begins with a few. */
const CONNECTIONS = 50;
/** A submission server answers within seconds; RFC 5321 §4.5.3.2 would allow ten minutes. */
const TIMEOUT = 30_000;
const NO_LIMITS = { perSecond: undefined, perDay: undefined, sentLastDay: 0, sandbox: false };

/** There is no evidence: SMTP forgets what it answered. Throws `config` for a URL that is none. */
export function createSmtpMailer(
  url: string,
  options: { timeout?: number; connections?: number } = {},
): Mailer {
  const server = parseServer(url, options.timeout ?? TIMEOUT);
  const pool = createSmtpPool(server, options.connections ?? CONNECTIONS);
  return {
    name: 'smtp',
    // While a chunk is written down, another one has the connections. No more: what is handed over is unknown after a crash.
    get concurrency() {
      return pool.size() + CHUNK_SIZE;
    },
    async send(message) {
      const result = await pool.send(message);
      if ('error' in result) return outcomeOf(result.error, result.handed, message.to);
      return { kind: 'accepted', id: result.response.slice(0, 200) };
    },
    quota: async () => NO_LIMITS,
    close: async () => pool.close(),
  };
}

const HERE = /^(localhost|127\.[\d.]+|::1)$/;

/**
 * A password, and readers' addresses with it, leave this machine in no connection that somebody on the way could keep from
 * being encrypted; `?tls=optional` is for a server of one's own network that cannot, `?tls=required` for one without password.
 */
function needsTls(url: URL, host: string): boolean {
  const said = url.searchParams.get('tls');
  if (said !== null && said !== 'required' && said !== 'optional') {
    throw new BroadsheetError('config', `SMTP_URL ends in tls=${said}.`, {
      remedy: 'Write tls=required or tls=optional, or leave it out.',
    });
  }
  return said === null ? url.username !== '' && !HERE.test(host) : said === 'required';
}

/** `smtp://user:password@host:587`, `smtps://…:465`. */
export function parseServer(text: string, timeout: number): SmtpServer {
  const url = URL.parse(text);
  if (!url || !/^smtps?:$/.test(url.protocol) || url.hostname === '') {
    throw new BroadsheetError('config', 'SMTP_URL is not the address of an SMTP server.', {
      remedy: 'Write smtp://user:password@mail.example.com:587, or smtps://… for port 465.',
    });
  }
  const secure = url.protocol === 'smtps:';
  const auth = url.username
    ? { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) }
    : undefined;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = Number(url.port) || (secure ? 465 : 587);
  return { host, port, secure, auth, timeout, requireTLS: !secure && needsTls(url, host) };
}
