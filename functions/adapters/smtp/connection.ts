/** SMTP connections, kept and used again: a small pool that tells whether a message was on its way when it went wrong. */
import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { SmtpError } from './outcome.ts';

export type SmtpServer = {
  host: string;
  port: number;
  secure: boolean;
  auth: { user: string; pass: string } | undefined;
  /** No command but STARTTLS goes in clear. */
  requireTLS: boolean;
  /** Milliseconds without a sign of life. */
  timeout: number;
};

export type Failure = { error: SmtpError; handed: boolean };
export type SmtpMessage = { from: string; to: string; raw: Uint8Array };

export type SmtpPool = {
  /** Returns the server's answer, or what went wrong. Never throws. */
  send(message: SmtpMessage): Promise<{ response: string } | Failure>;
  close(): void;
};

/** Servers limit messages per connection; 100 is what Postfix closes after by default. */
const PER_CONNECTION = 100;

type Opened = { connection: SMTPConnection; used: number; broken: boolean };

export function createSmtpPool(server: SmtpServer, size: number): SmtpPool {
  const idle: Opened[] = [];
  const queue: (() => void)[] = [];
  let busy = 0;
  const enter = () => (busy < size ? void busy++ : new Promise<void>((go) => queue.push(go)));
  const leave = () => (queue.shift() ?? (() => void busy--))();
  const takeIdle = (): Opened | undefined => {
    const one = idle.pop();
    return one?.broken ? takeIdle() : one;
  };
  return {
    async send(message) {
      await enter();
      try {
        const one = takeIdle() ?? (await open(server));
        const result = await sendOn(one, message);
        if ('error' in result || one.used >= PER_CONNECTION) one.connection.close();
        else idle.push(one);
        return result;
      } catch (error) {
        return { error: error as SmtpError, handed: false };
      } finally {
        leave();
      }
    },
    close() {
      for (const { connection } of idle.splice(0)) connection.quit();
    },
  };
}

/** Connected, greeted, logged in; or rejected with what kept it from that. */
function open({ auth, timeout, ...server }: SmtpServer): Promise<Opened> {
  const timeouts = { connectionTimeout: timeout, greetingTimeout: timeout, socketTimeout: timeout };
  const connection = new SMTPConnection({ ...server, ...timeouts });
  const one: Opened = { connection, used: 0, broken: false };
  return new Promise((resolve, reject) => {
    const failed = (error: Error) => {
      one.broken = true;
      // Closing says that it ended, which is no news.
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

/** Connects, encrypts, logs in, and leaves. Returns what kept it from that. */
export async function greet(server: SmtpServer): Promise<SmtpError | undefined> {
  try {
    (await open(server)).connection.quit();
    return undefined;
  } catch (error) {
    return error as SmtpError;
  }
}

/** nodemailer reads the stream once the server has answered DATA: from then on the message is on its way. */
function sendOn(one: Opened, { from, to, raw }: SmtpMessage): Promise<{ response: string } | Failure> {
  let handed = false;
  const body = new Readable({
    read() {
      handed = true;
      this.push(raw);
      this.push(null);
    },
  });
  one.used++;
  return new Promise((resolve) => {
    one.connection.send({ from, to: [to], size: raw.length }, body, (error, info) =>
      resolve(error ? { error: error as SmtpError, handed } : { response: info?.response ?? '' }),
    );
  });
}
