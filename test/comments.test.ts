import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commentsOf, filesIn, isThere, leadsSomewhere, readSource } from './support/probes/sources.ts';

const FILES = ['functions', 'infra', 'test', 'bench'].flatMap((folder) => filesIn(folder));
const NAMES = new Set(
  ['functions', 'infra', 'test', 'bench', 'docs', 'templates', 'content']
    .flatMap((folder) => filesIn(folder, ''))
    .map((file) => basename(file)),
);

/** Folders that a path may begin with: those of the repository, and those of functions/. */
const TOP =
  /^(?:functions|infra|test|bench|docs|domain|flows|web|pages|feeds|adapters|wiring|server|cli|contracts|support)\//;
const PATH = /(?<![\w@/.:<*-])(?:[\w.-]+\/)*[\w.-]+\.(?:ts|md|mjml)(?![\w/])/g;
/** Names of files that no comment means as one of ours: those of tests' own worlds, of examples, of packages. */
const FOREIGN = /^(?:\.|[a-z]\.(?:ts|md)$|\d{4}-)/;

const isWrong = (path: string): boolean => {
  if (FOREIGN.test(basename(path))) return false;
  if (TOP.test(path)) return !leadsSomewhere(path) && !isThere(`test/${path}`);
  return !path.includes('/') && path.endsWith('.ts') && !NAMES.has(path);
};

/** A document by its name in capitals, with a section sign behind it, or within brackets with a colon; standards are none of ours. */
const DOCUMENT = /\b([A-Z]{4,})(?: §|\.md\b)|\(([A-Z]{4,}): /g;

const STANDARDS = new Set(['CLDR', 'HTML', 'CSS', 'MIME', 'SMTP', 'DMARC', 'WCAG', 'JSON']);

/** Names that look like code of ours: constants, and functions and types between backticks. */
const NAME = /`([a-z]+[A-Z]\w*|[A-Z][a-z]+[A-Z]\w*)`|(?<![\w./])([A-Z]{2,}(?:_[A-Z]+)+)(?![\w*])/g;
/** Names of Node's, Linux's and SES's that no code of ours has. */
const FOREIGN_NAMES = ['NODE_OPTIONS', 'RLIMIT_FSIZE', 'TEMPORARY_FAILURE'];

function wordsOfCode(file: string): string[] {
  const comments = new Map(commentsOf(readSource(file)));
  const lines = readSource(file).split('\n');
  return lines.flatMap(
    (line, i) => line.slice(0, line.length - (comments.get(i + 1)?.length ?? 0)).match(/\w+/g) ?? [],
  );
}

const cited = (text: string): string[] => [
  ...[...text.matchAll(PATH)].map(([path]) => path).filter(isWrong),
  ...[...text.matchAll(DOCUMENT)]
    .map(([, a, b]) => (a ?? b)!)
    .filter((name) => !STANDARDS.has(name) && !NAMES.has(`${name}.md`)),
];

describe('comments', () => {
  it('name no file and no document that the repository has not', () => {
    const wrong = FILES.flatMap((file) =>
      commentsOf(readSource(file)).flatMap(([line, text]) =>
        cited(text).map((name) => `${file}:${line} ${name}`),
      ),
    );
    expect(wrong).toEqual([]);
  });

  it('name no constant, function or type that no code has', () => {
    const others = ['templates', '.ci', '.github'].flatMap((folder) => filesIn(folder, ''));
    const known = new Set([
      ...FOREIGN_NAMES,
      ...FILES.flatMap(wordsOfCode),
      ...others.flatMap((file) => readSource(file).match(/\w+/g) ?? []),
    ]);
    const gone = FILES.flatMap((file) =>
      commentsOf(readSource(file)).flatMap(([line, text]) =>
        [...text.matchAll(NAME)].flatMap(([, code, constant]) =>
          known.has((code ?? constant)!) ? [] : `${file}:${line} ${code ?? constant}`,
        ),
      ),
    );
    expect(gone).toEqual([]);
  });

  it('say on top of each file of functions/ and infra/ what its job is', () => {
    const files = ['functions', 'infra'].flatMap((folder) => filesIn(folder));
    const silent = files.filter((file) => !/^(?:#!.*\n)?(?:\/\*\*|\/\/)/.test(readSource(file)));
    expect(files.length).toBeGreaterThan(500);
    expect(silent).toEqual([]);
  });

  it('are read wherever they stand, and an address in a string is none', () => {
    const found = commentsOf("const a = 'https://x.example/'; // one\n/** two\n * three */\nconst b = 1;");
    expect(found.map(([line]) => line)).toEqual([1, 2, 3]);
    expect(cited('as gone-file.ts and domain/gone/file.ts say (NOTES: polling), NOTES §3')).toHaveLength(4);
  });
});
