/** SSM's Parameter Store: secrets, encrypted, and what else a function is to find at run time. */
import { isBroadsheetError } from '../../domain/error.ts';
import { callJson, type RequestSettings, signedRequests } from './requests.ts';

export type ParameterSettings = RequestSettings & { endpoint?: string | undefined };

export type Parameters = {
  /** By name; those that are not there are left out. Ten at most (API reference). Throws `unavailable`. */
  read(names: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** An encrypted one, unless there is one of that name: then it stays. Throws `unavailable`. */
  make(name: string, value: string): Promise<void>;
  /** The same, and replaces what is there. */
  replace(name: string, value: string): Promise<void>;
  /** Those that are not there are gone already. Ten at most (API reference). Throws `unavailable`. */
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

/** callJson keeps the error's name as its cause. */
const isTaken = (error: unknown): boolean =>
  isBroadsheetError(error) &&
  error.cause instanceof Error &&
  error.cause.message === 'ParameterAlreadyExists';
