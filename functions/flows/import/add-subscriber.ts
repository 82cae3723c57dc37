/** Adds one subscriber for an operator, by the rules of an import: an unsubscribed or suppressed address does not come back by it. */

import { BroadsheetError } from '../../domain/error.ts';
import { readHeader } from '../../domain/import/header-row.ts';
import { writeLabels } from '../../domain/import/row-lists.ts';
import {
  CSV_COLUMNS,
  isInvalid,
  readRow,
  type Vocabulary,
  vocabularyOf,
} from '../../domain/import/subscriber-csv.ts';
import { reactivate } from '../../domain/subscribers/subscription-rules.ts';
import { changeSubscriber, countEvent } from '../subscribers/change-subscriber.ts';
import type { SubscriberPorts } from '../subscribers/subscriber-ports.ts';
import { type ImportOutcome, importBatch, judgeBatch } from './import-batch.ts';

export type NewSubscriber = {
  email: string;
  name?: string;
  newsletters: readonly string[];
  topics?: readonly string[];
  labels?: readonly string[];
  /** `command`, `demo`. */
  source: string;
};

/** An operator's addition is never `unconfirmed`, because the operator knows that the person agreed. */
type AddOutcome = Exclude<ImportOutcome, 'unconfirmed'>;

/** `fresh` if the subscriber was added; any other outcome says why nothing changed. Throws `invalid`. */
export async function addSubscriber(
  ports: Pick<
    SubscriberPorts,
    'secrets' | 'clock' | 'publication' | 'subscribers' | 'suppressions' | 'counts'
  >,
  wanted: NewSubscriber,
): Promise<AddOutcome> {
  const row = parseNewSubscriber(wanted, vocabularyOf(await ports.publication(), ports.clock()));
  const batch = await judgeBatch(ports, [row], wanted);
  await importBatch(ports, batch, '');
  const { id, fate } = batch.judged[0]!;
  return fate === 'known' && (await reactivateSetAside(ports, id, wanted)) ? 'fresh' : (fate as AddOutcome);
}

/** Reactivates a subscriber set aside for soft bounces: they never left, and the operator knows that the mailbox takes mail again. */
async function reactivateSetAside(
  ports: Pick<SubscriberPorts, 'clock' | 'publication' | 'subscribers' | 'counts'>,
  id: string,
  { newsletters, source }: NewSubscriber,
) {
  const { after, changed } = await changeSubscriber(
    ports,
    id,
    (s) => s && reactivate(s, newsletters, ports.clock()),
  );
  if (after && changed) await countEvent(ports, 'confirmed', { newsletters: after.newsletters, source });
  return changed;
}

function parseNewSubscriber(
  { email, name = '', newsletters, topics = [], labels = [] }: NewSubscriber,
  known: Vocabulary,
) {
  const cells = [email, name, newsletters.join(';'), topics.join(';'), writeLabels(labels)];
  const row = readRow(readHeader(CSV_COLUMNS.slice(0, cells.length)), { line: 1, cells }, known);
  if (isInvalid(row)) throw new BroadsheetError('invalid', row.message);
  return row;
}
