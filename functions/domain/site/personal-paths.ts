/** Where one reader's own pages and forms lie: CloudFront, the application and its errors keep nothing of them. */
import { decodedPath } from './decoded-path.ts';

/** First part of each such path; infra/site/site.ts makes a cache behaviour of each. */
export const PERSONAL_PARTS = [
  'subscribe',
  'confirm',
  'unsubscribe',
  'preferences',
  'manage',
  'stop',
  'release',
] as const;

const PERSONAL: ReadonlySet<string> = new Set(PERSONAL_PARTS);

/** Whether any part of a path has such a name, however the path is written: in code, in capitals, with slashes too many. */
export const isPersonalPath = (path: string): boolean =>
  decodedPath(path)
    .toLowerCase()
    .split(/[/\\]/)
    .some((part) => PERSONAL.has(part.replace(/[.;].*$/, '')));
