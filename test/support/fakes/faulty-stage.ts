/** A deployed stage with subscribers and an edition each hour, whose parts fail as a test says, and a check of its ledger. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { createDynamoClient } from '../../../functions/adapters/dynamodb/client.ts';
import { createLedger } from '../../../functions/adapters/dynamodb/ledger.ts';
import { openTable } from '../../../functions/adapters/dynamodb/requests.ts';
import { HOUR, MINUTE, SECOND } from '../../../functions/domain/time/instant.ts';
import { faultsIn, type Promised } from '../../torture/processes/verdict.ts';
import { article } from '../builders/content.ts';
import { publicationText } from '../builders/publication-text.ts';
import { broadsheet } from '../hosts/command-line.ts';
import { startDynamodbLocal } from '../hosts/dynamodb-local.ts';
import { rehearse, synthesize } from '../hosts/rehearsal.ts';
import type { Accepted } from './fake-ses.ts';
import { startFaultyProxy } from './faulty-proxy.ts';
import type { Mail, MessageFate } from './queues.ts';

const PUBLICATION = publicationText({ id: 'faulty', title: 'The Faulty', minGap: '1 minute' });

const editionAt = (at: number, text: string): string => `---
newsletter: brief
subject: Hour by hour
sendAt: ${new Date(at).toISOString().slice(0, 16).replace('T', ' ')}
items: [{ article: harbour, as: whole }]
---
${text}
`;

const readerAt = (n: number): string => `reader-${n}@reader.press`;

export type FaultyStage = Awaited<ReturnType<typeof openFaultyStage>>;

type About = { readers: number; editions: number };

/** Hooks that open one stage for all tests of a file. Faults of a test are removed after it. */
export function faultyStage(about: About): FaultyStage {
  const faulty = {} as FaultyStage;
  beforeAll(async () => void Object.assign(faulty, await openFaultyStage(about)), 300_000);
  afterEach(() => {
    faulty.proxy.decide = () => 'pass';
    faulty.stage.witness.interrupt = () => true;
    faulty.stage.ses.setFault(undefined);
  });
  afterAll(() => faulty[Symbol.asyncDispose]?.());
  return faulty;
}

