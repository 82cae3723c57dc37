/** Forms that API Gateway throttles more than pages: infra/site/api.ts makes a route of each. */
import { PERSONAL_PATHS } from './public-paths.ts';

/** `path` is in API Gateway's form: a name in braces stands for one part. */
export const SLOWED_FORMS = Object.entries(PERSONAL_PATHS).flatMap(([path, { slowed }]) =>
  slowed ? { path: path.replaceAll(/:(\w+)/g, '{$1}'), slowed } : [],
);

const PATTERNS = SLOWED_FORMS.map(({ path }) => new RegExp(`^${path.replace(/\{\w+\}/, '[^/]+')}$`));

export const isSlowedForm = (method: string, path: string): boolean =>
  method.toUpperCase() === 'POST' && PATTERNS.some((pattern) => pattern.test(path));
