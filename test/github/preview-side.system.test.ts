import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSide } from '../../.ci/preview-side.ts';
import { article } from '../support/builders/content.ts';
import { publicationText } from '../support/builders/publication-text.ts';
import { temporaryFolder } from '../support/hosts/temporary-folder.ts';

const ROOT = join(import.meta.dirname, '../..');
/** Content of its own, with the code that is here. */
function tree(text: string): string {
  const root = temporaryFolder();
  for (const part of ['functions', 'templates', 'package-lock.json', 'node_modules'])
    symlinkSync(join(ROOT, part), join(root, part));
  mkdirSync(join(root, 'content/articles'), { recursive: true });
  writeFileSync(join(root, 'content/publication.yaml'), publicationText());
  writeFileSync(join(root, 'content/articles/2026-11-20-harbour.md'), text);
  return root;
}

describe('a side of a comparison', () => {
  it('has the pages of its tree, and ends', async () => {
    const root = tree(article());
    const side = await openSide(root, root, join(root, 'data'));
    side.stop();
    expect([...side.pages.keys()]).toEqual(expect.arrayContaining(['/', '/articles/harbour']));
    await expect(side.fetch('/')).rejects.toThrow();
  }, 60_000);

  it('is empty at once where the content has an error, and waits for nobody who mends it', async () => {
    const root = tree(article().replace('topic: world', 'topic: nowhere'));
    const begun = Date.now();
    const side = await openSide(root, root, join(root, 'data'));
    expect(side.pages.size).toBe(0);
    expect(Date.now() - begun).toBeLessThan(30_000);
  }, 60_000);
});
