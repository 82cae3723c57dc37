import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { build } from '../../../functions/flows/build/build.ts';
import {
  articleText,
  PUBLICATION,
  type SmallBuild,
  SQUARE,
  smallBuild,
  withArticles,
} from '../../support/builders/small-build.ts';
import { memoryFiles } from '../../support/fakes/memory-files.ts';

describe('the hash of a release', () => {
  it('does not depend on the order in which files are listed', async () => {
    const ports = withArticles(
      Object.fromEntries([5, 3, 9, 1, 7].map((n) => [`2026-11-0${n}-s${n}`, articleText()])),
    );
    const { hash } = await build(ports);
    const reversed = memoryFiles();
    for (const path of ports.content.paths().reverse())
      reversed.write(path, new TextDecoder().decode(await ports.content.read(path)));
    expect((await build(smallBuild(reversed))).hash).toBe(hash);
  });

  it('does not depend on the zone of the machine', async () => {
    const ports = withArticles({ '2026-11-20-harbour': articleText() });
    const zone = process.env.TZ;
    const hashes = new Set<string | undefined>();
    for (const tz of ['UTC', 'Pacific/Kiritimati', 'America/St_Johns']) {
      process.env.TZ = tz;
      hashes.add((await build(smallBuild(ports.content))).hash);
    }
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
    expect(hashes.size).toBe(1);
  });
});

/** What an editor may do between two builds. */
const edits = fc.array(
  fc.record({
    what: fc.constantFrom('write', 'write', 'write', 'remove', 'rename', 'touch', 'image', 'zone', 'style'),
    which: fc.integer({ min: 0, max: 79 }),
    day: fc.integer({ min: 1, max: 28 }),
    month: fc.constantFrom('09', '10', '11', '12'),
    topic: fc.constantFrom('world', 'business'),
    body: fc.constantFrom(
      'Ferries.',
      'Ferries are late.',
      'Ferries.\n\n![A square](images/square.svg "S. {credit=Us}")',
    ),
    draft: fc.boolean(),
  }),
  { minLength: 1, maxLength: 12 },
);
type Edit = ReturnType<typeof edits.generate>['value'][number];

function apply(ports: SmallBuild, edit: Edit): void {
  const { content, templates } = ports;
  const path = `content/articles/s${edit.which}.md`;
  const { topic, draft } = edit;
  const text = articleText({
    topic,
    date: `2026-${edit.month}-${edit.day}`,
    more: `draft: ${draft}`,
    body: edit.body,
  });
  if (edit.what === 'write') content.write(path, text);
  else if (edit.what === 'remove') content.remove(path);
  else if (edit.what === 'image')
    content.write('content/images/square.svg', SQUARE.replace('a33', `a3${edit.day % 10}`));
  else if (edit.what === 'style')
    templates.write('templates/site/10-base.css', `body { margin: ${edit.day}px }`);
  else if (edit.what === 'zone')
    content.write('content/publication.yaml', PUBLICATION.replace('London', edit.draft ? 'Paris' : 'London'));
  else if (edit.what === 'rename' && content.paths().includes(path)) {
    content.remove(path);
    content.write(path.replace('/s', '/t'), text);
  } else if (edit.what === 'touch' && content.paths().includes(path)) content.write(path, text);
}

describe('an incremental build', () => {
  it('takes the last article of a pack out of it', async () => {
    const ports = withArticles({ a: articleText(), b: articleText({ body: 'The last.' }) });
    await build(ports);
    ports.content.remove('content/articles/b.md');
    expect((await build(ports)).hash).toBe((await build(smallBuild(ports.content))).hash);
  });

  it('leaves what a cold build makes, byte for byte, after any edits', async () => {
    const scene = fc.record({
      start: fc.integer({ min: 0, max: 80 }),
      rounds: fc.array(edits, { minLength: 1, maxLength: 4 }),
    });
    const property = fc.asyncProperty(scene, async ({ start, rounds }) => {
      const ports = smallBuild();
      ports.content.write('content/images/square.svg', SQUARE);
      for (let i = 0; i < start; i++)
        ports.content.write(`content/articles/s${i}.md`, articleText({ date: `2026-11-${(i % 28) + 1}` }));
      for (const round of [[], ...rounds]) {
        for (const edit of round) apply(ports, edit);
        const warm = await build(ports);
        const coldPorts = smallBuild(ports.content, ports.templates);
        const cold = await build(coldPorts);
        expect(warm.hash).toBe(cold.hash);
        expect(warm.hash).toBeDefined();
        expect(warm.problems).toEqual(cold.problems);
        for (const [key, bytes] of coldPorts.out.kept) expect(ports.out.kept.get(key), key).toEqual(bytes);
      }
    });
    await fc.assert(property, { numRuns: Number(process.env.PROPERTY_RUNS ?? 12) });
  });
});
