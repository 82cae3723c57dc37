/** Paths of one reader's own pages and forms: CloudFront and the application cache none of their answers, errors included. */
import { decodedPath } from './decoded-path.ts';
import { PERSONAL_PATHS } from './public-paths.ts';

/** The first part of each personal path. */
export const PERSONAL_PARTS: readonly string[] = Object.keys(PERSONAL_PATHS).map(
  (path) => path.split('/')[1]!,
);

const PERSONAL: ReadonlySet<string> = new Set(PERSONAL_PARTS);

/** True if any part of a path is personal, even percent-encoded, in capitals, or with extra slashes. */
export const isPersonalPath = (path: string): boolean =>
  decodedPath(path)
    .toLowerCase()
    .split(/[/\\]/)
    .some((part) => PERSONAL.has(part.replace(/[.;].*$/, '')));
