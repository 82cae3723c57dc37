/** The two secrets in SSM's Parameter Store, encrypted: `<prefix>/identity` and `<prefix>/links`. */
import { BroadsheetError } from '../../domain/error.ts';
import { parseSecrets, type Secrets, type SecretTexts } from '../../domain/secrets.ts';
import { callJson, type RequestSettings, signedRequests } from './requests.ts';

export type ParameterSettings = RequestSettings & { prefix: string; endpoint?: string | undefined };

/** Names below the prefix: infra grants them, the deployment makes them. */
export const PARAMETERS = { identity: 'identity', links: 'links' } as const;

type Answer = { Parameters?: { Name?: string; Value?: string }[] };

/** Throws `config` where they are not there or cannot be understood, `unavailable`. */
export async function readParameters({ prefix, endpoint, ...settings }: ParameterSettings): Promise<Secrets> {
  const url = endpoint ?? `https://ssm.${settings.region}.amazonaws.com/`;
  const call = { url, target: 'AmazonSSM.GetParameters', version: '1.1' } as const;
  const nameOf = (key: keyof SecretTexts) => `${prefix}/${PARAMETERS[key]}`;
  const input = { Names: [nameOf('identity'), nameOf('links')], WithDecryption: true };
  const { Parameters = [] } = (await callJson(signedRequests('ssm', settings), call, input)) as Answer;
  const textOf = (key: keyof SecretTexts) => Parameters.find(({ Name }) => Name === nameOf(key))?.Value ?? '';
  try {
    return parseSecrets({ identity: textOf('identity'), links: textOf('links') });
  } catch (cause) {
    throw new BroadsheetError('config', `The secrets below ${prefix} cannot be read.`, {
      remedy: 'Deploy again, which makes what is missing; restore from a backup what is damaged.',
      cause,
    });
  }
}
