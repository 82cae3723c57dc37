/** Traces the stories of one release in the next: those that lost their id, and the id under which each stands now. */
import { compareRead, overlapOf, type Read, readStory } from './story.ts';

/** An article or an edition as one release has it. */
export type Version = {
  id: string;
  title: string;
  /** A hash of the whole content. */
  hash: string;
  /** True if readers have this version, or had it. */
  isOut: boolean;
  text(): Promise<string>;
};

/** `now`: the id under which the story `was` stands, undefined if there is none. `replaced`: another story has its id. */
export type Trace = {
  was: string;
  now: string | undefined;
  likeness: 'same' | 'namesake' | 'gone' | 'replaced';
};

/** The most pairs of stories whose texts are compared. Above, only equal headlines count: a moved archive must not stall a build. */
const MOST_PAIRS = 40_000;

/** Traces each published story that is no longer under its id. Versions that are alike on both sides may be left out of both. */
export async function traceStories(
  before: readonly Version[],
  after: readonly Version[],
): Promise<readonly Trace[]> {
  const read = once(async (version: Version) =>
    readStory({ title: version.title, text: await version.text() }),
  );
  const was = new Map(before.map((version) => [version.id, version]));
  const is = new Map(after.map((version) => [version.id, version]));
  /** True if the id has another headline and another text than before, so that another story stands there. */
  const isReplaced = async (id: string): Promise<boolean> => {
    const [old, now] = [was.get(id), is.get(id)];
    if (!old || !now || old.hash === now.hash || old.title === now.title) return false;
    return compareRead(await read(old), await read(now)) !== 'same';
  };
  const lost: Version[] = [];
  for (const version of before)
    if (version.isOut && (!is.has(version.id) || (await isReplaced(version.id)))) lost.push(version);
  if (lost.length === 0) return [];
  const heirs: Version[] = [];
  for (const version of after)
    if (was.get(version.id)?.isOut !== true || (await isReplaced(version.id))) heirs.push(version);
  const all = lost.length * heirs.length <= MOST_PAIRS;
  const traces: Trace[] = [];
  for (const version of lost) {
    const likely = heirs.filter(({ id, title }) => id !== version.id && (all || title === version.title));
    const found = await heirOf(version, likely, read);
    if (found) traces.push({ was: version.id, ...found });
    else traces.push({ was: version.id, now: undefined, likeness: is.has(version.id) ? 'replaced' : 'gone' });
  }
  return traces;
}

/** Finds the most similar heir: if a story was cut in two, the larger part. */
async function heirOf(
  version: Version,
  heirs: readonly Version[],
  read: (version: Version) => Promise<Read>,
): Promise<{ now: string; likeness: 'same' | 'namesake' } | undefined> {
  const was = await read(version);
  let best: { now: string; overlap: number } | undefined;
  let namesake: string | undefined;
  for (const heir of heirs) {
    const is = await read(heir);
    const likeness = compareRead(was, is);
    if (likeness === 'namesake') namesake ??= heir.id;
    if (likeness !== 'same') continue;
    const overlap = overlapOf(was, is);
    if (!best || overlap > best.overlap) best = { now: heir.id, overlap };
  }
  if (best) return { now: best.now, likeness: 'same' };
  return namesake === undefined ? undefined : { now: namesake, likeness: 'namesake' };
}

function once(read: (version: Version) => Promise<Read>): (version: Version) => Promise<Read> {
  const known = new Map<Version, Promise<Read>>();
  return (version) => {
    const found = known.get(version) ?? read(version);
    known.set(version, found);
    return found;
  };
}
