/** One SMTP connection: opens it, sends messages on it, and tells of a failure whether the message was already on its way. */
import type { Readable, Transform } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Message } from '../../domain/delivery/mailer.ts';
import { dataOf, type WriteBuffer } from './data.ts';
import type { SmtpError } from './outcome.ts';

export type SmtpServer = {
  host: string;
  port: number;
  secure: boolean;
  auth: { user: string; pass: string } | undefined;
  /** Only STARTTLS may go unencrypted. */
  requireTLS: boolean;
  /** Milliseconds without a sign of life from the server. */
  timeout: number;
};

export type Failure = { error: SmtpError; handed: boolean };
export type SmtpMessage = Pick<Message, 'from' | 'to' | 'raw' | 'composed'>;

export type OpenConnection = { connection: SMTPConnection; used: number; broken: boolean };

/** Connects and logs in; rejects with the error of the step that failed. */
export function openConnection({ auth, timeout, ...server }: SmtpServer): Promise<OpenConnection> {
  const timeouts = { connectionTimeout: timeout, greetingTimeout: timeout, socketTimeout: timeout };
  const connection = new SMTPConnection({ ...server, ...timeouts });
  const one: OpenConnection = { connection, used: 0, broken: false };
  return new Promise((resolve, reject) => {
    const failed = (error: Error) => {
      one.broken = true;
      // Closing emits `end`, which would be no news.
      reject(error);
      connection.close();
    };
    connection.on('error', failed);
    connection.once('end', () => failed(new Error('The server closed the connection.')));
    const ready = (error?: Error | null) => (error ? failed(error) : resolve(one));
    connection.connect((error?: Error | null) =>
      error || !auth ? ready(error) : connection.login({ credentials: auth }, ready),
    );
  });
}

/** Connects, encrypts, logs in, and quits. Returns the error, undefined if all went well. */
export async function greet(server: SmtpServer): Promise<SmtpError | undefined> {
  try {
    (await openConnection(server)).connection.quit();
    return undefined;
  } catch (error) {
    return error as SmtpError;
  }
}

/**
 * nodemailer reads the message once the server has answered DATA: from then on the message is on its way. `room` is free again once the
 * server has accepted; after any other result its bytes may still be on their way.
 */
export function sendOn(
  one: OpenConnection,
  message: SmtpMessage,
  room: WriteBuffer,
): Promise<{ response: string } | Failure> {
  const { from, to, composed } = message;
  let handed = false;
  const body = {
    pipe(wire: Transform) {
      handed = true;
      if (!composed) return void wire.end(message.raw);
      // A message of ours needs no scan of each byte by nodemailer: it is written past that in one write, its end included.
      wire.push(dataOf(room, composed));
      wire.push(null);
    },
  };
  one.used++;
  return new Promise((resolve) => {
    const envelope = { from, to: [to], size: (composed ?? message.raw).length };
    one.connection.send(envelope, body as unknown as Readable, (error, info) =>
      resolve(error ? { error: error as SmtpError, handed } : { response: info?.response ?? '' }),
    );
  });
}
