/** Reads the rights of a function's role from the template, and tells whether they cover a recorded call. */
import type { Called } from '../fakes/call-recorder.ts';
import { ofType, type Resolve, type Resource } from './template.ts';

/** `from`: the allowed senders; `keys`: the allowed partition keys. Without a value there is no limit. */
export type Allowed = {
  action: string;
  resources: string[];
  from?: readonly string[];
  keys?: readonly string[];
};

type Statement = {
  Effect: string;
  Action: string | string[];
  Resource: unknown;
  Condition?: Record<string, Record<string, string | string[]>>;
};

/** Actions that Lambda and its event sources call with the function's role, not the function's code. */
const PLATFORM = /^(logs:|sqs:(?!SendMessage))/;

const list = <T>(one: T | T[]): T[] => (Array.isArray(one) ? one : [one]);

/** Throws if a statement has more than actions, resources and a condition, because this reader does not know it. */
export function allowedTo(
  id: string,
  resources: Readonly<Record<string, Resource>>,
  resolve: Resolve,
): Allowed[] {
  const [role] = (resources[id]!.Properties.Role as { 'Fn::GetAtt': string[] })['Fn::GetAtt'];
  const own = ofType(resources, 'AWS::IAM::Policy').filter(([, { Properties }]) =>
    (Properties.Roles as { Ref: string }[]).some(({ Ref }) => Ref === role),
  );
  const statements = own.flatMap(
    ([, { Properties }]) => (Properties.PolicyDocument as { Statement: Statement[] }).Statement,
  );
  return statements.flatMap(({ Effect, Action, Resource, Condition }) => {
    const held = conditionIn(Condition);
    if (Effect !== 'Allow' || (Condition && !held))
      throw new Error(`a statement of ${id} says more than is read here`);
    return list(Action)
      .filter((action) => !PLATFORM.test(action))
      .map((action) => ({
        ...{ action, ...held },
        resources: list(Resource).map((one) => shortArn(String(resolve(one)))),
      }));
  });
}

/** Reads the two known conditions: `ses:FromAddress`, in any case, and partition keys by pattern. */
function conditionIn(condition: Statement['Condition']): Pick<Allowed, 'from' | 'keys'> | undefined {
  const [[operator = '', said = {}] = [], ...others] = Object.entries(condition ?? {});
  const [[key = '', values = []] = [], ...keys] = Object.entries(said);
  if (others.length + keys.length > 0) return undefined;
  if (`${operator} ${key}` === 'StringEqualsIgnoreCase ses:FromAddress')
    return { from: list(values).map((one) => one.toLowerCase()) };
  if (`${operator} ${key}` === 'ForAllValues:StringLike dynamodb:LeadingKeys') return { keys: list(values) };
  return undefined;
}

/** arn:aws:sqs:eu-west-1:1:queue → sqs:queue */
const shortArn = (arn: string): string => arn.replace(/^arn:aws:([^:]*):[^:]*:[^:]*:/, '$1:');

/**
 * True if one statement allows the whole call, as in IAM; two statements do not add up. ForAllValues is true of a call without keys.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
export const isAllowed = (
  { action, resources, from = '', keys = [] }: Pick<Called, 'action' | 'resources' | 'from' | 'keys'>,
  allowed: readonly Allowed[],
): boolean =>
  resources.every((resource) =>
    allowed.some(
      (one) =>
        one.action === action &&
        (one.from === undefined || one.from.includes(from.toLowerCase())) &&
        keys.every((key) => one.keys?.some((pattern) => covers(pattern, key)) ?? true) &&
        one.resources.some((pattern) => covers(pattern, resource)),
    ),
  );

const covers = (pattern: string, resource: string): boolean =>
  new RegExp(`^${pattern.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`).test(resource);

/** Allowed actions, resources and kinds of items that no recorded call needed. */
export const unused = (calls: readonly Called[], allowed: readonly Allowed[]): string[] =>
  allowed.flatMap(({ action, resources, keys }) =>
    resources.flatMap((pattern) => {
      const own = calls.filter(
        (call) => call.action === action && call.resources.some((r) => covers(pattern, r)),
      );
      const isUsed = (key: string): boolean => own.some((call) => call.keys?.some((one) => covers(key, one)));
      if (keys === undefined) return own.length > 0 ? [] : [`${action} ${pattern}`];
      return keys.filter((key) => !isUsed(key)).map((key) => `${action} ${pattern} ${key}`);
    }),
  );

type Played = {
  functions: ReadonlyMap<string, unknown>;
  resources: Readonly<Record<string, Resource>>;
  resolve: Resolve;
  witness: { called: readonly Called[] };
};

/** Recorded calls of a stage's functions that their roles do not allow. */
export function refusedOn({ functions, resources, resolve, witness }: Played): string[] {
  const refused = [...functions.keys()].flatMap((id) => {
    const allowed = allowedTo(id, resources, resolve);
    const calls = witness.called.filter(({ who }) => who.startsWith(`${id}.`));
    return calls
      .filter((call) => !isAllowed(call, allowed))
      .map((call) => `${id} ${call.action} ${call.resources} ${call.keys ?? ''}`);
  });
  return [...new Set(refused)];
}
