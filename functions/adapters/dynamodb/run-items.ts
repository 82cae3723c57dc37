/**
 * Runs as items: `RUN` / `<run id>`. `made` puts each into the index `newest`; `live` those that are not over into the index of
 * that name, so that a tick reads no others.
 */
import { BroadsheetError } from '../../domain/error.ts';
import type { FoldedRun } from '../../domain/ledger/compacted-run.ts';
import type { Ledger } from '../../domain/ledger/ledger.ts';
import type { Run, RunState, RunText } from '../../domain/ledger/run.ts';
import type { Table } from './requests.ts';
import {
  asNumber,
  asNumberIfThere,
  asText,
  asTexts,
  type Item,
  itemOf,
  type Key,
  number,
  text,
  texts,
} from './values.ts';

const PARTITION = 'RUN';
const keyOf = (id: string): Key => ({ pk: PARTITION, sk: id });
/** All others are over. */
const LIVE: readonly RunState[] = ['planned', 'held', 'sending', 'paused'];

const toItem = (run: Run): Item =>
  itemOf(keyOf(run.id), {
    kind: text(run.kind),
    subjectOf: text(run.of),
    newsletter: text(run.newsletter),
    subject: text(run.subject),
    letter: text(run.letter),
    articles: texts(run.articles),
    prints: run.prints && text(JSON.stringify(run.prints)),
    letters: run.texts && text(JSON.stringify(run.texts)),
    phase: text(run.state),
    why: text(run.reason),
    cutoff: number(run.cutoff),
    awaits: run.until === undefined ? undefined : number(run.until),
    spans: number(run.spans),
    made: number(run.createdAt),
    live: LIVE.includes(run.state) ? number(run.createdAt) : undefined,
    ended: run.endedAt === undefined ? undefined : number(run.endedAt),
    passes: number(run.passes),
    counts: run.folded && text(JSON.stringify(run.folded)),
    v: number(run.version),
  });

const toRun = (item: Item): Run => ({
  id: asText(item.sk),
  kind: asText(item.kind) as Run['kind'],
  of: asText(item.subjectOf),
  newsletter: asText(item.newsletter),
  subject: asText(item.subject),
  letter: item.letter?.S,
  articles: asTexts(item.articles),
  state: asText(item.phase) as RunState,
  reason: asText(item.why),
  cutoff: asNumber(item.cutoff),
  until: asNumberIfThere(item.awaits),
  spans: asNumber(item.spans),
  createdAt: asNumber(item.made),
  endedAt: asNumberIfThere(item.ended),
  passes: asNumber(item.passes),
  ...(item.counts && { folded: JSON.parse(asText(item.counts)) as FoldedRun }),
  version: asNumber(item.v),
  ...(item.prints && { prints: JSON.parse(asText(item.prints)) as string[] }),
  ...(item.letters && { texts: JSON.parse(asText(item.letters)) as RunText[] }),
});

const changed = () =>
  new BroadsheetError('conflict', 'The run was changed by somebody else at the same moment.', {
    remedy: 'Look at its state again.',
  });

const newestFirst = (a: Run, b: Run): number => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1);

type Runs = Pick<Ledger, 'createRun' | 'run' | 'runs' | 'putRun'> & {
  /** The row of the version that was read, and nothing that belongs to it. */
  drop(run: Run): Promise<void>;
};

export function createRuns(table: Table): Runs {
  return {
    async drop({ id, version }) {
      await table.remove(keyOf(id), { expression: 'v = :read', values: { ':read': number(version) } });
    },
    async createRun(run) {
      return (await table.put(toItem(run), { expression: 'attribute_not_exists(pk)' })).done;
    },
    async run(id) {
      const item = await table.get(keyOf(id));
      return item && toRun(item);
    },
    async runs({ states, newsletter, limit }) {
      const index = states?.every((state) => LIVE.includes(state)) ? 'live' : 'newest';
      const found: Run[] = [];
      for await (const items of table.pages({ pk: PARTITION, index, descending: true })) {
        const isMeant = (run: Run) =>
          (states?.includes(run.state) ?? true) &&
          (newsletter === undefined || run.newsletter === newsletter);
        found.push(...items.map(toRun).filter(isMeant));
        if (found.length >= limit) break;
      }
      return found.sort(newestFirst).slice(0, limit);
    },
    async putRun(run) {
      const stored = { ...run, version: run.version + 1 };
      const read = { ':read': number(run.version) };
      if (!(await table.put(toItem(stored), { expression: 'v = :read', values: read })).done) throw changed();
      return stored;
    },
  };
}
