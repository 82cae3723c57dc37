/** Where one reader's own pages and forms lie: CloudFront, the application and its errors keep nothing of them. */
import { decodedPath } from './decoded-path.ts';
import { PERSONAL_PATHS } from './public-paths.ts';

/** First part of each such path. */
export const PERSONAL_PARTS: readonly string[] = Object.keys(PERSONAL_PATHS).map(
  (path) => path.split('/')[1]!,
);

const PERSONAL: ReadonlySet<string> = new Set(PERSONAL_PARTS);

/** Whether any part of a path has such a name, however the path is written: in code, in capitals, with slashes too many. */
export const isPersonalPath = (path: string): boolean =>
  decodedPath(path)
    .toLowerCase()
    .split(/[/\\]/)
    .some((part) => PERSONAL.has(part.replace(/[.;].*$/, '')));
