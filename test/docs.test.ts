import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findCommand, parseCall } from '../functions/cli/command.ts';
import { allCommands } from '../functions/cli/commands/command-list.ts';
import { CSV_COLUMNS } from '../functions/domain/import/subscriber-csv.ts';
import { FUNCTION_ENVIRONMENT } from '../functions/wiring/aws/function-config.ts';
import { ENVIRONMENT } from '../functions/wiring/config.ts';
import { routes } from './support/probes/routes.ts';

const ROOT = join(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const PAGES = [
  ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md'],
  ...readdirSync(join(ROOT, 'docs')).flatMap((f) => (f.endsWith('.md') ? [`docs/${f}`] : [])),
];
const ALL = PAGES.map(read).join('\n');
/** Without code, in which links are examples. */
const prose = (file: string): string => read(file).replace(/```[\s\S]*?```|`[^`\n]*`/g, '');
/** Pages that a reader looks things up in. */
const REFERENCE = [
  ...['docs/commands.md', 'docs/commands-mail.md', 'docs/commands-readers.md', 'docs/environment.md'],
];
const COMMANDS = await allCommands();

/** The text below a heading, up to the next one of any level. */
const sections = REFERENCE.flatMap((page) =>
  read(page)
    .split(/^#{2,3} /m)
    .map((part) => {
      const [title = '', ...rest] = part.split('\n');
      return { title, text: rest.join('\n') };
    }),
);
/** Described once, or a reader may find the other. */
function sectionOf(title: string): string {
  const found = sections.filter((section) => section.title === title);
  expect(found, `### ${title} in ${REFERENCE.join(' or ')}`).toHaveLength(1);
  return found[0]!.text;
}
const titleOf = ({ name, takes }: { name: string; takes: readonly string[] }) =>
  `\`${[name, ...takes].join(' ')}\``;
const firstCells = (text: string): string[] =>
  [...text.matchAll(/^\| `([^`]+)`/gm)].map((match) => match[1]!);

/** `:id` and `:file{…}` stand for one part of a path. */
const patternOf = (route: string): RegExp =>
  new RegExp(`^${route.replace(/:[a-z]+(\{[^}]*\})?/gi, '[^/]+').replaceAll('.', '\\.')}$`);

const paths = async () => [...new Set((await routes()).map(({ path }) => path))];

/** Paths between backticks, `<placeholders>` filled in, questions left off. */
const namedPaths = (): string[] =>
  [...ALL.matchAll(/`(?:GET |POST )?(\/[^\s`]*)`/g)].map((match) =>
    match[1]!.replace(/<[^>]+>/g, 'x').replace(/[?#].*$/, ''),
  );

describe('the docs', () => {
  it.each(COMMANDS.map((command) => [command.name, command] as const))(
    'describe %s, with exactly the flags it has',
    (_, command) => {
      const flags = firstCells(sectionOf(titleOf(command))).filter((cell) => cell.startsWith('--'));
      const known = Object.entries(command.flags).map(
        ([name, { type, value }]) => `--${name}${type === 'string' ? ` ${value ?? '<value>'}` : ''}`,
      );
      expect(flags.toSorted()).toEqual(known.toSorted());
    },
  );

  it('describe no command that there is not', () => {
    const described = [...ALL.matchAll(/^### (`.*`)$/gm)].map((match) => match[1]!);
    expect(described.filter((title) => !COMMANDS.some((c) => titleOf(c) === title))).toEqual([]);
  });

  it('show command lines that are understood', () => {
    const lines = [...ALL.matchAll(/npm run (?:--silent )?broadsheet -- ([a-z][^`\n#|]*)/g)].map((match) =>
      match[1]!.trim(),
    );
    const wrong = lines.filter((line) => {
      const words = (line.match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replaceAll('"', ''));
      const found = findCommand(COMMANDS, words);
      try {
        return !found || !parseCall(found.command, found.rest);
      } catch {
        return true;
      }
    });
    expect(lines.length).toBeGreaterThan(30);
    expect(wrong).toEqual([]);
  });

  it('name every environment name, and none that is not read', () => {
    const named = firstCells(sectionOf('On one machine, and of commands'));
    expect(named.toSorted()).toEqual(Object.keys(ENVIRONMENT).toSorted());
    const deployed = firstCells(sectionOf('Of a deployed function'));
    expect(deployed.toSorted()).toEqual(Object.keys(FUNCTION_ENVIRONMENT).toSorted());
    const set = [...ALL.matchAll(/\b([A-Z][A-Z_]{3,})=/g)].map((match) => match[1]!);
    expect(set.filter((name) => !(name in ENVIRONMENT) && !name.startsWith('AWS_'))).toEqual([]);
  });

  it('are short enough to be read, each', () => {
    expect(PAGES.filter((page) => read(page).split('\n').length > 300)).toEqual([]);
  });

  it('name every route', async () => {
    const named = namedPaths();
    const all = await paths();
    expect(all.length).toBeGreaterThan(30);
    expect(all.filter((route) => !named.some((path) => patternOf(route).test(path)))).toEqual([]);
  });

  it('name no path that nothing answers', async () => {
    const patterns = (await paths()).map(patternOf);
    expect(namedPaths().filter((path) => !patterns.some((pattern) => pattern.test(path)))).toEqual([]);
  });

  it('name every column of the CSV, and no other', () => {
    const section = /^## The CSV file\n([\s\S]*)/m.exec(read('docs/subscribe.md'))![1]!;
    expect(
      firstCells(section).filter((cell) => /^[a-z_]+$/.test(cell) && !['bounced'].includes(cell)),
    ).toEqual([...CSV_COLUMNS]);
  });

  it('lead only to pages and headings that are there', () => {
    const anchorOf = (title: string) =>
      title
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-');
    const anchors = (file: string) => [...read(file).matchAll(/^#+ (.*)$/gm)].map((m) => anchorOf(m[1]!));
    const dead = PAGES.flatMap((page) =>
      [...prose(page).matchAll(/\]\(([\w/.-]*\.md)?(#[\w-]+)?\)/g)].flatMap(([link, file, anchor]) => {
        const target = file === undefined ? page : join(page, '..', file);
        const found = PAGES.includes(target) || target.startsWith('docs/adr/');
        const isThere = found && (!anchor || anchors(target).includes(anchor.slice(1)));
        return isThere ? [] : [`${page}: ${link}`];
      }),
    );
    expect(dead).toEqual([]);
  });
});
