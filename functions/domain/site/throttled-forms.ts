/** Forms that API Gateway lets through more slowly than pages: infra/site/api.ts makes a route of each. */

/** As its routes have them; a name in braces stands for one part of a path. */
export const SLOWED_FORMS = ['/subscribe', '/manage/{token}', '/preferences/{token}'] as const;
export type SlowedForm = (typeof SLOWED_FORMS)[number];

const PATTERNS = SLOWED_FORMS.map((path) => new RegExp(`^${path.replace(/\{\w+\}/, '[^/]+')}$`));

export const isSlowedForm = (method: string, path: string): boolean =>
  method.toUpperCase() === 'POST' && PATTERNS.some((pattern) => pattern.test(path));
