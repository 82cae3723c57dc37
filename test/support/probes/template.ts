/** Reads a synthesized template and resolves its values (`Ref`, `Fn::GetAtt`), as far as the rehearsal's functions need them. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Resource = {
  Type: string;
  Properties: Record<string, unknown>;
  Metadata?: Record<string, string>;
};
export type Resolve = (value: unknown) => unknown;

export function readTemplate(folder: string, stack: string): Readonly<Record<string, Resource>> {
  return JSON.parse(readFileSync(join(folder, `${stack}.template.json`), 'utf8')).Resources;
}

export const ofType = (resources: Readonly<Record<string, Resource>>, type: string): [string, Resource][] =>
  Object.entries(resources).filter(([, { Type }]) => Type === type);

/** `known`: the values of `Ref` and `Fn::GetAtt` by `Id` and `Id.Attribute`. Any other expression throws. */
export function resolverOf(known: ReadonlyMap<string, string>): Resolve {
  const look = (name: string): string => {
    const found = known.get(name);
    if (found === undefined) throw new Error(`the rehearsal does not know ${name}`);
    return found;
  };
  const resolve: Resolve = (value) => {
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== 'object' || value === null) return value;
    const [[key, inner] = ['', undefined]] = Object.entries(value) as [string, unknown][];
    if (key === 'Ref') return look(inner as string);
    if (key === 'Fn::GetAtt') return look((inner as string[]).join('.'));
    if (key === 'Fn::Join') {
      const [by, parts] = inner as [string, unknown[]];
      return parts.map(resolve).join(by);
    }
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, resolve(part)]));
  };
  return resolve;
}

export const raise = (message: string): never => {
  throw new Error(message);
};

export const onlyOne = (resources: Readonly<Record<string, Resource>>, type: string): string => {
  const [[id] = [''], ...others] = ofType(resources, type);
  return others.length === 0 && id !== '' ? id : raise(`not one ${type}`);
};

/** The folder in the assembly of an asset that CDK would upload under a key. */
export const assetOf = (key: string): string => `asset.${key.replace(/\.zip$/, '')}`;

/** A function of Broadsheet in the template: the folder of its code, its timeout in seconds and its memory in MB. */
export type OwnFunction = {
  id: string;
  code: string;
  handler: string;
  timeout: number;
  memory: number;
  env: Readonly<Record<string, string>>;
};

/** Functions that are bundled from functions/. CDK's own functions are left out. */
export const ownFunctions = (
  folder: string,
  resources: Readonly<Record<string, Resource>>,
  resolve: Resolve,
): OwnFunction[] =>
  ofType(resources, 'AWS::Lambda::Function').flatMap(([id, { Properties }]) => {
    const { Code, Runtime, Handler, Timeout, MemorySize, Environment = {} } = Properties as LambdaProperties;
    const code = join(folder, assetOf(Code.S3Key));
    if (Runtime !== 'nodejs24.x' || !existsSync(join(code, 'index.mjs'))) return [];
    const env = resolve(Environment.Variables ?? {}) as Record<string, string>;
    return { id, code, handler: Handler, timeout: Timeout, memory: MemorySize, env };
  });

type LambdaProperties = {
  Code: { S3Key: string };
  Runtime: string;
  Handler: string;
  Timeout: number;
  MemorySize: number;
  Environment?: { Variables?: Record<string, unknown> };
};
