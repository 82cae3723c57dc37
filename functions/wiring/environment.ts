/** Reads environment values, and refuses a wrong one with its remedy. */
import { BroadsheetError } from '../domain/error.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export const createEnvironmentError = (name: string, value: string, remedy: string) =>
  new BroadsheetError('config', `${name} is "${value}".`, { remedy });

export function readChoice<T extends string>(env: Environment, name: string, choices: readonly T[]): T {
  const value = env[name] || choices[0]!;
  const found = choices.find((c) => c === value);
  if (!found) throw createEnvironmentError(name, value, `Set it to ${choices.join(' or ')}.`);
  return found;
}
