/** Opens a deployed stage by its name for a command on this machine, as a parts list of the same type as the machine's own. */
import { createParameters } from '../../adapters/aws4fetch/parameters.ts';
import { openAccount } from '../../adapters/ses/account.ts';
import { BroadsheetError } from '../../domain/error.ts';
import type { Clock } from '../../domain/time/instant.ts';
import { openStage } from '../aws/stage.ts';
import { readPublicationFile } from '../build/content.ts';
import { readCommit } from '../commit.ts';
import type { Config } from '../config.ts';
import type { LocalParts } from '../local/local.ts';

/** The parameter in which the stack stores the environment of its functions. */
const STAGE_PARAMETER = 'stage';

/** Throws `not-found` if this account and region have no such stage, and `config` without credentials. */
export async function openRemote(
  config: Config,
  clock: Clock,
  name: string,
  tell: (line: string) => void,
): Promise<LocalParts> {
  const { region, credentials } = await openAccount();
  const { id } = (await readPublicationFile(config)).publication;
  const prefix = `/broadsheet/${id}/${name}`;
  const endpoint = process.env.AWS_ENDPOINT_URL_SSM;
  const parameters = createParameters({ region, credentials, endpoint });
  const key = `${prefix}/${STAGE_PARAMETER}`;
  const said = (await parameters.read([key])).get(key);
  if (!said) {
    throw new BroadsheetError('not-found', `There is no stage ${name} of ${id} in ${region}.`, {
      remedy: `Deploy it (npx cdk deploy -c stage=${name}), or set AWS_REGION and AWS_PROFILE to where it is.`,
    });
  }
  const described = JSON.parse(said) as Record<string, string>;
  const stage = openStage({ ...process.env, ...described, AWS_REGION: region }, tell, credentials);
  const [secrets, baseUrl, tables] = await Promise.all([stage.secrets(), stage.base(), stage.tables()]);
  await warnIfOtherCommit(config, stage.pointers, tell);
  const { blobs, pointers, views, doorbell } = stage;
  const { sesSets, table } = stage.config;
  // A stage that was deployed before this field reads only the first format.
  const formats = (described.FORMAT ?? '1').split(',').map(Number);
  return {
    ...tables,
    ...{ clock, secrets, blobs, pointers, views },
    remote: {
      doorbell,
      share: stage.config.share,
      parameters,
      prefix,
      alarms: described.ALARMS_TOPIC,
      formats,
      distribution: described.DISTRIBUTION,
    },
    config: { ...config, baseUrl, mailer: 'ses', sesSets, store: 'dynamodb', table },
  };
}

/** A command works with the live release, so a tree at another commit is worth a note. */
async function warnIfOtherCommit(
  config: Config,
  pointers: LocalParts['pointers'],
  tell: (line: string) => void,
): Promise<void> {
  const [live, here] = [await pointers.read(), await readCommit(config.contentDir)];
  if (live?.commit && here && live.commit.hash !== here.hash)
    tell(
      `The live release is of commit ${live.commit.hash.slice(0, 8)}; this tree is at ${here.hash.slice(0, 8)}.`,
    );
}
