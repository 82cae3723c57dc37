/**
 * Converts runs to items: `RUN` / `<run id>`. `made` puts each into the index `newest`; `live` puts unfinished runs into the index of that
 * name, so that a tick reads no others.
 */
import { BroadsheetError } from '../../domain/error.ts';
import type { CompactedRun } from '../../domain/ledger/compacted-run.ts';
import type { Ledger } from '../../domain/ledger/ledger.ts';
import type { Run, RunState, RunText } from '../../domain/ledger/run.ts';
import type { Table } from './requests.ts';
import {
  asNumber,
  asNumberIfSet,
  asText,
  asTexts,
  type Item,
  itemOf,
  type Key,
  numberValue,
  textListValue,
  textValue,
} from './values.ts';

const PARTITION = 'RUN';
const keyOf = (id: string): Key => ({ pk: PARTITION, sk: id });
/** The states of unfinished runs. */
const LIVE_STATES: readonly RunState[] = ['planned', 'held', 'sending', 'paused'];

/**
 * Attributes that had another name, by their name of today. This version writes both names: while a deployment runs, and after a
 * rollback, functions of the version before read rows that this one wrote. A put replaces the whole row, so both names hold the same.
 * A version after this one may stop writing the former names, but never `made`. The index `newest` is sorted by that attribute, and
 * DynamoDB changes no local index of a table that exists. Rows of runs that are over keep their former names, so the reader stays.
 */
const FORMER_NAMES = {
  state: 'phase',
  reason: 'why',
  until: 'awaits',
  createdAt: 'made',
  endedAt: 'ended',
  texts: 'letters',
  folded: 'counts',
} as const;
const RENAMED_ATTRIBUTES = Object.entries(FORMER_NAMES);

const addFormerNames = (item: Item): Item => ({
  ...item,
  ...Object.fromEntries(
    RENAMED_ATTRIBUTES.flatMap(([name, former]) => (item[name] ? [[former, item[name]]] : [])),
  ),
});

const addCurrentNames = (item: Item): Item => ({
  ...Object.fromEntries(
    RENAMED_ATTRIBUTES.flatMap(([name, former]) => (item[former] ? [[name, item[former]]] : [])),
  ),
  ...item,
});

const fieldsOf = (run: Run): Item =>
  itemOf(keyOf(run.id), {
    kind: textValue(run.kind),
    subjectOf: textValue(run.of),
    newsletter: textValue(run.newsletter),
    subject: textValue(run.subject),
    letter: textValue(run.letter),
    articles: textListValue(run.articles),
    prints: run.prints && textValue(JSON.stringify(run.prints)),
    texts: run.texts && textValue(JSON.stringify(run.texts)),
    state: textValue(run.state),
    reason: textValue(run.reason),
    cutoff: numberValue(run.cutoff),
    until: run.until === undefined ? undefined : numberValue(run.until),
    spans: numberValue(run.spans),
    createdAt: numberValue(run.createdAt),
    live: LIVE_STATES.includes(run.state) ? numberValue(run.createdAt) : undefined,
    endedAt: run.endedAt === undefined ? undefined : numberValue(run.endedAt),
    passes: numberValue(run.passes),
    folded: run.folded && textValue(JSON.stringify(run.folded)),
    v: numberValue(run.version),
  });
const toItem = (run: Run): Item => addFormerNames(fieldsOf(run));

const readFields = (item: Item): Run => ({
  id: asText(item.sk),
  kind: asText(item.kind) as Run['kind'],
  of: asText(item.subjectOf),
  newsletter: asText(item.newsletter),
  subject: asText(item.subject),
  letter: item.letter?.S,
  articles: asTexts(item.articles),
  state: asText(item.state) as RunState,
  reason: asText(item.reason),
  cutoff: asNumber(item.cutoff),
  until: asNumberIfSet(item.until),
  spans: asNumber(item.spans),
  createdAt: asNumber(item.createdAt),
  endedAt: asNumberIfSet(item.endedAt),
  passes: asNumber(item.passes),
  ...(item.folded && { folded: JSON.parse(asText(item.folded)) as CompactedRun }),
  version: asNumber(item.v),
  ...(item.prints && { prints: JSON.parse(asText(item.prints)) as string[] }),
  ...(item.texts && { texts: JSON.parse(asText(item.texts)) as RunText[] }),
});
const toRun = (item: Item): Run => readFields(addCurrentNames(item));

const changedError = () =>
  new BroadsheetError('conflict', 'The run was changed by somebody else at the same moment.', {
    remedy: 'Look at its state again.',
  });

const compareNewest = (a: Run, b: Run): number => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1);

type RunItems = Pick<Ledger, 'createRun' | 'run' | 'runs' | 'putRun'> & {
  /** Deletes the run's item in the version that was read, and none of its batches. */
  drop(run: Run): Promise<void>;
};

export function createRuns(table: Table): RunItems {
  return {
    async drop({ id, version }) {
      await table.remove(keyOf(id), { expression: 'v = :read', values: { ':read': numberValue(version) } });
    },
    async createRun(run) {
      return (await table.put(toItem(run), { expression: 'attribute_not_exists(pk)' })).done;
    },
    async run(id) {
      const item = await table.get(keyOf(id));
      return item && toRun(item);
    },
    async runs({ states, newsletter, limit }) {
      const index = states?.every((state) => LIVE_STATES.includes(state)) ? 'live' : 'newest';
      const found: Run[] = [];
      for await (const items of table.pages({ pk: PARTITION, index, descending: true })) {
        const isMeant = (run: Run) =>
          (states?.includes(run.state) ?? true) &&
          (newsletter === undefined || run.newsletter === newsletter);
        found.push(...items.map(toRun).filter(isMeant));
        if (found.length >= limit) break;
      }
      return found.sort(compareNewest).slice(0, limit);
    },
    async putRun(run) {
      const stored = { ...run, version: run.version + 1 };
      const read = { ':read': numberValue(run.version) };
      if (!(await table.put(toItem(stored), { expression: 'v = :read', values: read })).done)
        throw changedError();
      return stored;
    },
  };
}
