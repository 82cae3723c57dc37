/** Compares the editions of a release with the live ones: an edition that was sent must not return under another id. */
import type { Edition, EditionEntry } from '../../domain/content/edition.ts';
import type { Release } from '../../domain/release/release.ts';
import { type StoryTrace, type StoryVersion, traceStories } from '../../domain/stories/trace-stories.ts';
import { yamlText } from '../../domain/text/yaml.ts';
import type { Instant } from '../../domain/time/instant.ts';
import type { IdentityFault } from './identity-fault.ts';

export const indexById = <T extends { id: string }>(all: readonly T[]) =>
  new Map(all.map((one) => [one.id, one]));

export async function findEditionFaults(was: Release, is: Release, now: Instant): Promise<IdentityFault[]> {
  if (was.index.editions === is.index.editions) return [];
  const [before, after] = [await was.editions(), await is.editions()];
  const unchanged = new Set(before.map(({ hash }) => hash));
  const kept = new Set(after.map(({ hash }) => hash).filter((hash) => unchanged.has(hash)));
  const versions = (release: Release, all: readonly EditionEntry[]) =>
    all.filter(({ hash }) => !kept.has(hash)).map((one) => editionVersionOf(release, one, now));
  // An edition whose old id is an alias of the new one is not lost: the tick looks for the runs of aliases, too.
  const unclaimed: EditionEntry[] = [];
  for (const one of before) {
    const found = await is.edition(one.id);
    if (found === undefined || found.id === one.id) unclaimed.push(one);
  }
  const [old, fresh] = [indexById(before), indexById(after)];
  const traces = await traceStories(versions(was, unclaimed), versions(is, after));
  const faults = traces.flatMap((trace) => {
    const heir = trace.now === undefined ? undefined : fresh.get(trace.now);
    if (heir) return [describeRenamedEdition(old.get(trace.was)!, heir, trace, now)];
    return trace.likeness === 'replaced' && hasTime(old.get(trace.was)!)
      ? [describeReplacedEdition(trace.was)]
      : [];
  });
  const gone = traces.filter(({ likeness, was }) => likeness === 'gone' && hasTime(old.get(was)!));
  return gone.length > 0 ? [...faults, describeDeletedEditions(gone.map(({ was }) => was))] : faults;
}

/** True if the edition has a time. An edition without one may still be in the writing. */
const hasTime = ({ sendAt }: EditionEntry): boolean => sendAt !== undefined;

/** An edition without a time counts as published, because it may have been sent by hand. */
const editionVersionOf = (
  release: Release,
  { id, subject, hash, sendAt }: EditionEntry,
  now: Instant,
): StoryVersion => ({
  id,
  title: subject,
  hash,
  isPublished: sendAt === undefined || sendAt <= now,
  text: async () => textOf((await release.edition(id))!),
});

const textOf = ({ intro, signoff, items }: Edition): string =>
  [
    intro?.text ?? '',
    ...items.map((item) =>
      item.kind === 'article' ? item.article : item.kind === 'text' ? item.body.text : '',
    ),
    signoff?.text ?? '',
  ].join(' ');

const describeReplacedEdition = (id: string): IdentityFault => ({
  ...{ of: { edition: id }, key: 'subject', level: 'warning' },
  message: `The edition \`${id}\` had its time with another subject and another text: if the old text was sent, the new one is not.`,
  remedy: 'If the new text is another edition, write it into a file of its own, and put the old one back.',
});

/** One fault for all deleted editions: a whole archive may be gone. */
const describeDeletedEditions = ([id, ...more]: readonly string[]): IdentityFault => ({
  ...{ of: { edition: id! }, key: 'id', level: 'warning' },
  message: `The edition \`${id}\` had its time and has no file any more: “View in browser” of its letters would lead nowhere.${
    more.length > 0 ? ` So it is with ${more.length} more.` : ''
  }`,
  remedy: 'Put the file back, if the edition was sent.',
});

/** An error if time alone would send the edition again. If a person has to send both, a warning is enough. */
function describeRenamedEdition(
  was: EditionEntry,
  heir: EditionEntry,
  { likeness }: StoryTrace,
  now: Instant,
): IdentityFault {
  const known = was.sendAt !== undefined || (heir.sendAt !== undefined && heir.sendAt > now);
  const same = likeness === 'same';
  return {
    ...{ of: { edition: heir.id }, key: 'id', level: same && known ? 'error' : 'warning' },
    message: same
      ? `This is the edition \`${was.id}\` under another name: what was sent would be sent a second time.`
      : `The edition has the subject of \`${was.id}\`, which is gone: it counts as a new edition, and is sent.`,
    remedy: same
      ? `Add \`id: ${yamlText(was.id)}\`. If it is another edition, keep the file of the old one beside it.`
      : `Add \`id: ${yamlText(was.id)}\`, if it is the old one.`,
  };
}
