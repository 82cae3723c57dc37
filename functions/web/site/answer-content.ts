/** From a path to its answer without router, Request or Response: for a server of Node's own, and for its first reader. */
import type { RequestField } from '../http/conditional.ts';
import { resourceAt } from './content-routes.ts';
import { answerTo, type Resource, type ResourceAnswer } from './resource.ts';
import type { Site } from './site.ts';

/**
 * What the app (app.ts) answers to a GET, headers and all; at once where everything is made. undefined: that is for the app
 * to say, which knows forms, errors and old addresses. `path` is as it came, with its query.
 */
export type Answering = (
  path: string,
  field: RequestField,
) => ResourceAnswer | Promise<ResourceAnswer | undefined> | undefined;

/** `absent`: there is nothing but content and readers' own pages, so that any other path is 404 at once. */
export function createAnswering(site: Site, { absent = false } = {}): Answering {
  const { clock } = site.deps;
  const missing = async (path: string, error?: unknown): Promise<Resource | undefined> =>
    absent ? (await import('./not-found.ts')).absenceAt(site, path, error) : undefined;
  return (path, field) => {
    const held = site.held(path);
    if (held) return answerTo(held, field, clock());
    const found = resourceAt(site, path) ?? (absent ? missing(path) : undefined);
    return found
      ?.catch((error: unknown) => missing(path, error))
      .then(
        (resource) => resource && answerTo(resource, field, clock()),
        () => undefined,
      );
  };
}
