/** Describes the faults of js-yaml with line and remedy, and finds the quotation mark behind a fault further down. */
import type { YAMLException } from 'js-yaml';
import type { YamlFault } from '../../domain/text/yaml.ts';

/** js-yaml's reasons (5.5, `reason` of YAMLException), with the usual remedy. */
const REMEDIES: readonly (readonly [RegExp, string])[] = [
  [/tab/, 'Indent with spaces.'],
  [
    /bad indentation|mapping values|can not read/,
    'Put the value in quotes if it holds a colon and a space, or starts with @, %, ` or a bracket; else align the line with the others.',
  ],
  [/within a flow collection/, 'Close the bracket, or put the value in quotes.'],
  [/quoted scalar/, 'Close the quotation mark.'],
  [/nesting/, 'Nothing here is nested that deep: write it flat.'],
];

/** The first value of a line, if a quotation mark opens it. */
const QUOTED_START = /^\s*(?:- +)*(?:[^\s:#'"[{][^:#'"]*:\s+)?(?:[[{][^'"]*)?(["'])(.*)$/;

/** A quotation mark that is never closed makes the lines below part of its value, so the parser complains about one of them. */
function unclosedQuote(lines: readonly string[], line: number): YamlFault | undefined {
  for (let n = Math.min(line, lines.length); n > 0; n--) {
    const [, mark, rest = ''] = QUOTED_START.exec(lines[n - 1]!) ?? [];
    if (mark === undefined) continue;
    const inside = mark === '"' ? rest.replace(/\\./g, '') : rest.replaceAll("''", '');
    const end = inside.indexOf(mark);
    const isClosedBelow = lines.slice(n, line - 1).some((below) => below.trimEnd().endsWith(mark));
    if (end < 0 && isClosedBelow) return undefined;
    if (end < 0)
      return quoteFault(n, mark, 'is never closed', `Close it with \`${mark}\` at the end of the value.`);
    if (n < line || /^\s*(?:[#,\]}].*)?$/.test(inside.slice(end + 1))) return undefined;
    const other = mark === '"' ? 'Write the inner ones as `\\"`' : "Write the inner one twice (`''`)";
    return quoteFault(n, mark, 'is closed in the middle of the value', `${other}, or use “…” and ’ inside.`);
  }
  return undefined;
}

const quoteFault = (line: number, mark: string, how: string, remedy: string): YamlFault => ({
  line,
  message: `The quotation mark \`${mark}\` that opens a value ${how}.`,
  remedy,
});

export function faultOf(text: string, error: YAMLException): YamlFault {
  const line = (error.mark?.line ?? 0) + 1;
  const quote = unclosedQuote(text.split('\n'), line);
  if (quote) return quote;
  const remedy = REMEDIES.find(([pattern]) => pattern.test(error.reason))?.[1];
  return {
    line,
    message: `This is not valid YAML: ${error.reason}.`,
    remedy: remedy ?? 'Write each key on a line of its own, as `key: value`, without indentation.',
  };
}
