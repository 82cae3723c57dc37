import { cpSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { TEST_PUBLICATION } from '../support/builders/test-publication.ts';
import { mailTo, type RunningServer, startServer } from '../support/hosts/running-server.ts';
import { temporaryFolder } from '../support/hosts/temporary-folder.ts';

/** A copy of the test publication to be edited. */
function aCopy(): { folder: string; change(file: string, from: RegExp | string, to: string): void } {
  const folder = join(temporaryFolder(), 'content');
  cpSync(TEST_PUBLICATION, folder, { recursive: true });
  return {
    folder,
    // As editors save: beside it, then in its place.
    change(file, from, to) {
      const path = join(folder, file);
      writeFileSync(`${path}.tmp`, readFileSync(path, 'utf8').replace(from, to));
      renameSync(`${path}.tmp`, path);
    },
  };
}

const page = async ({ url }: RunningServer, path = '/') =>
  (await fetch(url + path, { headers: { accept: 'text/html' } })).text();

async function until(holds: () => Promise<boolean>, what: () => string): Promise<void> {
  for (let waited = 0; waited < 10_000; waited += 50) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`It did not come to pass. ${what()}`);
}

const ARTICLE = 'articles/2026-11-23-coins.md';

it('shows every save, whatever way the editor saves', async () => {
  const { folder, change } = aCopy();
  await using server = await startServer({ environment: { CONTENT_DIR: folder } });
  for (const title of ['First again', 'Second again', 'Third again']) {
    change(ARTICLE, /^title: .*$/m, `title: ${title}`);
    await until(async () => (await page(server)).includes(title), server.output);
    expect(await page(server, '/feed.xml')).toContain(title);
  }
});

it('lists every problem once, keeps what was live, and says when it is mended', async () => {
  const { folder, change } = aCopy();
  await using server = await startServer({ environment: { CONTENT_DIR: folder } });
  change(ARTICLE, /^topic: /m, 'topic: un');
  await until(async () => (await page(server)).includes('problem-error'), server.output);
  expect(server.output()).toMatch(/content\/articles\/2026-11-23-coins\.md:\d+: error: .+topic.+/);
  expect(server.output()).toContain('1 error, 0 warnings: what was live stays');
  expect((await fetch(`${server.url}/articles/coins`)).status).toBe(200);
  change(ARTICLE, /^topic: un/m, 'topic: ');
  await until(async () => !(await page(server)).includes('problem-error'), server.output);
  expect(server.output()).toContain('No problems any more.');
  expect(server.output().match(/coins\.md:/g)).toHaveLength(1);
});

it('shows what is wrong with the very first build, in the browser too, and recovers with the demo', async () => {
  const { folder, change } = aCopy();
  change('publication.yaml', 'language: en', 'language: [en');
  await using server = await startServer({ environment: { CONTENT_DIR: folder }, healthy: false });
  const shown = await fetch(server.url, { headers: { accept: 'text/html' } });
  expect(shown.status).toBe(503);
  expect(await shown.text()).toContain('content/publication.yaml:');
  expect(server.output()).toContain('content/publication.yaml:');
  expect(server.output()).not.toMatch(/^\s+at /m);
  change('publication.yaml', 'language: [en', 'language: en');
  await until(async () => (await page(server)).includes('The Quarter Hour'), server.output);
  expect(await mailTo(server, 'demo@reader.example')).toHaveLength(1);
});

it('waits for a publication that is not there yet', async () => {
  const { folder } = aCopy();
  renameSync(folder, `${folder}-later`);
  await using server = await startServer({ environment: { CONTENT_DIR: folder }, healthy: false });
  expect(await page(server)).toContain('new publication');
  renameSync(`${folder}-later`, folder);
  await until(async () => (await page(server)).includes('The Quarter Hour'), server.output);
  rmSync(folder, { recursive: true });
  await until(async () => (await page(server)).includes('problem-error'), server.output);
});

it('ends with 0 on Ctrl-C, also when npm hands it on a second time', async () => {
  await using server = await startServer();
  expect(await server.stop(2)).toBe(0);
  expect(server.output()).toContain('Stopping …');
});
