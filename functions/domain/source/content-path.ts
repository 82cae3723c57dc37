/** Resolves a path as an author writes it, relative or from the top of the content folder. */

/** `from`: the file that names the path, such as `content/articles/a.md`. Undefined if the path leads out of the content folder. */
export function resolveBelow(path: string, from: string): string | undefined {
  const steps = /^\.\.?\//.test(path) ? from.split('/').slice(1, -1) : [];
  if (/[\\\0]/.test(path)) return undefined;
  for (const step of path.split('/')) {
    if (step === '' || step === '.') continue;
    if (step !== '..') steps.push(step);
    else if (steps.pop() === undefined) return undefined;
  }
  return steps.join('/');
}
