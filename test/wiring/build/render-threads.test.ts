import { describe, expect, it } from 'vitest';
import { makeArticles } from '../../../bench/support/make-articles.ts';
import { createFolderFiles } from '../../../functions/adapters/fs/files.ts';
import { build } from '../../../functions/flows/build/build.ts';
import { renderAlone, type StartRenderWorkers } from '../../../functions/flows/build/render-packs.ts';
import { startRenderWorkers } from '../../../functions/wiring/build/render-threads.ts';
import { smallBuild } from '../../support/builders/small-build.ts';
import { temporaryFolder } from '../../support/hosts/temporary-folder.ts';

const ARTICLES = 400;

/** A build of the folder, of which this thread prints nothing before the others have ended; and how much those printed. */
async function built(folder: string, presses: StartRenderWorkers) {
  let [packs, theirs] = [0, 0];
  const { content: _, ...ports } = smallBuild();
  const result = await build({
    ...ports,
    content: createFolderFiles(folder, 'content'),
    renderWorkers: async () => (order) => {
      const started = presses(order);
      packs = order.packs.length;
      const others = async () => {
        const printed = await started.workerResults();
        theirs = printed.size;
        return printed;
      };
      return { ...started, next: () => undefined, workerResults: others };
    },
  });
  return { result, share: theirs / packs };
}

async function both(pressesOf: (folder: string) => StartRenderWorkers) {
  const folder = temporaryFolder();
  makeArticles(folder, ARTICLES);
  return { alone: await built(folder, renderAlone), shared: await built(folder, pressesOf(folder)) };
}

describe('printing threads', () => {
  it('make the release that one thread makes', async () => {
    const { alone, shared } = await both((folder) => startRenderWorkers(folder, { cores: 3, worth: 100 }));
    expect(alone.result.stats.rendered).toBe(ARTICLES);
    expect(shared).toEqual({ result: alone.result, share: 1 });
  });

  it('that break leave their work to the build', async () => {
    const { alone, shared } = await both(() => startRenderWorkers('/nowhere', { cores: 3, worth: 100 }));
    expect(shared).toEqual({ result: alone.result, share: 0 });
  });

  it('are not started for what one prints in the same time', () => {
    const packs = [Array.from({ length: 500 }, () => ({ path: 'content/articles/a.md', stamp: '1' }))];
    const order = { packs, rules: { timezone: 'UTC', axioms: [], whyAxioms: [] }, stamps: [], images: {} };
    expect(startRenderWorkers('/nowhere', { cores: 8 })(order).hasWorkers).toBe(false);
  });
});
