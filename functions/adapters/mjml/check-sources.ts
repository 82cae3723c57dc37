/**
 * Lints the mail templates for faults that compiling does not report: blocks that do not pair, are missing or unknown, and unknown marks
 * (placeholders).
 */
import { MAIL_BLOCKS, marksOf } from '../../domain/letters/template-blocks.ts';
import type { Problem } from '../../domain/problem.ts';
import { suggestWord } from '../../domain/text/nearest-word.ts';

/** `path`: as shown to people, `templates/letter.mjml`. */
export type TemplateSource = { path: string; text: string };

type Open = { block: string; name: string; path: string; line: number };
type Walk = { open: Open[]; seen: Set<string>; problems: Problem[] };

const TOKEN = /<!--\s*(\/?)block:(\S*?)\s*-->|\{\{(.*?)\}\}|<mj-include[^>]*\spath="\.\/([^"]+)"/g;

const errorProblem = (path: string, line: number, message: string, remedy: string): Problem => ({
  file: path,
  line,
  level: 'error',
  message,
  remedy,
});

function openBlock(walk: Walk, name: string, path: string, line: number): void {
  const block = `${walk.open.at(-1)!.block}.${name}`;
  const siblings = Object.keys(MAIL_BLOCKS)
    .filter((known) => known.slice(0, known.lastIndexOf('.')) === walk.open.at(-1)!.block)
    .map((known) => known.slice(known.lastIndexOf('.') + 1));
  if (walk.seen.has(block))
    walk.problems.push(errorProblem(path, line, `The block ${name} is here twice.`, 'Keep one.'));
  else if (!siblings.includes(name))
    walk.problems.push(
      errorProblem(path, line, `There is no block ${name} here.`, suggestWord(name, siblings)),
    );
  walk.seen.add(block);
  walk.open.push({ block, name, path, line });
}

function closeBlock(walk: Walk, name: string, path: string, line: number): void {
  const open = walk.open.at(-1)!;
  if (walk.open.length > 1 && open.name === name) {
    walk.open.pop();
    return;
  }
  const remedy =
    walk.open.length > 1
      ? `Close ${open.name} first, opened in ${open.path}:${open.line}.`
      : 'Open it first.';
  walk.problems.push(errorProblem(path, line, `The block ${name} ends here, but it is not open.`, remedy));
}

function checkMark(walk: Walk, mark: string, path: string, line: number): void {
  const known = marksOf(walk.open.at(-1)!.block);
  // A mark with a dot is one of the system's: `letter.deeper`.
  if (known.includes(mark) || mark.includes('.')) return;
  walk.problems.push(errorProblem(path, line, `There is no {{${mark}}} here.`, suggestWord(mark, known)));
}

/** Reports a missing include, of which MJML leaves only a comment. */
const missingIncludeProblem = (
  name: string,
  path: string,
  line: number,
  sources: readonly TemplateSource[],
): Problem => {
  const names = sources.flatMap((source) => /[^/]+\.mjml$/.exec(source.path) ?? []);
  return errorProblem(path, line, `There is no templates/${name}.`, suggestWord(name, names));
};

function readSource(walk: Walk, source: TemplateSource, sources: readonly TemplateSource[]): void {
  source.text.split('\n').forEach((text, i) => {
    for (const [, closing, block, mark, include] of text.matchAll(TOKEN)) {
      if (include !== undefined) {
        const included = sources.find(({ path }) => path.endsWith(`/${include}`));
        if (included) readSource(walk, included, sources);
        else walk.problems.push(missingIncludeProblem(include, source.path, i + 1, sources));
      } else if (mark !== undefined) checkMark(walk, mark.trim(), source.path, i + 1);
      else if (closing) closeBlock(walk, block!, source.path, i + 1);
      else openBlock(walk, block!, source.path, i + 1);
    }
  });
}

/** `document`: the template that includes the others. */
export function checkSources(
  document: TemplateSource,
  sources: readonly TemplateSource[],
): readonly Problem[] {
  const root = { block: 'letter', name: 'letter', path: document.path, line: 1 };
  const walk: Walk = { open: [root], seen: new Set(['letter']), problems: [] };
  readSource(walk, document, sources);
  for (const { name, path, line } of walk.open.slice(1))
    walk.problems.push(
      errorProblem(
        path,
        line,
        `The block ${name} does not end.`,
        `Write <!-- /block:${name} --> where it should.`,
      ),
    );
  for (const block of Object.keys(MAIL_BLOCKS).filter((known) => !walk.seen.has(known)))
    walk.problems.push(
      errorProblem(
        document.path,
        1,
        `The block ${block} is missing.`,
        `Write <!-- block:${block.split('.').at(-1)} --> … <!-- /block:${block.split('.').at(-1)} --> where it belongs.`,
      ),
    );
  return walk.problems;
}
