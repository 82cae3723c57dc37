/** Markdown with its code blanked out, line for line: what looks for slips in prose must not find them in examples. */

/** CommonMark §4.5. A fence ends at one of its own kind that is as long. */
const FENCE = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/;
/** CommonMark §4.4: code where no paragraph goes on. In a list the same spaces indent its text. */
const INDENTED = /^(?: {4}|\t)/;
const LIST_ITEM = /^ {0,3}(?:[-+*]|\d{1,9}[.)])(?:\s|$)/;

/** As long as `body`, line breaks where they were. */
export function maskCode(body: string): string {
  const masked = body.includes('\n') || INDENTED.test(body) ? maskBlocks(body) : body;
  return masked.includes('`') ? maskSpans(masked) : masked;
}

const blank = (text: string): string => text.replace(/[^\n]/g, ' ');

function maskBlocks(body: string): string {
  let fence = '';
  let [inList, afterBlank] = [false, true];
  const lines = body.split('\n').map((line) => {
    const mark = FENCE.exec(line)?.[1];
    if (fence !== '') {
      if (mark?.startsWith(fence) && line.trim() === mark) fence = '';
      return blank(line);
    }
    if (mark !== undefined) {
      fence = mark;
      return blank(line);
    }
    if (line.trim() === '') {
      afterBlank = true;
      return line;
    }
    const indented = INDENTED.test(line);
    if (LIST_ITEM.test(line)) inList = true;
    else if (!indented && afterBlank) inList = false;
    // Once code, the next indented line is code, too.
    if (indented && afterBlank && !inList) return blank(line);
    afterBlank = false;
    return line;
  });
  return lines.join('\n');
}

/** CommonMark §6.1: a span ends at as many backticks as it began with, within its paragraph. */
function maskSpans(body: string): string {
  const runs = [...body.matchAll(/`+|\n[ \t]*\n/g)];
  let masked = '';
  let end = 0;
  for (let i = 0; i < runs.length; i++) {
    const open = runs[i]!;
    if (!open[0].startsWith('`') || open.index < end) continue;
    const close = closerOf(runs, i);
    if (!close) continue;
    masked += body.slice(end, open.index);
    end = close.index + close[0].length;
    masked += blank(body.slice(open.index, end));
  }
  return masked + body.slice(end);
}

/** Runs looked at for one opening: a body of backticks alone must not cost its square. */
const FAR = 200;

function closerOf(runs: readonly RegExpExecArray[], from: number): RegExpExecArray | undefined {
  for (const run of runs.slice(from + 1, from + FAR)) {
    if (run[0].startsWith('\n')) return undefined;
    if (run[0] === runs[from]![0]) return run;
  }
  return undefined;
}
