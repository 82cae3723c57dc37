/** Compares the editions of a release with those that are live: what was sent must not come under another id. */
import type { Edition, EditionEntry } from '../../domain/content/edition.ts';
import type { Release } from '../../domain/release/release.ts';
import { type Trace, traceStories, type Version } from '../../domain/stories/trace-stories.ts';
import { yamlText } from '../../domain/text/yaml.ts';
import type { Instant } from '../../domain/time/instant.ts';
import type { IdentityFault } from './identity-fault.ts';

const byId = <T extends { id: string }>(all: readonly T[]) => new Map(all.map((one) => [one.id, one]));

export async function editionFaults(was: Release, is: Release, now: Instant): Promise<IdentityFault[]> {
  if (was.index.editions === is.index.editions) return [];
  const [before, after] = [await was.editions(), await is.editions()];
  const unchanged = new Set(before.map(({ hash }) => hash));
  const kept = new Set(after.map(({ hash }) => hash).filter((hash) => unchanged.has(hash)));
  const versions = (release: Release, all: readonly EditionEntry[]) =>
    all.filter(({ hash }) => !kept.has(hash)).map((one) => editionVersion(release, one, now));
  // An alias says what an edition was: the tick asks for the runs of aliases, too.
  const unclaimed: EditionEntry[] = [];
  for (const one of before) {
    const found = await is.edition(one.id);
    if (found === undefined || found.id === one.id) unclaimed.push(one);
  }
  const [old, fresh] = [byId(before), byId(after)];
  const traces = await traceStories(versions(was, unclaimed), versions(is, after));
  const faults = traces.flatMap((trace) => {
    const heir = trace.now === undefined ? undefined : fresh.get(trace.now);
    if (heir) return [renamedEdition(old.get(trace.was)!, heir, trace, now)];
    return trace.likeness === 'replaced' && isDated(old.get(trace.was)!) ? [replacedEdition(trace.was)] : [];
  });
  const gone = traces.filter(({ likeness, was }) => likeness === 'gone' && isDated(old.get(was)!));
  return gone.length > 0 ? [...faults, deletedEditions(gone.map(({ was }) => was))] : faults;
}

/** Without a time it may be one that is still being written. */
const isDated = ({ sendAt }: EditionEntry): boolean => sendAt !== undefined;

/** Without a time it may have been sent by hand. */
const editionVersion = (
  release: Release,
  { id, subject, hash, sendAt }: EditionEntry,
  now: Instant,
): Version => ({
  id,
  title: subject,
  hash,
  isOut: sendAt === undefined || sendAt <= now,
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

const replacedEdition = (id: string): IdentityFault => ({
  ...{ of: { edition: id }, key: 'subject', level: 'warning' },
  message: `The edition \`${id}\` had its time with another subject and another text: if it was sent, this is not.`,
  remedy: 'If it is a new one, write it into a file of its own, and put the old one back.',
});

/** One word for all: an archive that is taken away is not listed by name. */
const deletedEditions = ([id, ...more]: readonly string[]): IdentityFault => ({
  ...{ of: { edition: id! }, key: 'id', level: 'warning' },
  message: `The edition \`${id}\` had its time and has no file any more: “View in browser” of its letters would lead nowhere.${
    more.length > 0 ? ` So it is with ${more.length} more.` : ''
  }`,
  remedy: 'Put it back, if it was sent.',
});

/** What goes when somebody says so goes twice only if somebody says so twice. */
function renamedEdition(
  was: EditionEntry,
  heir: EditionEntry,
  { likeness }: Trace,
  now: Instant,
): IdentityFault {
  const known = was.sendAt !== undefined || (heir.sendAt !== undefined && heir.sendAt > now);
  const same = likeness === 'same';
  return {
    ...{ of: { edition: heir.id }, key: 'id', level: same && known ? 'error' : 'warning' },
    message: same
      ? `This is the edition \`${was.id}\` under another name: what was sent would be sent a second time.`
      : `It has the subject of the edition \`${was.id}\`, which is gone: it counts as a new one, and is sent.`,
    remedy: same
      ? `Add \`id: ${yamlText(was.id)}\`. If it is another one, keep the file of the old one beside it.`
      : `Add \`id: ${yamlText(was.id)}\`, if it is the old one.`,
  };
}
