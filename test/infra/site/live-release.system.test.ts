import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFolderBlobs } from '../../../functions/adapters/fs/blobs.ts';
import { writeReleaseFolder, writeTextFolder } from '../../../functions/wiring/build/release-folder.ts';
import { readConfig } from '../../../functions/wiring/config.ts';
import { article } from '../../support/builders/content.ts';
import { publicationText } from '../../support/builders/publication-text.ts';
import { anEntry } from '../../support/builders/small-publication.ts';
import { putRelease } from '../../support/builders/small-release.ts';
import { TEST_PUBLICATION } from '../../support/builders/test-publication.ts';
import { aStage, synthesizedStack, templateOf } from '../../support/hosts/stage.ts';
import { temporaryFolder } from '../../support/hosts/temporary-folder.ts';

const GIB = 1024 ** 3;
/** Path → hash of what is in it. */
const filesIn = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((file) => [relative(folder, file), createHash('sha256').update(readFileSync(file)).digest('hex')]),
  );

/** A tree with one story and its picture, in a folder of its own. */
function tree() {
  const root = temporaryFolder();
  const write = (name: string, text: string | Uint8Array) => {
    mkdirSync(join(root, name, '..'), { recursive: true });
    writeFileSync(join(root, name), text);
  };
  write('content/publication.yaml', publicationText());
  write('content/articles/2026-11-20-harbour.md', article().concat('\n![A choir](images/choir.webp)\n'));
  write('content/images/choir.webp', readFileSync(join(TEST_PUBLICATION, 'images/choir.webp')));
  const config = readConfig({ CONTENT_DIR: join(root, 'content') }, root);
  return { write, config: { ...config, templatesDir: join(import.meta.dirname, '../../../templates') } };
}

describe('what a deployment ships', () => {
  it('is the text of a release: no picture, no pointer, no changes', async () => {
    const { config } = tree();
    const { hash, folder } = await writeReleaseFolder(config);
    const kinds = new Set(Object.keys(filesIn(folder)).map((name) => name.split('/')[0]));
    expect([...kinds].sort()).toEqual(['assets', 'objects', 'release']);
    expect(readdirSync(join(config.distDir, 'media')).length).toBeGreaterThan(0);
    const { files } = JSON.parse(readFileSync(join(folder, `release/${hash}/index.json`), 'utf8'));
    expect(Object.keys(filesIn(folder))).toContain(`objects/${files}`);
  });

  it('is the same to the byte at every synth, also after dist/ was deleted', async () => {
    const { config } = tree();
    const synth = async () => {
      const { folder, ...release } = await writeReleaseFolder(config);
      const { template, assets } = synthesizedStack(aStage(), { ...release, folder });
      return { template, assets, folder, files: filesIn(folder) };
    };
    const first = await synth();
    expect(await synth()).toEqual(first);
    rmSync(config.distDir, { recursive: true });
    expect(await synth()).toEqual(first);
    expect(readdirSync(join(config.distDir, 'deployment'))).toHaveLength(1);
  });

  it('is another after an edit, and the last one’s folder stays for who reads it', async () => {
    const { config, write } = tree();
    const before = await writeReleaseFolder(config);
    write('content/articles/2026-11-20-harbour.md', article().replace('A headline', 'Another'));
    const after = await writeReleaseFolder(config);
    expect(after.folder).not.toBe(before.folder);
    expect(filesIn(before.folder)).not.toEqual({});
  });

  it('stays small with 5 GB of pictures', async () => {
    const dist = temporaryFolder();
    const media = Array.from({ length: 5 }, (_, n) => `media/harbour-${n}.webp`);
    mkdirSync(join(dist, 'media'));
    for (const key of media) {
      writeFileSync(join(dist, key), '');
      truncateSync(join(dist, key), GIB);
    }
    const blobs = createFolderBlobs(dist, { durable: false });
    const hash = await putRelease(blobs, { entries: [anEntry()], files: media });
    const folder = await writeTextFolder(dist, hash);
    const names = readdirSync(folder, { recursive: true }).map(String);
    expect(names.filter((name) => name.startsWith('media'))).toEqual([]);
    const sizes = names.map((name) => statSync(join(folder, name)).size);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(100_000);
  });

  it('says which file a build lacks', async () => {
    const dist = temporaryFolder();
    const blobs = createFolderBlobs(dist, { durable: false });
    const hash = await putRelease(blobs, { entries: [anEntry()], files: ['assets/lost.css'] });
    await expect(writeTextFolder(dist, hash)).rejects.toMatchObject({ code: 'broken' });
    expect(readdirSync(join(dist, 'deployment'))).toEqual([]);
  });
});

describe('the last step of a deployment', () => {
  const template = templateOf();
  const resources = template.toJSON().Resources as Record<string, { Type: string; DependsOn?: string[] }>;
  const flipId = Object.keys(template.findResources('Custom::BroadsheetRelease'))[0]!;

  it('makes the release live, after every function, schedule, queue and alarm', () => {
    const waits = new Set(resources[flipId]!.DependsOn);
    const others = Object.keys(resources).filter((id) => !waits.has(id) && id !== flipId);
    expect(others.filter((id) => !/^(Live|FirstTick|CDKMetadata)/.test(id))).toEqual([]);
  });

  it('is waited for by the first tick alone', () => {
    const after = Object.entries(resources).filter(([, { DependsOn = [] }]) => DependsOn.includes(flipId));
    expect(after.map(([id]) => id.replace(/[0-9A-F]{8}$/, ''))).toEqual(['FirstTick']);
  });

  it('tells what became of the content, and the stage what formats its functions read', () => {
    template.hasOutput('Content', { Value: { 'Fn::GetAtt': [flipId, 'Content'] } });
    template.hasResourceProperties('Custom::BroadsheetRelease', { Release: 'abc', Stage: 'prod' });
    expect(JSON.stringify(template.findResources('AWS::SSM::Parameter'))).toContain('\\"FORMAT\\":\\"1\\"');
  });

  it('has room for the archive and what comes out of it', () => {
    const sizes = Object.values(template.findResources('AWS::Lambda::Function')).map(
      ({ Properties }) => Properties.EphemeralStorage?.Size,
    );
    expect(sizes.filter(Boolean)).toEqual([2048]);
  });
});
