/**
 * The CDK app: `cdk deploy` starts here. Context: `-c stage=test` (default prod), `-c share=0.5` of the account's sending rate (default 1),
 * `-c sender=shared` if another stage has the SES identity, `-c keep=false` for a stage that is deleted whole, `-c table=…` for a table
 * that was restored, `-c origin=2` for another secret between CloudFront and the origin, `-c certificate=<arn>|none` if DNS is elsewhere
 * and ACM is not to be asked.
 */
import { App, Tags, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { readPublicationFile } from '../functions/wiring/build/content.ts';
import { writeReleaseFolder } from '../functions/wiring/build/release-folder.ts';
import { openOwnCertificates } from '../functions/wiring/certificates.ts';
import { readConfig } from '../functions/wiring/config.ts';
import { readOwnStackStatus } from '../functions/wiring/remote/stack-status.ts';
import { requireDeployable } from './checks/preflight-checks.ts';
import { reportRefusal } from './checks/preflight-error.ts';
import { isToBeProtected } from './protection.ts';
import { findCertificate } from './site/certificate-elsewhere.ts';
import { PublicationStack } from './stack.ts';
import { hostOf, isStageName, type Stage, stageId } from './stage/stage.ts';

const app = new App();
const config = readConfig(process.env, process.cwd());
const contextValue = (name: string): string | undefined => app.node.tryGetContext(name) as string | undefined;
const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region } = process.env;
const stackEnvironment = account && region ? { env: { account, region } } : {};
let id = 'broadsheet';

async function addStage(): Promise<void> {
  const stage: Stage = {
    publication: (await readPublicationFile(config)).publication,
    name: contextValue('stage') ?? 'prod',
    share: Number(contextValue('share') ?? 1),
    keep: contextValue('keep') !== 'false',
    table: contextValue('table'),
    origin: Number(contextValue('origin') ?? 1),
  };
  if (isStageName(stage.name)) id = stageId(stage);
  const shared = contextValue('sender') === 'shared';
  requireDeployable(stage, region, { shared });
  if (stage.keep && account && region)
    stage.protection = await isToBeProtected(() => readOwnStackStatus(id, region));
  const host = hostOf(stage);
  if (stage.publication.hosting.dns !== undefined && host !== undefined) {
    const { arn, lost } = await findCertificate(host, contextValue('certificate'), openOwnCertificates);
    Object.assign(stage, { certificate: arn, lostCertificates: lost });
  }
  const stack = new PublicationStack(app, id, {
    stage,
    release: await writeReleaseFolder(config),
    sharedSender: shared,
    ...stackEnvironment,
    crossRegionReferences: true,
    description: `${stage.publication.title}: a Broadsheet publication (${stage.name}).`,
  });
  Tags.of(stack).add('publication', stage.publication.id);
  Tags.of(stack).add('stage', stage.name);
}

try {
  await addStage();
} catch (error) {
  reportRefusal(app, error, { id, ...stackEnvironment });
}
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
