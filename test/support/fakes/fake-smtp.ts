/** An SMTP server (the smtp-server package) with faults on demand and a log of acceptances. */
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';

/** When the fault happens, and its answer. `drop` closes the connection instead, `drop-after` after the whole message. */
export type SmtpFault =
  | { at: 'connect' | 'mail' | 'rcpt' | 'data'; code: number; text: string }
  | { at: 'drop' | 'drop-after' | 'hang' };

export type FakeSmtp = Awaited<ReturnType<typeof fakeSmtp>>;

const refusal = ({ code, text }: { code: number; text: string }) =>
  Object.assign(new Error(text), { responseCode: code });

/** The test that opens one closes it. */
export async function fakeSmtp(
  options: {
    fault?: (to: string) => SmtpFault | undefined;
    password?: string;
    /** The limit of connections; further ones are refused with 421. */
    connections?: number;
    /** Milliseconds from the end of a message to its answer. */
    latency?: number;
  } = {},
) {
  const accepted: { to: string; from: string; raw: string }[] = [];
  const sockets = new Set<Socket>();
  const state = {
    ...{ fault: options.fault, allowed: options.connections ?? Number.POSITIVE_INFINITY },
    ...{ connections: 0, refused: 0, most: 0, logins: 0 },
  };
  const open = new Set<string>();
  /** The fault by message, decided once its recipient is known. */
  const faults = new Map<string, SmtpFault | undefined>();
  const refuseAt = (at: SmtpFault['at'], fault = state.fault?.('')) =>
    fault?.at === at && 'code' in fault ? refusal(fault) : undefined;
  const toOf = (session: SMTPServerSession) => session.envelope.rcptTo[0]?.address ?? '';
  const drop = ({ remotePort }: SMTPServerSession) => {
    for (const socket of sockets) if (socket.remotePort === remotePort) socket.destroy();
  };
  const server = new SMTPServer({
    authOptional: options.password === undefined,
    disabledCommands: ['STARTTLS', ...(options.password === undefined ? ['AUTH'] : [])],
    allowInsecureAuth: true,
    onAuth: ({ password, username }, _, done) => {
      state.logins++;
      if (password === options.password) done(null, { user: username ?? '' });
      else done(refusal({ code: 535, text: '5.7.8 Wrong' }));
    },
    onConnect: (session, done) => {
      state.connections++;
      if (open.size >= state.allowed) {
        state.refused++;
        return done(refusal({ code: 421, text: '4.7.0 Too many connections' }));
      }
      state.most = Math.max(state.most, open.add(session.id).size);
      done(refuseAt('connect'));
    },
    onClose: ({ id }) => {
      open.delete(id);
    },
    onMailFrom: (_, __, done) => done(refuseAt('mail')),
    onRcptTo: ({ address }, session, done) => {
      const fault = state.fault?.(address);
      faults.set(session.id, fault);
      if (fault?.at === 'drop') drop(session);
      else done(refuseAt('rcpt', fault));
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const to = toOf(session);
        const fault = faults.get(session.id);
        const refused = fault && refuseAt('data', fault);
        if (refused) return done(refused);
        accepted.push({
          to,
          from: session.envelope.mailFrom ? session.envelope.mailFrom.address : '',
          raw: Buffer.concat(chunks).toString(),
        });
        if (fault?.at === 'hang') return;
        if (fault?.at === 'drop-after') drop(session);
        else setTimeout(done, options.latency ?? 0);
      });
    },
  });
  server.on('error', () => {});
  server.server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  return {
    accepted,
    state,
    url: (user = '') => `smtp://${user}127.0.0.1:${port}`,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
