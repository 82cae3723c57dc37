import { afterEach, beforeEach, expect, it } from 'vitest';
import { readConfig } from '../../../functions/wiring/config.ts';
import { createLiveBuild } from '../../../functions/wiring/local/live-build.ts';
import { openPublished } from '../../../functions/wiring/local/published.ts';
import { openScratchPublication, type ScratchPublication } from '../../support/hosts/scratch-publication.ts';

let desk: ScratchPublication;
beforeEach(() => {
  desk = openScratchPublication();
  desk.remove('content/editions/monday.md');
});
afterEach(() => desk.close());

it('keeps what was live where a published file got another name, and goes on once its id is said', async () => {
  const published = openPublished(readConfig({}, desk.folder), () => Date.parse('2026-11-24T12:00:00Z'));
  const told: string[] = [];
  const liveBuild = createLiveBuild(published, (line) => told.push(line));
  const live = async () => (await published.pointers.read())?.release;
  await liveBuild.refresh();
  const first = await live();
  const text = desk.read('content/articles/2026-11-20-bridge.md');
  desk.remove('content/articles/2026-11-20-bridge.md');
  desk.write('content/articles/crossing.md', text.replace('aliases: [old-bridge]\nid: bridge\n', ''));
  await liveBuild.refresh();
  expect(await live()).toBe(first);
  expect(liveBuild.problems().map(({ file, level }) => [file, level])).toEqual([
    ['content/articles/crossing.md', 'error'],
  ]);
  expect(told.at(-1)).toContain('what was live stays');
  desk.write('content/articles/crossing.md', text.replace('[old-bridge]', '[old-bridge, bridge]'));
  await liveBuild.refresh();
  expect(await live()).not.toBe(first);
  expect([liveBuild.problems(), told.at(-1)]).toEqual([[], 'No problems any more.']);
  liveBuild.close();
});
