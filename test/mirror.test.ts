import { basename, dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesIn, isThere, readSource } from './support/probes/sources.ts';

/**
 * Folder → tests of it that are named after a behaviour, because several modules share it. Every other test is named after the module that
 * it tests (`deliver.test.ts`), with the aspect behind it where there are several (`deliver-faults.test.ts`).
 */
const BEHAVIOURS: Record<string, string> = {
  'adapters/aws4fetch': 'account.system provider-suppressions.system throttling.system',
  'adapters/dns': 'records.system',
  'adapters/dynamodb': 'contracts.system open-markers.system readers-near.system table.system',
  'adapters/fetch': 'hub.system',
  'adapters/fs': 'hold.system odd-entries.system',
  'adapters/markdown-it': 'hostile-bodies lean',
  'adapters/ses': 'mailer.system',
  'adapters/smtp': 'mailer.system pool.system refusals',
  'adapters/sqlite': 'lock.system',
  'cli/commands': `delivery.system doctor.system erasure.system import.system rotate.system sending.system
    status.system subscriber-change.system subscribers.system`,
  cli: 'growth-text.system provider-suppressions.system run.system',
  'domain/publication': 'editors-source hosting-github hosting-source sign-up-settings',
  feeds: 'feeds hostile-feeds',
  'flows/account': `count-month examine-account.system examine-alarm-actions.system examine-engagement.system
    examine-plan examine-sender.system prove-events.system`,
  'flows/build': 'content-advice content-warnings ignored-files unreadable-files',
  'flows/delivery': 'crashes notice-rows pacing rough-pace.system scale two-runs-at-once.system',
  'flows/dns': 'names-elsewhere.system write-dmarc.system',
  'flows/letters': 'letter-headers preview-text',
  'flows/limits': 'confirmed-sign-ups network-limits sign-up-tiers.system wide-networks.system',
  'flows/notices': 'confirmation-breaker notice-failure.system page-alarms.system prove-notices.system',
  'flows/release': 'older-format',
  'flows/runs': 'run-waiting waiting-runs withdrawn-runs',
  'flows/schedule': 'compact-runs.system sender-alignment.system',
  'flows/subscribers': `address-change-races address-changes erased-links erasure-notices.system erasure.system joining
    refused-sign-ups sign-up-requests`,
  infra: `deploy-policy edge first-day names protection.system recipes rights.system ses-fixtures.system
    taken-down web-rights.system workers`,
  'infra/site': 'live-release.system',
  pages: 'every-page',
  server: 'host-header.system local-server.system sockets.system',
  'web/http': 'caching',
  web: 'lambda-paths served.system slow-start',
  'web/readers': 'address-change retired-key sign-up-without-script unsubscribe-reasons unsubscribe',
  'web/site': 'validators view-in-browser',
  'wiring/aws': 'write-stage-dmarc.system',
  'wiring/build': 'media-process.system',
  'wiring/local': 'debounced-wake live-build.system',
  wiring: 'open-tables.system',
};

const LAYERS = ['domain', 'flows', 'feeds', 'pages', 'web', 'adapters', 'wiring', 'server', 'cli', 'infra'];
const tests = LAYERS.flatMap((layer) => filesIn(`test/${layer}`, '.test.ts'));
const wordsOf = (list: string): string[] => list.split(/\s+/).filter(Boolean);

/** The folder of sources that a folder of tests mirrors; undefined: there is none. */
const mirrored = (test: string): string | undefined => {
  const folder = dirname(test).replace(/^test\//, '');
  return [`functions/${folder}`, folder].find(isThere);
};
const nameOf = (file: string): string => basename(file).replace(/(?:\.test)?\.ts$/, '');
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
    !isThere(file.replace(/^functions/, 'test').replace(/\.ts$/, '.test.ts')),
);

describe('tests', () => {
  it('lie in the folder that mirrors the one they are about', () => {
    expect(tests.length).toBeGreaterThan(250);
    expect(tests.filter((test) => !mirrored(test))).toEqual([]);
  });

  it('are named after a module of that folder, or after a behaviour on the list', () => {
    const others = tests.filter((test) => mirrored(test) && !isNamedAfterModule(test));
    const listed = Object.entries(BEHAVIOURS).flatMap(([folder, names]) =>
      wordsOf(names).map((name) => `test/${folder}/${name}.test.ts`),
    );
    expect(others.toSorted()).toEqual(listed.toSorted());
  });

  it('are there for each module of domain that exports a function', () => {
    expect(untested).toEqual([]);
  });
});
