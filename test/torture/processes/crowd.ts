/**
 * Feed readers and people who sign up, many of them, in a process of their own: `node crowd.ts '<Crowd as JSON>'`. Says
 * "connected" when all readers are, and in the end what came of it (Came, JSON). Light: it is the server that is measured.
 */
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

export type Crowd = {
  port: number;
  /** Connections that stay open, each asking every `every` milliseconds. */
  readers: number;
  every: number;
  seconds: number;
  /** People a second; fewer where so many wait for an answer already that more would only queue. */
  signUps: number;
};

/** The share of people that come from one and the same network. */
export const CROWDED = 1 / 10;

/** How often each status came (`failed`: none did), the first few failures in words, latencies in milliseconds. */
export type Tally = {
  answers: Record<string, number>;
  failures: string[];
  p50: number;
  p99: number;
  most: number;
};

/** `silent`: 429s that did not say when to come again. */
export type Came = { readers: Tally; signUps: Tally; silent: number };

const TOLD = 20;
/** Whoever waits longer gives up: a machine that is slow is not a server that fails. Milliseconds. */
const PATIENCE = 120_000;
/** People who may be waiting for an answer at once: fewer than may wait to be let in (`net.listen`: 511). */
const WAITING = 200;
/** Connections opened at once: fewer than may wait to be accepted (`net.listen`: 511). */
const AT_ONCE = 250;

function createTally() {
  const [answers, times, failures]: [Record<string, number>, number[], string[]] = [{}, [], []];
  const count = (status: string | number) => {
    answers[status] = (answers[status] ?? 0) + 1;
  };
  return {
    answered(status: number, since: number): void {
      count(status);
      times.push(performance.now() - since);
    },
    failed(why: unknown): void {
      count('failed');
      if (failures.length < TOLD) failures.push(why instanceof Error ? why.message : String(why));
    },
    summary(): Tally {
      const sorted = times.toSorted((a, b) => a - b);
      const at = (share: number) => Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0);
      return { answers, failures, p50: at(0.5), p99: at(0.99), most: at(1) };
    },
  };
}

/** Networks of 127.0.0.0/8, all of them this machine. */
const addressIn = (network: number, host = 1): string => `127.${network >> 8}.${network & 255}.${host}`;
const READERS_FROM = 16 << 8;
const PEOPLE_FROM = 32 << 8;
const BUSY = 8 << 8;

type Held = { etag?: string; modified?: string };

/** In turn: everything, what changed by either validator, everything compressed. */
function questionOf(turn: number, { etag, modified }: Held): string {
  const own = [[], [`If-None-Match: ${etag}`], [`If-Modified-Since: ${modified}`], ['Accept-Encoding: gzip']];
  const fields = etag === undefined ? [] : own[turn % own.length]!;
  return ['GET /feed.xml HTTP/1.1', 'Host: paper.example', ...fields, '', ''].join('\r\n');
}

/** Reads one answer, head and body. Rejects when the connection ends before it does, or nothing comes. */
function answerFrom(socket: Socket): Promise<{ status: number; held: Held }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; held: Held }>();
  const state = { head: '', missing: -1, status: 0, held: {} as Held };
  const begin = (chunk: Buffer) => {
    state.head += chunk.toString('latin1');
    const end = state.head.indexOf('\r\n\r\n');
    if (end < 0) return;
    const head = state.head.slice(0, end);
    const field = (name: string) => new RegExp(`\r\n${name}: ([^\r]*)`, 'i').exec(head)?.[1];
    state.status = Number(head.slice(9, 12));
    const [etag, modified] = [field('etag'), field('last-modified')];
    state.held = { ...(etag && { etag }), ...(modified && { modified }) };
    const length = state.status === 304 ? 0 : Number(field('content-length'));
    state.missing = length - (state.head.length - end - 4);
  };
  const hear = (chunk: Buffer) => {
    if (state.missing < 0) begin(chunk);
    else state.missing -= chunk.length;
    if (state.missing === 0) settle(() => resolve({ status: state.status, held: state.held }));
  };
  const fail = () => settle(() => reject(new Error('a connection ended, or nothing came')));
  const late = setTimeout(fail, PATIENCE);
  const settle = (how: () => void) => {
    socket.off('data', hear).off('close', fail);
    clearTimeout(late);
    how();
  };
  socket.on('data', hear).once('close', fail);
  return promise;
}

