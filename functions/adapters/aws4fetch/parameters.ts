/** Parameter Store (SSM): encrypted secrets, and settings that a function reads at run time. */
import { isBroadsheetError } from '../../domain/error.ts';
import { callJson, type RequestSettings, signedRequests } from './requests.ts';

export type ParameterSettings = RequestSettings & { endpoint?: string | undefined };

export type Parameters = {
  /** Values by name; missing ones are left out. Ten names at most (API reference). Throws `unavailable`. */
  read(names: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Makes an encrypted parameter, unless the name is taken: then the old value stays. Throws `unavailable`. */
  make(name: string, value: string): Promise<void>;
  /** Makes or replaces an encrypted parameter. */
  replace(name: string, value: string): Promise<void>;
  /** Deletes parameters; missing ones are no error. Ten at most (API reference). Throws `unavailable`. */
  remove(names: readonly string[]): Promise<void>;
};

type Answer = { Parameters?: { Name?: string; Value?: string }[] };

export function createParameters({ endpoint, ...settings }: ParameterSettings): Parameters {
  const requests = signedRequests('ssm', settings);
  const url = endpoint ?? `https://ssm.${settings.region}.amazonaws.com/`;
  const call = (action: string, input: unknown) =>
    callJson(requests, { url, target: `AmazonSSM.${action}`, version: '1.1' }, input);
  const put = (Name: string, Value: string, Overwrite: boolean) =>
    call('PutParameter', { Name, Value, Type: 'SecureString', Overwrite });
  return {
    async read(names) {
      const { Parameters = [] } = (await call('GetParameters', {
        Names: names,
        WithDecryption: true,
      })) as Answer;
      return new Map(Parameters.map(({ Name = '', Value = '' }) => [Name, Value]));
    },
    async make(name, value) {
      await put(name, value, false).catch((error: unknown) => {
        if (!isTaken(error)) throw error;
      });
    },
    async replace(name, value) {
      await put(name, value, true);
    },
    async remove(names) {
      await call('DeleteParameters', { Names: names });
    },
  };
}

/** callJson keeps the error's name as the cause. */
const isTaken = (error: unknown): boolean =>
  isBroadsheetError(error) &&
  error.cause instanceof Error &&
  error.cause.message === 'ParameterAlreadyExists';
