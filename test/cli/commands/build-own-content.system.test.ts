import { join } from 'node:path';
import { expect, it } from 'vitest';
import { broadsheet } from '../../support/hosts/command-line.ts';
import { temporaryFolder } from '../../support/hosts/temporary-folder.ts';

const ROOT = join(import.meta.dirname, '../../..');

// The only test that reads content/: its owner may put any publication there.
it('builds the publication in content/, whatever publication that is', async () => {
  const built = await broadsheet(temporaryFolder(), ['build'], { CONTENT_DIR: join(ROOT, 'content') });
  expect(built.printed + built.complained).not.toContain(': error: ');
  expect(built.code).toBe(0);
});
