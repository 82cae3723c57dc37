/** What a function's own role allows by the template, and whether a call that was seen is within it. */
import { ofType, type Resolve, type Resource } from './template.ts';
import type { Called } from './witness.ts';

/** `from`: the senders it is allowed for; absent: no matter. */
export type Allowed = { action: string; resources: string[]; from?: readonly string[] };

type Statement = {
  Effect: string;
  Action: string | string[];
  Resource: unknown;
  Condition?: Record<string, Record<string, string | string[]>>;
};

/** Lambda and its event sources do this in the function's name; it is not the function's code that asks. */
const PLATFORM = /^(logs:|sqs:(?!SendMessage))/;

const list = <T>(one: T | T[]): T[] => (Array.isArray(one) ? one : [one]);

/** Throws where there is more to a statement than actions, resources and a sender: then this must learn to read it. */
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
    const from = sendersIn(Condition);
    if (Effect !== 'Allow' || (Condition && !from))
      throw new Error(`a statement of ${id} says more than is read here`);
    return list(Action)
      .filter((action) => !PLATFORM.test(action))
      .map((action) => ({
        ...{ action, ...(from ? { from } : {}) },
        resources: list(Resource).map((one) => shortArn(String(resolve(one)))),
      }));
  });
}

/** The one condition that is read: `ses:FromAddress`, whatever its case. */
function sendersIn(condition: Statement['Condition']): string[] | undefined {
  const { StringEqualsIgnoreCase: said, ...others } = condition ?? {};
  const { 'ses:FromAddress': from, ...keys } = said ?? {};
  const more = Object.keys(others).length + Object.keys(keys).length > 0;
  return from === undefined || more ? undefined : list(from).map((one) => one.toLowerCase());
}

/** arn:aws:sqs:eu-west-1:1:queue → sqs:queue */
const shortArn = (arn: string): string => arn.replace(/^arn:aws:([^:]*):[^:]*:[^:]*:/, '$1:');

export const isAllowed = ({ action, resources, from = '' }: Called, allowed: readonly Allowed[]): boolean =>
  resources.every((resource) =>
    allowed.some(
      (one) =>
        one.action === action &&
        (one.from === undefined || one.from.includes(from.toLowerCase())) &&
        one.resources.some((pattern) => covers(pattern, resource)),
    ),
  );

const covers = (pattern: string, resource: string): boolean =>
  new RegExp(`^${pattern.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`).test(resource);

/** Every action on every resource a role allows, that nobody was seen to need. */
export const unused = (calls: readonly Called[], allowed: readonly Allowed[]): string[] =>
  allowed.flatMap(({ action, resources }) =>
    resources
      .filter(
        (pattern) =>
          !calls.some((call) => call.action === action && call.resources.some((r) => covers(pattern, r))),
      )
      .map((pattern) => `${action} ${pattern}`),
  );

type Played = {
  functions: ReadonlyMap<string, unknown>;
  resources: Readonly<Record<string, Resource>>;
  resolve: Resolve;
  witness: { called: readonly Called[] };
};

/** What functions of a stage asked for and may not. */
export function refusedOn({ functions, resources, resolve, witness }: Played): string[] {
  const refused = [...functions.keys()].flatMap((id) => {
    const allowed = allowedTo(id, resources, resolve);
    const calls = witness.called.filter(({ who }) => who.startsWith(`${id}.`));
    return calls
      .filter((call) => !isAllowed(call, allowed))
      .map((call) => `${id} ${call.action} ${call.resources}`);
  });
  return [...new Set(refused)];
}
