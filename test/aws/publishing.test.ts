import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createParameters } from '../../functions/adapters/aws4fetch/parameters.ts';
import { createBucketPointers } from '../../functions/adapters/aws4fetch/pointers.ts';
import { MINUTE } from '../../functions/domain/time/instant.ts';
import { article } from '../support/builders/content.ts';
import type { Accepted } from '../support/fakes/fake-ses.ts';
import { faultyStage } from '../support/fakes/faulty-stage.ts';
import { broadsheet } from '../support/hosts/command-line.ts';

// What is published while a run is under way, and while others publish.
const READERS = 60;
const faulty = faultyStage({ readers: READERS, editions: 3 });

const published = (said: string): string => /^(\w+) is live/m.exec(said)![1]!;
const live = async (): Promise<string> => {
  const pointer = await createBucketPointers(faulty.stage.store).read();
  return pointer!.release;
};
const textOf = ({ raw }: Accepted): string => /^Good .*$/m.exec(raw)?.[0] ?? '';

/** Does it when so many letters of a run have been asked for; those wait meanwhile. */
function meanwhile(letters: number, work: () => Promise<unknown>): Promise<unknown> {
  const done = Promise.withResolvers<unknown>();
  let asked = 0;
  faulty.stage.witness.interrupt = async ({ action }, edge) => {
    if (action !== 'ses:SendRawEmail' || edge !== 'before' || ++asked < letters) return true;
    if (asked === letters) work().then(done.resolve, done.reject);
    await done.promise.catch(() => {});
    return true;
  };
  return done.promise;
}

describe('a publish in the middle of a run', () => {
  it('with the edition’s text changed, and then rolled back: every reader gets the frozen letter', async () => {
    const before = await live();
    faulty.goTo(1);
    const between = meanwhile(15, async () => {
      faulty.writeEdition(1, 'Good evening.');
      const after = published((await faulty.type('publish')).printed);
      expect(await live()).toBe(after);
      expect(after).not.toBe(before);
      expect(published((await faulty.type('publish', before)).printed)).toBe(before);
    });
    await faulty.until(faulty.isDone('e_hour-1'));
    await between;
    expect(await faulty.faults('e_hour-1', 'honestly')).toEqual([]);
    expect(new Set(faulty.lettersOf('e_hour-1').map(textOf))).toEqual(new Set(['Good morning.']));
    expect(await live()).toBe(before);
  });
});

describe('two publishes at once', () => {
  it('leave one of the two live, whole, and both say what came of them', async () => {
    const publishAs = (headline: string) => {
      const tree = `${faulty.content}-${headline}`;
      cpSync(faulty.content, tree, { recursive: true });
      onTestFinished(() => rmSync(tree, { recursive: true, force: true }));
      const text = article().replace('A headline', headline);
      writeFileSync(join(tree, 'articles/2026-11-20-harbour.md'), text);
      return broadsheet(tree, ['publish', '--stage', 'prod'], { ...faulty.stage.laptop, CONTENT_DIR: tree });
    };
    const both = await Promise.all([publishAs('One'), publishAs('Two')]);
    for (const { code, complained } of both) if (code !== 0) expect(complained).toMatch(/again|other/i);
    const named = both.filter(({ code }) => code === 0).map(({ printed }) => published(printed));
    expect(named).toContain(await live());
    faulty.pass(MINUTE);
    expect((await faulty.stage.ask('/feed.xml')).body).toMatch(/<title>(One|Two)<\/title>/);
  });
});

describe('a build that fails', () => {
  it('says where, and leaves what is live alone', async () => {
    const before = await live();
    faulty.write('articles/2026-11-21-broken.md', '---\ntitel: Wrong\n---\n');
    const { code, complained } = await faulty.type('publish');
    expect(code).toBe(1);
    expect(complained).toMatch(/2026-11-21-broken\.md:\d+/);
    expect(await live()).toBe(before);
    expect((await faulty.stage.ask('/')).statusCode).toBe(200);
  });
});

describe('a tree that is newer than the functions of the stage', () => {
  it('publishes nothing that they do not read, and says what to do first', async () => {
    const { laptop } = faulty.stage;
    const parameters = createParameters({
      ...{ region: 'eu-west-1', endpoint: laptop.AWS_ENDPOINT_URL_SSM },
      credentials: () => ({ accessKeyId: 'test', secretAccessKey: 'test' }),
    });
    const key = '/broadsheet/faulty/prod/stage';
    const said = JSON.parse((await parameters.read([key])).get(key)!) as Record<string, string>;
    await parameters.replace(key, JSON.stringify({ ...said, FORMAT: '0' }));
    onTestFinished(() => parameters.replace(key, JSON.stringify(said)));
    rmSync(join(faulty.content, 'articles/2026-11-21-broken.md'), { force: true });
    const before = await live();
    const { code, complained } = await faulty.type('publish');
    expect(code).not.toBe(0);
    expect(complained).toMatch(/format 1; the functions of this stage read 0[\s\S]*Deploy first/);
    expect(await live()).toBe(before);
  });
});
