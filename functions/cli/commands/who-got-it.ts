/** `who-got-it <edition> [address]`: the outcome of every subscriber's copy. */
import { BroadsheetError } from '../../domain/error.ts';
import { parseAddress } from '../../domain/subscribers/address.ts';
import { subscriberId } from '../../domain/subscribers/identity.ts';
import { readRunTexts } from '../../flows/ledger/run-texts.ts';
import { findRun } from '../../flows/runs/control.ts';
import { type DeliveryOutcome, listOutcomes } from '../../flows/runs/who-got-it.ts';
import type { LocalParts } from '../../wiring/local/local.ts';
import type { Command } from '../command.ts';
import { csvText } from '../csv-text.ts';
import { formatTable } from '../numbers.ts';
import { withLocal } from '../open.ts';
import { textCell, textLines } from '../text-column.ts';

export const whoGotIt: Command = {
  name: 'who-got-it',
  summary: 'Lists what became of every reader’s copy of an edition, or of one reader’s.',
  takes: ['<edition>', '[address]'],
  flags: { csv: { type: 'boolean', help: 'As CSV, safe to open in a spreadsheet.' } },
  notes: 'Exit 1 if the address has no copy in it. Which text: where the run was resumed with --current.',
  run: (call) =>
    withLocal(call, async (local) => {
      const [name, address] = call.arguments;
      const only = address === undefined ? undefined : subscriberId(local.secrets, parseAddress(address).key);
      const fates: (DeliveryOutcome & { email: string })[] = [];
      for await (const page of pages(listOutcomes(local, name!, only)))
        fates.push(...(await withAddresses(local, page)));
      // An address without a subscriber gets no answer, even if an older version left traces of it in the ledger.
      const isStranger = only !== undefined && !(await local.subscribers.get(only));
      if (isStranger || (only !== undefined && fates.length === 0)) {
        throw new BroadsheetError('not-found', 'This run has no copy for that address.', {
          remedy: 'See whether the address is subscribed: npm run broadsheet -- subscribers show <address>',
        });
      }
      const run = await findRun(local, name!);
      const texts = await readRunTexts(local, run);
      const rows = fates.map((fate) =>
        cellsOf(fate, texts.length > 1 ? textCell(run, texts, fate) : undefined),
      );
      const head = ['address', 'fate', 'pass', ...(texts.length > 1 ? ['text'] : [])];
      if (call.flags.csv) return { text: csvText([head, ...rows]), data: fates };
      return { text: [formatTable(head, rows), ...textLines(run, texts)].join('\n'), data: fates };
    }),
};

const cellsOf = (fate: DeliveryOutcome & { email: string }, text: string | undefined): string[] => [
  fate.email,
  fate.fate + (fate.twice ? ' (second try)' : ''),
  `pass ${fate.pass}`,
  ...(text === undefined ? [] : [text]),
];

const COPIES_PER_PAGE = 500;

async function* pages(fates: AsyncIterable<DeliveryOutcome>): AsyncGenerator<DeliveryOutcome[]> {
  let page: DeliveryOutcome[] = [];
  for await (const fate of fates) {
    page.push(fate);
    if (page.length === COPIES_PER_PAGE) {
      yield page;
      page = [];
    }
  }
  if (page.length > 0) yield page;
}

async function withAddresses(
  { subscribers }: LocalParts,
  fates: readonly DeliveryOutcome[],
): Promise<(DeliveryOutcome & { email: string })[]> {
  const known = new Map(
    (await subscribers.getMany(fates.map((f) => f.subscriber))).map((s) => [s.id, s.email]),
  );
  return fates.map((fate) => ({ ...fate, email: known.get(fate.subscriber) ?? '(erased)' }));
}
