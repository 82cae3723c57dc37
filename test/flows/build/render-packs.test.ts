import { describe, expect, it } from 'vitest';
import { formatProblem } from '../../../functions/domain/problem.ts';
import { build } from '../../../functions/flows/build/build.ts';
import type { RenderedPack } from '../../../functions/flows/build/render-pack.ts';
import { renderFiles, type StartRenderWorkers } from '../../../functions/flows/build/render-packs.ts';
import { articleText, type SmallBuild, smallBuild } from '../../support/builders/small-build.ts';

/** As another thread would print: at the same time, from the last pack on, and of every third nothing comes. */
function printBeside({ content, yaml, markdown }: SmallBuild, closed: () => void): StartRenderWorkers {
  return ({ packs, rules }) => {
    const readers = async () => ({ yaml: await yaml(), markdown: await markdown() });
    const planner = {
      plan: async () => undefined,
      planLogo: async () => undefined,
      takePlans: () => ({ rows: {}, needs: [], problems: [] }),
    };
    const left = [...packs.keys()];
    const others = async () => {
      const printed = new Map<number, RenderedPack>();
      for (let n = left.pop(); n !== undefined; n = left.pop()) {
        const pack = await renderFiles(packs[n]!, { content, rules, parsers: readers, planner });
        if (n % 3 > 0) printed.set(n, pack);
      }
      return printed;
    };
    const running = others();
    return { hasWorkers: true, next: () => left.shift(), workerResults: () => running, close: closed };
  };
}

const WRONG = ['topic: nowhere', 'date: soon', 'titel: A', 'alert: none', 'draft: maybe'];

/** Two hundred articles, of which every `wrong`th has an error. */
function publicationOf(wrong: number): SmallBuild {
  const ports = smallBuild();
  for (let i = 0; i < 200; i++) {
    const more = i % wrong === 0 ? WRONG[i % WRONG.length]! : '';
    ports.content.write(`content/articles/s${i}.md`, articleText({ body: `Story ${i}.`, more }));
  }
  return ports;
}

async function both(wrong: number) {
  let closed = 0;
  const alone = publicationOf(wrong);
  const shared = smallBuild(alone.content);
  const presses = printBeside(shared, () => void closed++);
  const results = [
    await build(alone),
    await build({ ...shared, renderWorkers: async () => presses }),
  ] as const;
  const kept = [alone.out.kept, shared.out.kept] as const;
  return { results, kept, closed };
}

describe('articles printed by several', () => {
  it('make the release that one makes alone, byte for byte, whoever was quicker or failed', async () => {
    const { results, kept, closed } = await both(Number.NaN);
    expect(results[0].hash).toMatch(/^[0-9a-f]{64}$/);
    expect(results[1]).toEqual(results[0]);
    expect([...kept[1]].sort()).toEqual([...kept[0]].sort());
    expect(closed).toBe(1);
  });

  it('have their errors told all at once, by file and line, and end whoever still prints', async () => {
    const { results, closed } = await both(7);
    expect(results[0].hash).toBeUndefined();
    const lines = results[1].problems.map(formatProblem);
    expect(lines).toEqual(results[0].problems.map(formatProblem));
    const errors = results[1].problems.filter(({ level }) => level === 'error');
    expect(new Set(errors.map(({ file }) => file)).size).toBe(Math.ceil(200 / 7));
    expect(errors.map(({ file }) => file)).toEqual(errors.map(({ file }) => file).sort());
    expect(closed).toBe(1);
  });

  it('tell of a file that went since it was listed', async () => {
    const ports = publicationOf(Number.NaN);
    const presses = printBeside(ports, () => {});
    const content = { ...ports.content, list: async () => [...(await ports.content.list()), GONE] };
    const { hash, problems } = await build({ ...ports, content, renderWorkers: async () => presses });
    const message = `There is no file ${GONE.path}.`;
    expect(hash).toBeUndefined();
    expect(problems).toContainEqual(expect.objectContaining({ file: GONE.path, message, level: 'error' }));
  });
});

const GONE = { path: 'content/articles/s5-gone.md', stamp: '1' };
