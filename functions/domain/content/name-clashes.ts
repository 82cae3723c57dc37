/** Reports names that two files claim: ids, slugs, aliases and redirects. */
import { redirectKey } from '../site/paths.ts';
import type { ReportContentFault, WholeContent } from './whole-content.ts';

/** Slugs and aliases share one namespace, because both are addresses. Ids have a namespace of their own. */
export function checkArticleNames(
  { articles, publication, publicationAt }: WholeContent,
  fault: ReportContentFault,
): void {
  const ids = new Map<string, string>();
  const places = new Map<string, string>();
  for (const { file, id, slug } of articles) {
    const other = ids.get(id.text);
    if (other)
      fault(
        file,
        id.line,
        `The id \`${id.text}\` is taken by ${other}.`,
        'Give the newer article another `id`.',
      );
    else ids.set(id.text, file);
    const taken = places.get(slug);
    if (taken) fault(file, 1, `The slug \`${slug}\` is taken by ${taken}.`, 'Rename one of the files.');
    else places.set(slug, file);
  }
  for (const { file, aliases } of articles)
    for (const { text, line } of aliases) {
      const place = redirectKey(text);
      const taken = places.get(place);
      if (taken) fault(file, line, `The alias \`${text}\` is taken by ${taken}.`, 'Remove one of the two.');
      else places.set(place, file);
    }
  for (const path of Object.keys(publication.redirects)) {
    const taken = places.get(redirectKey(path));
    if (taken)
      fault(
        publicationAt.file,
        publicationAt.lines.redirects ?? 1,
        `The redirect \`${path}\` hides ${taken}.`,
        'Remove it, or rename the article.',
      );
  }
}

export function checkEditionNames({ editions }: WholeContent, fault: ReportContentFault): void {
  const names = new Map<string, string>();
  for (const { file, id } of editions) {
    const other = names.get(id.text);
    if (other)
      fault(
        file,
        id.line,
        `The edition id \`${id.text}\` is taken by ${other}.`,
        'Give the newer edition another `id`.',
      );
    else names.set(id.text, file);
  }
  for (const { file, aliases } of editions)
    for (const { text, line } of aliases) {
      const other = names.get(text);
      if (other) fault(file, line, `The alias \`${text}\` is taken by ${other}.`, 'Remove one of the two.');
      else names.set(text, file);
    }
}
