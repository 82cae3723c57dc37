/** The mailer over SMTP (nodemailer): a connection pool, messages as composed, the envelope given separately, no retries. */
import type { Mailer } from '../../domain/delivery/mailer.ts';
import { BroadsheetError } from '../../domain/error.ts';
import { CHUNK_SIZE } from '../../domain/ledger/batch.ts';
import type { SmtpServer } from './connection.ts';
import { outcomeOf } from './outcome.ts';
import { createSmtpPool } from './pool.ts';

/** The default upper bound of connections; the pool begins with a few. */
const CONNECTIONS = 50;
/** Milliseconds. A submission server answers within seconds; RFC 5321 §4.5.3.2 would allow ten minutes. */
const TIMEOUT = 30_000;
const NO_LIMITS = { perSecond: undefined, perDay: undefined, sentLastDay: 0, sandbox: false };

/** This mailer has no evidence, because SMTP servers keep no record of their answers. Throws `config` for an invalid URL. */
export function createSmtpMailer(
  url: string,
  options: { timeout?: number; connections?: number } = {},
): Mailer {
  const server = parseServer(url, options.timeout ?? TIMEOUT);
  const pool = createSmtpPool(server, options.connections ?? CONNECTIONS);
  return {
    name: 'smtp',
    // While a chunk's outcomes are written, another chunk uses the connections. More chunks would leave more unknown copies after a crash.
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
 * True if the connection must be encrypted: a man in the middle must not get a password, or subscribers' addresses, by suppressing
 * STARTTLS. `?tls=optional` is for a server of one's own network without TLS, `?tls=required` for one without password.
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
