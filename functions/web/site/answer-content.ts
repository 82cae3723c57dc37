/** Answers content by path without router, Request or Response: the hot path of the local server and of the Lambda function. */
import type { RequestField } from '../http/conditional.ts';
import { resourceAt } from './content-routes.ts';
import { answerTo, type Resource, type ResourceAnswer } from './resource.ts';
import type { Site } from './site.ts';

/**
 * The answer of the app (app.ts) to a GET, headers included; no promise if the answer is cached. undefined if the app must answer,
 * which has forms, errors and old addresses. `path`: as the client sent it, with its query.
 */
export type Answering = (
  path: string,
  field: RequestField,
) => ResourceAnswer | Promise<ResourceAnswer | undefined> | undefined;

/** `absent`: the site has nothing but content and personal pages, so any other path is answered 404 here. */
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
