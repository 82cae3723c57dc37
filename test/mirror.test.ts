import { basename, dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesIn, isThere, readSource } from './support/probes/sources.ts';

/**
 * Folder → tests of it that are named after a behaviour, because several modules share it. Every other test is named after the module that
 * it tests (`deliver.test.ts`), with the aspect behind it where there are several (`deliver-faults.test.ts`).
 */
const BEHAVIOURS: Record<string, string> = {
  'adapters/dynamodb': 'contracts',
  'adapters/fs': 'odd-entries',
  'adapters/markdown-it': 'hostile-bodies lean',
  'adapters/smtp': 'refusals',
  'cli/commands': 'delivery erasure sending',
  'domain/publication': 'editors-source hosting-github hosting-source sign-up-settings',
  feeds: 'feeds hostile-feeds',
  'flows/account': 'count-month examine-plan',
  'flows/build': 'content-advice content-warnings heading-links ignored-files unreadable-files',
  'flows/delivery': 'crashes notice-rows pacing rough-pace scale two-runs-at-once',
  'flows/dns': 'names-elsewhere',
  'flows/letters': 'letter-headers letter-weight mail-clients older-functions preview-text',
  'flows/limits': 'confirmed-sign-ups network-limits wide-networks',
  'flows/notices': 'confirmation-breaker notice-failure page-alarms',
  'flows/release': 'older-format',
  'flows/runs': 'run-waiting waiting-runs withdrawn-runs',
  'flows/schedule': 'sender-alignment',
  'flows/subscribers': `address-change-races address-changes erased-links erasure-notices erasure joining
    refused-sign-ups sign-up-requests`,
  infra: 'deploy-policy edge first-day names recipes ses-fixtures taken-down web-rights workers',
  pages: 'every-page',
  'web/http': 'caching',
  web: 'lambda-paths served slow-start',
  'web/readers': 'address-change retired-key sign-up-without-script unsubscribe-reasons unsubscribe',
  'web/site': 'heading-links terms validators view-in-browser',
  'wiring/local': 'debounced-wake',
};

const LAYERS = ['domain', 'flows', 'feeds', 'pages', 'web', 'adapters', 'wiring', 'server', 'cli', 'infra'];
const tests = LAYERS.flatMap((layer) => filesIn(`test/${layer}`, '.test.ts'));
const wordsOf = (list: string): string[] => list.split(/\s+/).filter(Boolean);

/** The folder of sources that a folder of tests mirrors; undefined: there is none. */
const mirrored = (test: string): string | undefined => {
  const folder = dirname(test).replace(/^test\//, '');
  return [`functions/${folder}`, folder].find(isThere);
};
const nameOf = (file: string): string => basename(file).replace(/(?:\.system)?(?:\.test)?\.ts$/, '');
const modulesIn = (folder: string): string[] =>
  filesIn(folder)
    .filter((file) => dirname(file) === folder)
    .map(nameOf);

const isNamedAfterModule = (test: string): boolean =>
  modulesIn(mirrored(test)!).some((name) => nameOf(test) === name || nameOf(test).startsWith(`${name}-`));

/** A module of domain that exports a function, or a constant that is one. */
const FUNCTION = /^export (?:async )?function|^export const \w+[^\n]*(?: = (?:async )?\(|\n?[^\n]*=>)/m;
const untested = filesIn('functions/domain').filter(
  (file) =>
    FUNCTION.test(readSource(file)) &&
    !['.test.ts', '.system.test.ts'].some((ending) =>
      isThere(file.replace(/^functions/, 'test').replace(/\.ts$/, ending)),
    ),
);

describe('tests', () => {
  it('lie in the folder that mirrors the one they are about', () => {
    expect(tests.length).toBeGreaterThan(250);
    expect(tests.filter((test) => !mirrored(test))).toEqual([]);
  });

  it('are named after a module of that folder, or after a behaviour on the list', () => {
    const others = tests.filter((test) => mirrored(test) && !isNamedAfterModule(test));
    const listed = Object.entries(BEHAVIOURS).flatMap(([folder, names]) =>
      wordsOf(names).map((name) => `${folder}/${name}`),
    );
    expect(others.map((test) => `${dirname(test).slice('test/'.length)}/${nameOf(test)}`).toSorted()).toEqual(
      listed.toSorted(),
    );
  });

  it('are there for each module of domain that exports a function', () => {
    expect(untested).toEqual([]);
  });
});