async function openReader(port: number, n: number): Promise<Socket> {
  const localAddress = addressIn(READERS_FROM + (n >> 7), 1 + (n & 127));
  const socket = connect({ port, host: '127.0.0.1', localAddress, noDelay: true });
  // Whoever waits for an answer hears of it.
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

async function read(socket: Socket, every: number, stopped: () => boolean, tally: Tallying): Promise<void> {
  let held: Held = {};
  // Not all at the same moment.
  await pause(Math.random() * every);
  // In every way once, however long that takes.
  for (let turn = 0; turn < 4 || !stopped(); turn++) {
    const since = performance.now();
    socket.write(questionOf(turn, held));
    try {
      const answer = await answerFrom(socket);
      held = { ...held, ...answer.held };
      tally.answered(answer.status, since);
    } catch (error) {
      return tally.failed(error);
    }
    await pause(Math.max(0, every - (performance.now() - since)));
  }
}

type Tallying = ReturnType<typeof createTally>;
type Got = { status: number; retry: string | undefined; text: string };
const waiting = { people: 0 };

async function ask(port: number, localAddress: string, form?: URLSearchParams): Promise<Got> {
  waiting.people++;
  try {
    return await askOnce(port, localAddress, form);
  } finally {
    waiting.people--;
  }
}

async function askOnce(port: number, localAddress: string, form?: URLSearchParams): Promise<Got> {
  const sent = request({
    ...{ port, localAddress, host: '127.0.0.1', path: '/subscribe', agent: false, timeout: PATIENCE },
    method: form ? 'POST' : 'GET',
    headers: form ? { 'Content-Type': 'application/x-www-form-urlencoded' } : {},
  });
  sent.on('timeout', () => sent.destroy(new Error('nothing came')));
  sent.end(form?.toString());
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of answer.setEncoding('utf8')) text += chunk;
  return { status: answer.statusCode!, retry: answer.headers['retry-after'], text };
}

/** Nobody is taken for a person who is faster than two seconds. */
const FILLING_IN = 2200;

/** As a browser does: the form, some seconds, the form filled in. */
async function signUp(port: number, n: number, tally: Tallying): Promise<Got | undefined> {
  const from = addressIn(n % (1 / CROWDED) === 0 ? BUSY : PEOPLE_FROM + (n % 16_000));
  const since = performance.now();
  try {
    const { text } = await ask(port, from);
    const stamp = /name="form" value="([^"]+)"/.exec(text)![1]!;
    const shown = performance.now() - since;
    await pause(FILLING_IN);
    const filled = { email: `person${n}@crowd.example`, newsletter: 'brief', form: stamp };
    const sent = performance.now();
    const got = await ask(port, from, new URLSearchParams(filled));
    tally.answered(got.status, sent - shown);
    return got;
  } catch (error) {
    tally.failed(error);
    return undefined;
  }
}

async function comeAndGo({ port, readers, every, seconds, signUps }: Crowd): Promise<void> {
  const [reading, signing] = [createTally(), createTally()];
  const sockets: Socket[] = [];
  while (sockets.length < readers) {
    const more = Math.min(AT_ONCE, readers - sockets.length);
    const opened = Array.from({ length: more }, (_, i) => openReader(port, sockets.length + i));
    sockets.push(...(await Promise.all(opened)));
  }
  console.log('connected');
  const end = performance.now() + seconds * 1000;
  const all = sockets.map((socket) => read(socket, every, () => performance.now() > end, reading));
  const people: Promise<Got | undefined>[] = [];
  const begun = performance.now();
  for (let due = 0; performance.now() < end; await pause(50)) {
    for (; due < ((performance.now() - begun) / 1000) * signUps; due++)
      if (waiting.people < WAITING) people.push(signUp(port, people.length, signing));
  }
  const gots = await Promise.all(people);
  await Promise.all(all);
  for (const socket of sockets) socket.destroy();
  const silent = gots.filter((got) => got?.status === 429 && !(Number(got.retry) > 0)).length;
  const came: Came = { readers: reading.summary(), signUps: signing.summary(), silent };
  console.log(JSON.stringify(came));
}

if (import.meta.main) await comeAndGo(JSON.parse(process.argv[2]!) as Crowd);
