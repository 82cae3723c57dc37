/** Names the text (letter version) that a subscriber got: `text 1 (sent 07:00)`, `text 2 (since 07:25)`. */
import type { Run, RunText } from '../domain/ledger/run.ts';
import type { TextOfCopy } from '../flows/ledger/run-texts.ts';
import { formatInstant } from './numbers.ts';

/** On the run's own day the time alone is shown. The first text goes when the run is released, which may be later than it was made. */
function nameText(run: Run, texts: readonly RunText[], n: number): string {
  const text = texts[n - 1]!;
  const at = n === 1 ? Math.max(text.since, run.cutoff) : text.since;
  const [day, first] = [formatInstant(at), formatInstant(run.cutoff)];
  const time = day.slice(0, 10) === first.slice(0, 10) ? day.slice(11) : day;
  return `text ${n} (${n === 1 ? 'sent' : 'since'} ${time})`;
}

/** The cell of a copy; empty if none was handed over. */
export function textCell(run: Run, texts: readonly RunText[], fate: TextOfCopy): string {
  if (fate.text === undefined) return '';
  const name = nameText(run, texts, fate.text);
  if (fate.orLater) return `${name} or a later one`;
  return fate.textAgain === undefined ? name : `${name}, then ${nameText(run, texts, fate.textAgain)}`;
}

/** One line that names all texts of a run, with their subjects if these differ. No line for a single text. */
export function textLines(run: Run, texts: readonly RunText[]): string[] {
  if (texts.length < 2) return [];
  const differ = new Set(texts.map(({ subject }) => subject)).size > 1;
  const names = texts.map(
    ({ subject }, i) => nameText(run, texts, i + 1) + (differ && subject ? ` "${subject}"` : ''),
  );
  return [`${texts.length} texts: ${names.join(', ')}. Which went to whom: who-got-it ${run.id}`];
}
