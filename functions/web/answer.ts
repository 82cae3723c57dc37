/** From a path to its answer without router, Request or Response: for a server of Node's own, and for its first reader. */
import type { RequestField } from './conditional.ts';
import { resourceAt } from './content.ts';
import { type Answer, answerTo } from './resource.ts';
import type { Site } from './site.ts';

/**
 * What the app (app.ts) answers to a GET, headers and all; at once where everything is made. undefined: that is for the app
 * to say, which knows forms, errors and old addresses. `path` is as it came, with its query.
 */
export type Answering = (
  path: string,
  field: RequestField,
) => Answer | Promise<Answer | undefined> | undefined;

export function createAnswering(site: Site): Answering {
  const { clock } = site.deps;
  return (path, field) => {
    const held = site.held(path);
    if (held) return answerTo(held, field, clock());
    return resourceAt(site, path)?.then(
      (resource) => answerTo(resource, field, clock()),
      () => undefined,
    );
  };
}
