/** From what Markdown rendered to fragments, with the variants of their pictures. */
import type { Fragment, Picture } from '../../domain/content/article.ts';
import type { Rendered } from '../../domain/content/markdown.ts';
import type { Planner } from './plan-images.ts';

/** A picture that could not be read is a problem by now: no release will hold the place that is empty here. */
export async function fragmentOf(rendered: Rendered, file: string, planner: Planner): Promise<Fragment> {
  const { html, text, folded } = rendered.fragment;
  const planned = [];
  for (const figure of rendered.figures) planned.push(await planner.plan(figure, file, false));
  return { html, text, folded, pictures: planned.filter((picture) => picture !== undefined) };
}

export const mediaOf = (...pictures: readonly (Picture | undefined)[]): string[] =>
  pictures.flatMap((picture) =>
    picture
      ? [...picture.page, picture.mail, ...(picture.share ? [picture.share] : [])].map((v) => v.path)
      : [],
  );
