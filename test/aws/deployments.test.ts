import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createBucketBlobs } from '../../functions/adapters/aws4fetch/blobs.ts';
import { openBucket } from '../../functions/adapters/aws4fetch/bucket.ts';
import { createBucketPointers } from '../../functions/adapters/aws4fetch/pointers.ts';
import { createFolderBlobs } from '../../functions/adapters/fs/blobs.ts';
import { DAY } from '../../functions/domain/time/instant.ts';
import { publish } from '../../functions/flows/release/publish.ts';
import { listTextKeys } from '../../functions/flows/release/ship.ts';
import { createViews } from '../../functions/flows/release/view.ts';
import { publishDeployed } from '../../functions/wiring/aws/publish-deployed.ts';
import { writeTextFolder } from '../../functions/wiring/build/release-folder.ts';
import { aFragment, anEntry, NOON } from '../support/builders/small-publication.ts';
import { putRelease } from '../support/builders/small-release.ts';
import { type Emulator, startMoto } from '../support/hosts/moto.ts';

// The last step of a deployment against moto's S3, with the folder that the deployment ships.
const KEYS = { accessKeyId: 'test', secretAccessKey: 'test' };
const stage = {} as { moto: Emulator; store: ReturnType<typeof openBucket>; number: number };
const dist = mkdtempSync(join(tmpdir(), 'dist-'));
const built = createFolderBlobs(dist, { durable: false });

beforeAll(async () => void Object.assign(stage, { moto: await startMoto(), number: 0 }));
afterAll(async () => {
  await stage.moto[Symbol.asyncDispose]();
  rmSync(dist, { recursive: true, force: true });
});
beforeEach(async () => {
  const bucket = `stage-${stage.number++}`;
  await stage.moto.createBucket(bucket);
  const endpoint = stage.moto.url;
  Object.assign(process.env, {
    ...{ BUCKET: bucket, AWS_REGION: 'eu-west-1', AWS_ENDPOINT_URL_S3: endpoint },
    ...{ AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' },
  });
  stage.store = openBucket({ bucket, region: 'eu-west-1', endpoint, credentials: () => KEYS });
});

const blobs = () => createBucketBlobs(stage.store);
const pointers = () => createBucketPointers(stage.store);
const live = async () => (await pointers().read())?.release;

async function build(title: string, pictures: readonly string[]): Promise<string> {
  for (const key of pictures) await built.put(key, new TextEncoder().encode(key));
  const entries = [anEntry({ title, hash: title, date: NOON - DAY })];
  return putRelease(built, { entries, files: pictures });
}

/** As CDK's function does: what is in the asset. */
async function deploy(hash: string) {
  const folder = await writeTextFolder(dist, hash);
  for (const key of await listTextKeys(built, hash)) await blobs().put(key, readFileSync(join(folder, key)));
  return (await publishDeployed({ Release: hash, Stage: 'test' })).data;
}

const publishFromLaptop = (hash: string) =>
  publish({ from: built, to: blobs(), pointers: pointers(), clock: Date.now }, hash, { explicit: false });

describe('a deployment', () => {
  it('of a new stage makes its text live, and says which command brings the pictures', async () => {
    const hash = await build('One', ['media/a.webp', 'media/b.webp']);
    expect(await deploy(hash)).toEqual({
      Live: hash,
      Content: '2 pictures are not in the bucket yet: npm run broadsheet -- publish --stage test',
    });
    const views = createViews({ blobs: blobs(), pointers: pointers(), clock: Date.now }, { refresh: 0 });
    expect(await (await views.current()).newest({ limit: 9 })).toHaveLength(1);
    await publishFromLaptop(hash);
    expect(await blobs().has('media/b.webp')).toBe(true);
    expect(await deploy(hash)).toEqual({ Live: hash, Content: 'live' });
  });

  it('leaves what is live where one picture is not there, until it is published', async () => {
    const first = await build('One', ['media/a.webp']);
    await publishFromLaptop(first);
    const next = await build('Two', ['media/a.webp', 'media/c.webp']);
    expect(await deploy(next)).toEqual({
      Live: first,
      Content: '1 picture is not in the bucket yet: npm run broadsheet -- publish --stage test',
    });
    expect(await live()).toBe(first);
    await publishFromLaptop(next);
    expect(await live()).toBe(next);
  });

  it('makes an edited text live at once', async () => {
    await publishFromLaptop(await build('One', ['media/a.webp']));
    const hash = await build('Two', ['media/a.webp']);
    expect(await deploy(hash)).toEqual({ Live: hash, Content: 'live' });
  });

  it('keeps its code where a published story was renamed: what is live stays, and one line says why', async () => {
    const TEXT = 'The council voted last night to keep six night routes through the winter.';
    const story = (id: string) =>
      putRelease(built, {
        entries: [anEntry({ id, slug: id, date: NOON - DAY })],
        fragments: { [id]: aFragment(`<p>${TEXT}</p>`, { text: TEXT }) },
      });
    const first = await story('one');
    await publishFromLaptop(first);
    const { Live, Content } = await deploy(await story('the-one'));
    expect(Live).toBe(first);
    expect(Content).toMatch(
      /^what is live stays\. \/articles\/the-one: error: This is the story `one`.+check --stage test$/,
    );
  });
});