/** The editions are `hour-1`, `hour-2` …; each is due once a test moves the clock to it. */
async function openFaultyStage({ readers, editions }: About) {
  const content = mkdtempSync(join(tmpdir(), 'content-'));
  const write = (name: string, text: string): void => {
    mkdirSync(join(content, name, '..'), { recursive: true });
    writeFileSync(join(content, name), text);
  };
  const first = Math.ceil(Date.now() / HOUR) * HOUR;
  const timeOf = (hour: number): number => first + hour * HOUR;
  const writeEdition = (hour: number, text: string) =>
    write(`editions/hour-${hour}.md`, editionAt(timeOf(hour), text));
  write('publication.yaml', PUBLICATION);
  write('articles/2026-11-20-harbour.md', article());
  for (let hour = 1; hour <= editions; hour++) writeEdition(hour, 'Good morning.');
  const engine = await startDynamodbLocal();
  const proxy = await startFaultyProxy(engine.url, () => 'pass');
  const stage = await rehearse(synthesize(content), 'faulty-prod', proxy.url, { perSecond: 1000 });
  const client = createDynamoClient({
    ...{ endpoint: engine.url, region: 'eu-west-1' },
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const ledger = createLedger(openTable(client, 'rehearsal'));

  /** Runs a command as an operator does on a laptop. */
  const type = (...words: string[]) =>
    broadsheet(content, [...words, '--stage', 'prod'], { ...stage.laptop, CONTENT_DIR: content });

  const csv = join(content, 'readers.csv');
  writeFileSync(csv, `email\n${Array.from({ length: readers }, (_, n) => `${readerAt(n)}\n`).join('')}`);
  const imported = await type('subscribers', 'import', csv, '--yes');
  if (imported.code !== 0) throw new Error(imported.complained);
  // The first tick: editions that are due before it are never sent.
  await stage.tick();

  let hour = 0;
  const goTo = (next: number): void => stage.clock.pass(timeOf(next) - stage.clock.now() + SECOND);
  const lettersOf = (run: string): Accepted[] => stage.ses.accepted.filter(({ tags }) => tags.run === run);
  return {
    ...{ stage, proxy, ledger, type, content, write, writeEdition, lettersOf },
    alarms: () => stage.ses.accepted.filter(({ to }) => to === 'ed@paper.press').map(subjectOf),
    /** A minute of the stage: a tick, the delayed messages, and every queue until all are empty. */
    async round(fateOf?: (mail: Mail) => MessageFate): Promise<void> {
      await stage.tick().catch(() => {});
      await stage.queues.deliverLate();
      for (let polls = 0; polls < 20 && (await stage.queues.poll(fateOf)) > 0; polls++);
    },
    goTo,
    /** Moves the clock until the next edition is due; returns the id of its run. */
    nextRun(): string {
      goTo(++hour);
      return `e_hour-${hour}`;
    },
    pass: (milliseconds: number) => stage.clock.pass(milliseconds),
    /** Runs rounds, a minute apart, until `isSo` returns true. Throws after `most` rounds. */
    async until(
      isSo: () => Promise<boolean>,
      { most = 40, step = MINUTE, fateOf = undefined as Fates } = {},
    ) {
      const end = Date.now() + PATIENCE;
      for (let round = 0; round < most && Date.now() < end; round++) {
        await this.round(fateOf);
        if (await isSo()) return;
        stage.clock.pass(step);
      }
      const logs = [...stage.functions.values()].flatMap(({ log }) => log.slice(-8));
      throw new Error(
        `It did not come to that. ${JSON.stringify(await ledger.runs({ limit: 1 }))}\n${logs.join('')}`,
      );
    },
    isDone: (run: string) => async () => (await ledger.run(run))?.state === 'done',
    /** Sends SES's Send events of accepted messages. */
    async tellSent(letters: readonly Accepted[]): Promise<void> {
      for (const { tags } of letters) await stage.queues.tell('Email Sent', eventOf('Send', tags));
    },
    /** Faults of a run as sentences; none if every promise is kept. */
    async faults(run: string, promised: Promised): Promise<string[]> {
      const batches = await ledger.batches({ run, after: '', limit: 1000 });
      const { state } = (await ledger.run(run)) ?? {};
      const copies = lettersOf(run).map(({ to, tags }) => ({
        ...{ to, run, batch: tags.batch!, position: Number(tags.pos), attempt: Number(tags.try) },
      }));
      const inIt = batches.flatMap(({ members }) => members).length;
      const reached = new Set(copies.map(({ to }) => to)).size;
      return [
        ...faultsIn({ run, state, batches }, copies, promised),
        ...(inIt === readers ? [] : [`${inIt} of ${readers} are in the run`]),
        ...(promised === 'honestly' || reached === readers ? [] : [`${reached} of ${readers} got it`]),
      ];
    },
    async [Symbol.asyncDispose]() {
      client.destroy();
      await stage[Symbol.asyncDispose]();
      await proxy[Symbol.asyncDispose]();
      await engine[Symbol.asyncDispose]();
      rmSync(content, { recursive: true, force: true });
    },
  };
}

/** Milliseconds of real time after which `until` gives up, so that no round runs on after its test. */
const PATIENCE = 4 * MINUTE;

type Fates = ((mail: Mail) => MessageFate) | undefined;

const subjectOf = ({ raw }: Accepted): string => /^Subject: (.*)$/m.exec(raw)?.[1] ?? '';

/** An event of SES, with the fields that the rules read. */
export const eventOf = (eventType: string, tags: Record<string, string>, about: object = {}) => ({
  eventType,
  mail: { tags: Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, [value]])) },
  ...about,
});
