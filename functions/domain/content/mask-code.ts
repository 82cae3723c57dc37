/** Replaces the code in a Markdown body with spaces, line for line, so that checks of the prose do not find faults in code examples. */

/** CommonMark §4.5: a fence is closed by a fence of the same character that is at least as long. */
const FENCE = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/;
/** CommonMark §4.4: an indented line is code unless it continues a paragraph. In a list the same indent belongs to the item's text. */
const INDENTED = /^(?: {4}|\t)/;
const LIST_ITEM = /^ {0,3}(?:[-+*]|\d{1,9}[.)])(?:\s|$)/;

/** The result is as long as `body` and has the same line breaks. */
export function maskCode(body: string): string {
  const masked = body.includes('\n') || INDENTED.test(body) ? maskBlocks(body) : body;
  return masked.includes('`') ? maskSpans(masked) : masked;
}

const blankOut = (text: string): string => text.replace(/[^\n]/g, ' ');

function maskBlocks(body: string): string {
  let fence = '';
  let [inList, afterBlank] = [false, true];
  const lines = body.split('\n').map((line) => {
    const mark = FENCE.exec(line)?.[1];
    if (fence !== '') {
      if (mark?.startsWith(fence) && line.trim() === mark) fence = '';
      return blankOut(line);
    }
    if (mark !== undefined) {
      fence = mark;
      return blankOut(line);
    }
    if (line.trim() === '') {
      afterBlank = true;
      return line;
    }
    const indented = INDENTED.test(line);
    if (LIST_ITEM.test(line)) inList = true;
    else if (!indented && afterBlank) inList = false;
    // `afterBlank` stays true here, so the next indented line counts as code, too.
    if (indented && afterBlank && !inList) return blankOut(line);
    afterBlank = false;
    return line;
  });
  return lines.join('\n');
}

/** CommonMark §6.1: a code span ends at a run of as many backticks as it began with, within the same paragraph. */
function maskSpans(body: string): string {
  const runs = [...body.matchAll(/`+|\n[ \t]*\n/g)];
  let masked = '';
  let end = 0;
  for (let i = 0; i < runs.length; i++) {
    const open = runs[i]!;
    if (!open[0].startsWith('`') || open.index < end) continue;
    const close = findCloser(runs, i);
    if (!close) continue;
    masked += body.slice(end, open.index);
    end = close.index + close[0].length;
    masked += blankOut(body.slice(open.index, end));
  }
  return masked + body.slice(end);
}

/**
 * The most runs searched for the end of one span. Without the limit a body of nothing but backticks would cost the square of its length.
 */
const MAX_RUNS = 200;

function findCloser(runs: readonly RegExpExecArray[], from: number): RegExpExecArray | undefined {
  for (const run of runs.slice(from + 1, from + MAX_RUNS)) {
    if (run[0].startsWith('\n')) return undefined;
    if (run[0] === runs[from]![0]) return run;
  }
  return undefined;
}
