/** Builds editions and sponsors: each edition is one object, which names articles by id and holds sponsors whole. */
import type { Edition, EditionEntry, EditionItem, Sponsor } from '../../domain/content/edition.ts';
import type { ItemSource } from '../../domain/content/edition-source.ts';
import type { Rendered } from '../../domain/content/markdown.ts';
import type {
  ParsedEdition,
  ParsedSponsor,
  RenderedEdition,
} from '../../domain/content/parse-source-file.ts';
import { sha256 } from '../../domain/hash.ts';
import type { Blobs } from '../../domain/release/release.ts';
import { readObject } from '../release/objects.ts';
import type { EditionList } from '../release/open-release.ts';
import type { EditionRecord, SponsorRecord } from './build-cache.ts';
import type { ObjectWriter } from './object-writer.ts';
import type { ImagePlanner } from './plan-images.ts';
import { mediaKeysOf, planFragment } from './render-pack.ts';

type ArticleSource = Extract<ItemSource, { kind: 'article' }>;
type EditionBody = Omit<Edition, 'hash'>;
type Stamps = ReadonlyMap<string, string>;

/** A sponsor with errors is left out: an edition that names the sponsor has an error too. */
export async function prepareSponsors(
  read: Iterable<ParsedSponsor>,
  last: readonly SponsorRecord[],
  stamps: Stamps,
  planner: ImagePlanner,
): Promise<Map<string, SponsorRecord>> {
  const rows = new Map<string, SponsorRecord>();
  const known = new Map(last.map((row) => [row.file, row]));
  for (const { file, made, links = [], problems } of read) {
    if (!made) {
      const row = known.get(file);
      if (row) rows.set(file, row);
      continue;
    }
    const body = await planFragment(made.rendered, file, planner);
    const sponsor: Sponsor = { name: made.source.name, url: made.source.url, body };
    const images = made.rendered.figures.map((figure) => figure.src);
    rows.set(file, {
      file,
      stamp: stamps.get(file)!,
      problems,
      sponsor,
      images,
      links,
      media: mediaKeysOf(...body.pictures),
    });
  }
  return rows;
}

/** An edition before its references are resolved. `body` is undefined if the file is unchanged: `was` is its cached record then. */
export type PreparedEdition = {
  row: Omit<EditionRecord, 'entry' | 'sponsors'>;
  body: EditionBody | undefined;
  was: EditionRecord | undefined;
};

export async function prepareEditions(
  read: readonly ParsedEdition[],
  last: readonly EditionRecord[],
  stamps: Stamps,
  planner: ImagePlanner,
): Promise<PreparedEdition[]> {
  const known = new Map(last.map((row) => [row.facts.file, row]));
  const prepared: PreparedEdition[] = [];
  for (const { file, facts, made, problems } of read) {
    const was = known.get(file);
    if (made && facts) {
      const body = await planBody(made, file, planner);
      const row = { stamp: stamps.get(file)!, facts, problems, media: mediaKeysOf(...picturesIn(body)) };
      prepared.push({ row, body, was: undefined });
    } else if (was) prepared.push({ row: was, body: undefined, was });
  }
  return prepared;
}

async function planBody(
  { source, ...rendered }: RenderedEdition,
  file: string,
  planner: ImagePlanner,
): Promise<EditionBody> {
  const part = async (one: Rendered | undefined) => one && planFragment(one, file, planner);
  const items: EditionItem[] = [];
  for (const [i, item] of source.items.entries()) {
    if (item.kind === 'article') items.push(planArticleItem(item));
    else if (item.kind === 'sponsor') items.push({ kind: 'sponsor', sponsor: NO_SPONSOR, label: item.label });
    else items.push({ kind: 'text', body: (await part(rendered.texts[i]))!, label: item.label });
  }
  const { id, newsletter, subject, preheader, sendAt } = source;
  const aliases = source.aliases.map((alias) => alias.text);
  const [intro, signoff] = [await part(rendered.intro), await part(rendered.signoff)];
  return { id, aliases, newsletter, subject, preheader, sendAt, items, intro, signoff };
}

const planArticleItem = ({ article, as, picture, label }: ArticleSource): EditionItem => ({
  ...{ kind: 'article', article, as },
  ...(picture && { picture }),
  label,
});

/** The placeholder of a sponsor until all sponsors are known. */
const NO_SPONSOR: Sponsor = { name: '', url: '', body: { html: '', text: '', pictures: [], folded: false } };

const picturesIn = ({ intro, signoff, items }: EditionBody) =>
  [intro, signoff, ...items.map((item) => (item.kind === 'text' ? item.body : undefined))].flatMap(
    (fragment) => fragment?.pictures ?? [],
  );

export type BuiltEditions = { rows: readonly EditionRecord[]; object: string };

/** `articleId` and `sponsors` resolve every reference: one that leads nowhere was an error earlier in the build. */
export async function buildEditions(
  prepared: readonly PreparedEdition[],
  sponsors: ReadonlyMap<string, SponsorRecord>,
  articleId: (reference: string) => string | undefined,
  out: Blobs,
  writer: ObjectWriter,
): Promise<BuiltEditions> {
  const rows: EditionRecord[] = [];
  for (const { row, body, was } of prepared) {
    const articles = row.facts.articles.map((written) => articleId(written.text)!);
    const shown = row.facts.sponsors.map((written) => sponsors.get(written.text)!.sponsor);
    const printed = sha256(JSON.stringify(shown));
    if (was && was.sponsors === printed && was.entry.articles.join() === articles.join()) {
      writer.keep(was.entry.hash);
      rows.push(was);
      continue;
    }
    const own = body ?? (JSON.parse(await readObject(out, was!.entry.hash)) as EditionBody);
    const edition = { ...own, items: resolveItems(own.items, articles, shown) };
    const hash = await writer.write(JSON.stringify(edition));
    const { id, newsletter, subject, preheader, sendAt } = edition;
    rows.push({
      ...row,
      sponsors: printed,
      entry: {
        ...{ id, newsletter, subject, preheader, sendAt, hash, articles },
        ...(edition.aliases.length > 0 && { aliases: edition.aliases }),
      },
    });
  }
  return { rows, object: await writeEditionList(rows, writer) };
}

/** Both lists are in the order of the items that name them. */
function resolveItems(
  items: readonly EditionItem[],
  articles: readonly string[],
  sponsors: readonly Sponsor[],
): EditionItem[] {
  const [nextArticle, nextSponsor] = [articles.values(), sponsors.values()];
  return items.map((item) => {
    if (item.kind === 'article') return { ...item, article: nextArticle.next().value! };
    if (item.kind === 'sponsor') return { ...item, sponsor: nextSponsor.next().value! };
    return item;
  });
}

function writeEditionList(rows: readonly EditionRecord[], writer: ObjectWriter): Promise<string> {
  const sorted = rows.toSorted((a, b) => byNewestEdition(a.entry, b.entry));
  const ids = sorted.flatMap(({ entry, facts }): [string, string][] => [
    ...facts.aliases.map((alias): [string, string] => [alias.text, entry.hash]),
    [entry.id, entry.hash],
  ]);
  const list: EditionList = { entries: sorted.map((row) => row.entry), ids: Object.fromEntries(ids) };
  return writer.write(JSON.stringify(list));
}

/** Editions without a time come first: they are yet to be sent, by hand. */
const byNewestEdition = (a: EditionEntry, b: EditionEntry): number =>
  (b.sendAt ?? Number.MAX_SAFE_INTEGER) - (a.sendAt ?? Number.MAX_SAFE_INTEGER) || (a.id < b.id ? 1 : -1);
