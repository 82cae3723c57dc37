/**
 * A fake SMTP server (sink): takes every message, counts, and says 250 some milliseconds after the last dot.
 * `node bench/support/smtp-sink.ts <milliseconds> [connections]`, a process of its own (fork): sends its port, and its counts when asked.
 */
import { type AddressInfo, createServer, type Socket } from 'node:net';

/** `first` and `last`: the first and last message, by the machine's clock. */
export type Sunk = { messages: number; bytes: number; most: number; first: number; last: number };

const END = Buffer.from('\r\n.\r\n');
/** The greeting, with pipelining as Postfix has it (RFC 2920). */
const HELLO = '250-sink\r\n250-PIPELINING\r\n250 8BITMIME\r\n';

function serve(socket: Socket, delay: number, sunk: Sunk): void {
  let [inData, tail, line] = [false, Buffer.alloc(0), ''];
  const answer = (text: string) => socket.writable && socket.write(text);
  const taken = () => {
    sunk.messages++;
    sunk.last = Date.now();
    sunk.first ||= sunk.last;
    if (delay > 0) setTimeout(answer, delay, '250 2.0.0 Ok\r\n');
    else answer('250 2.0.0 Ok\r\n');
  };
  /** Returns the rest of the chunk once the message has ended. */
  const swallow = (chunk: Buffer): Buffer | undefined => {
    sunk.bytes += chunk.length;
    const seam = Buffer.concat([tail, chunk.subarray(0, END.length - 1)]);
    const early = seam.indexOf(END);
    const at = early >= 0 ? early - tail.length : chunk.indexOf(END);
    if (early < 0 && at < 0) {
      tail = Buffer.concat([tail, chunk.subarray(-(END.length - 1))]).subarray(-(END.length - 1));
      return undefined;
    }
    [inData, tail] = [false, Buffer.alloc(0)];
    taken();
    return chunk.subarray(at + END.length);
  };
  const obey = (text: string) => {
    const verb = text.slice(0, 4).toUpperCase();
    if (verb === 'EHLO') answer(HELLO);
    else if (verb === 'DATA') {
      inData = true;
      answer('354 Go on\r\n');
    } else if (verb === 'QUIT') socket.end('221 Bye\r\n');
    else answer('250 Ok\r\n');
  };
  socket.setNoDelay(true);
  socket.on('error', () => {});
  answer('220 sink\r\n');
  socket.on('data', (data: Buffer) => {
    let rest: Buffer | undefined = data;
    while (rest && rest.length > 0) {
      if (inData) {
        rest = swallow(rest);
        continue;
      }
      const end: number = rest.indexOf(10);
      line += rest.toString('latin1', 0, end < 0 ? rest.length : end + 1);
      rest = end < 0 ? undefined : rest.subarray(end + 1);
      if (end < 0) return;
      const command = line.trim();
      line = '';
      obey(command);
    }
  });
}

const [delay = '0', connections] = process.argv.slice(2);
const sunk: Sunk = { messages: 0, bytes: 0, most: 0, first: 0, last: 0 };
let open = 0;
const server = createServer((socket) => {
  if (connections !== undefined && open >= Number(connections)) {
    return void socket.end('421 4.7.0 Too many connections\r\n');
  }
  sunk.most = Math.max(sunk.most, ++open);
  socket.on('close', () => open--);
  serve(socket, Number(delay), sunk);
});
server.listen(0, '127.0.0.1', () => process.send!((server.address() as AddressInfo).port));
process.on('message', () => {
  process.send!({ ...sunk });
  Object.assign(sunk, { messages: 0, bytes: 0, most: open, first: 0, last: 0 });
});
process.on('disconnect', () => process.exit());
