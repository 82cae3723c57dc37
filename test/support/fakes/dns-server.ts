/** A DNS server over UDP (RFC 1035): answers TXT, MX, CNAME and A for the names of a zone, NXDOMAIN for all others. */
import { createSocket, type RemoteInfo } from 'node:dgram';
import { once } from 'node:events';

export type Zone = Record<
  string,
  { txt?: readonly string[]; mx?: readonly string[]; cname?: string; a?: string }
>;

const [A, CNAME, MX, TXT] = [1, 5, 15, 16];
const NAME_ERROR = 3;

export type DnsServer = Awaited<ReturnType<typeof startDns>>;

/** `silent`: it takes questions and answers none. The test that opens one closes it. */
export async function startDns(zone: Zone, { silent = false } = {}) {
  const socket = createSocket('udp4');
  const asked: string[] = [];
  socket.on('message', (query: Buffer, { port, address }: RemoteInfo) => {
    const { name, type, end } = readQuestion(query);
    asked.push(name);
    if (!silent) socket.send(answerTo(query, end, zone[name.toLowerCase()], type), port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    address: `127.0.0.1:${socket.address().port}`,
    zone,
    asked,
    async close() {
      socket.close();
      await once(socket, 'close');
    },
  };
}

const HEADER = 12;

function readQuestion(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = HEADER;
  for (let length = query[at]!; length > 0; length = query[at]!) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += length + 1;
  }
  return { name: labels.join('.'), type: query.readUInt16BE(at + 1), end: at + 5 };
}

function answerTo(query: Buffer, end: number, found: Zone[string] | undefined, type: number): Buffer {
  const records = found ? recordsOf(found, type) : [];
  const header = Buffer.from(query.subarray(0, HEADER));
  // Flags: a response, recursion available, and the response code.
  header.writeUInt16BE(0x8180 | (found ? 0 : NAME_ERROR), 2);
  header.writeUInt16BE(records.length, 6);
  header.fill(0, 8);
  return Buffer.concat([header, query.subarray(HEADER, end), ...records]);
}

function recordsOf({ txt = [], mx = [], cname, a }: Zone[string], type: number): Buffer[] {
  if (type === A && a !== undefined) return [record(A, Buffer.from(a.split('.').map(Number)))];
  if (type === TXT) return txt.map((text) => record(TXT, stringsOf(text)));
  if (type === MX) return mx.map((host) => record(MX, Buffer.concat([Buffer.from([0, 10]), nameOf(host)])));
  return type === CNAME && cname !== undefined ? [record(CNAME, nameOf(cname))] : [];
}

/** A record whose name is a pointer to the question's name. */
function record(type: number, data: Buffer): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt16BE(0xc000 | HEADER, 0);
  head.writeUInt16BE(type, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(60, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}

const nameOf = (name: string): Buffer =>
  Buffer.concat([
    ...name.split('.').map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)])),
    Buffer.from([0]),
  ]);

/** Splits a text into strings: a string of a TXT record holds 255 bytes at most. */
function stringsOf(text: string): Buffer {
  const parts = text.match(/.{1,200}/gs) ?? [''];
  return Buffer.concat(parts.map((part) => Buffer.concat([Buffer.from([part.length]), Buffer.from(part)])));
}
