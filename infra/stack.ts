/** The CloudFormation stack of one stage: all resources of a publication. */
import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { IPublicHostedZone } from 'aws-cdk-lib/aws-route53';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { InvocationType, Trigger } from 'aws-cdk-lib/triggers';
import type { Construct } from 'constructs';
import { DEFAULT_MAX_WORKERS } from '../functions/domain/delivery/workers.ts';
import { FORMATS_READ } from '../functions/domain/release/release.ts';
import { Alarms } from './alarms/alarms.ts';
import { Budget } from './alarms/budget.ts';
import { acknowledge } from './checks/nag-suppressions.ts';
import { Delivery } from './delivery.ts';
import { deadLetters } from './doorbells.ts';
import { Editor } from './editor.ts';
import { Feedback } from './feedback.ts';
import { Github } from './github.ts';
import { boundProviderLogs } from './provider-logs.ts';
import { RIGHTS } from './rights.ts';
import { Sender } from './sender.ts';
import { Domain } from './site/domain.ts';
import { DomainElsewhere } from './site/domain-elsewhere.ts';
import { Firewall } from './site/firewall.ts';
import { keepLinks } from './site/kept-links.ts';
import { Live, type LiveRelease } from './site/live-release.ts';
import { Site } from './site/site.ts';
import { Handler } from './stage/handler.ts';
import { Secrets } from './stage/secrets.ts';
import { hostOf, type Stage, stageId } from './stage/stage.ts';
import { Store } from './stage/store.ts';
import { Table } from './stage/table.ts';
import { startAfter } from './starts.ts';

export type PublicationProps = StackProps & {
  stage: Stage;
  release: LiveRelease;
  /** True if another stage of this account has the SES identity. */
  sharedSender: boolean;
};

export class PublicationStack extends Stack {
  readonly delivery: Delivery;
  readonly web: Handler;
  readonly receiver: Handler;
  readonly sender: Sender;
  readonly alarms: Alarms;

  constructor(scope: Construct, id: string, { stage, release, sharedSender, ...props }: PublicationProps) {
    super(scope, id, { terminationProtection: stage.keep && (stage.protection ?? true), ...props });
    const { publication } = stage;
    const { zone: zoneName, workers = DEFAULT_MAX_WORKERS } = publication.hosting;
    const host = hostOf(stage);
    const domain = zoneName ? new Domain(this, 'Domain', { name: host!, zone: zoneName }) : undefined;
    const elsewhere = this.elsewhere(stage, host);
    const name = domain?.name ?? elsewhere?.attached?.name;
    const zone = domain?.zone as IPublicHostedZone | undefined;
    this.sender = new Sender(this, 'Sender', { stage, zone, elsewhere, shared: sharedSender });
    const parts = { store: new Store(this, 'Store', stage), table: new Table(this, 'Table', stage) };
    const secrets = new Secrets(this, 'Secrets', stage);
    const dead = deadLetters(this, 'DeadLetters');
    this.alarms = new Alarms(this, 'Alarms', publication);
    const environment = {
      TABLE: parts.table.name,
      BUCKET: parts.store.bucket.bucketName,
      PARAMETERS: secrets.prefix,
      RATE_SHARE: String(stage.share),
      ...(name === undefined ? {} : { BASE_URL: `https://${name}` }),
      ...this.sender.environment,
      ...this.alarms.environment,
    };
    this.delivery = new Delivery(this, 'Delivery', { environment, workers, dead });
    const all = { ...environment, ...this.delivery.doorbells.environment };
    this.web = new Handler(this, 'Web', { ...WEB, environment: all });
    this.receiver = new Handler(this, 'Feedback', { ...RECEIVER, environment: all });
    const feedback = new Feedback(this, 'Events', this.sender, dead);
    feedback.feed(this.receiver, workers);
    this.grant(parts, secrets);
    const site = new Site(this, 'Site', {
      web: this.web,
      store: parts.store,
      originSecret: secrets.origin,
      domain: domain ? { name: domain.name, certificate: this.certificateOf(domain) } : elsewhere?.attached,
      waf: publication.hosting.waf ? new Firewall(this, 'Firewall').arn : undefined,
    });
    domain?.leadTo(site.distribution);
    elsewhere?.tellSite(host, site.distribution.domainName);
    const base = `https://${name ?? site.distribution.domainName}`;
    const basePath = new StringParameter(this, 'Base', {
      parameterName: `${secrets.prefix}/base`,
      stringValue: base,
    });
    const live = new Live(this, 'Live', parts.store, release, stage.name);
    // The first tick sends what became due meanwhile. A deployment does not wait for letters: asking for the tick is enough.
    const firstTick = new Trigger(this, 'FirstTick', {
      handler: this.delivery.tick,
      executeAfter: [live],
      invocationType: InvocationType.EVENT,
    });
    const { budget } = publication.hosting;
    if (budget !== undefined) new Budget(this, 'Budget', { dollars: budget, editors: publication.editors });
    this.alarms.watchAll(
      {
        ...{ stage: stageId(stage), api: site.api, dead, tick: this.delivery.tick },
        queues: { Events: feedback.queue, Notices: this.delivery.doorbells.queues.notices },
      },
      publication.hosting,
    );
    // Commands on a laptop find the stage's description by its name.
    const described = new StringParameter(this, 'Described', {
      parameterName: `${secrets.prefix}/stage`,
      stringValue: this.toJsonString({
        ...all,
        FORMAT: FORMATS_READ.join(','),
        DISTRIBUTION: site.distribution.domainName,
      }),
    });
    const { plan, deliver, notices } = this.delivery.workers;
    // `publish` reads the format from this parameter, so it is written after the functions that read the format.
    described.node.addDependency(this.web, this.delivery.tick, plan, deliver, notices);
    const people = { ...parts, secrets, doorbells: this.delivery.doorbells };
    const editor = new Editor(this, 'Editor', { ...people, sender: this.sender, topic: this.alarms.topic });
    const github = githubOf(this, stage);
    github?.grantPublish(parts.store, secrets);
    startAfter(this, firstTick, [basePath, secrets]);
    if (stage.keep) keepLinks(this);
    boundProviderLogs(this);
    acknowledge(this, { bucket: parts.store.bucket, tick: this.delivery.tick });
    this.tell({
      PublicationUrl: base,
      BucketName: environment.BUCKET,
      TableName: environment.TABLE,
      ParameterPrefix: secrets.prefix,
      DistributionId: site.distribution.distributionId,
      DeadLettersUrl: dead.queueUrl,
      DeadLettersArn: dead.queueArn,
      DeliverFunction: deliver.functionName,
      Content: live.content,
      EditorPolicy: editor.policy.managedPolicyArn,
      ...(github ? { AwsRole: github.role.roleArn } : {}),
    });
  }

  /** Grants each function the rights it needs, and no others; test/aws/rehearsal.test.ts compares them with the functions' real calls. */
  private grant({ store, table }: { store: Store; table: Table }, secrets: Secrets): void {
    const { doorbells, tick, workers } = this.delivery;
    const { plan, deliver, notices } = workers;
    for (const handler of [this.web, tick, plan, deliver, notices, this.receiver])
      secrets.grantRead(handler, 'identity', 'links', 'base');
    const { web, receiver } = this;
    for (const [name, handler] of Object.entries({ web, plan, deliver, notices, receiver }))
      table.grantItems(handler, RIGHTS[name as keyof typeof RIGHTS]);
    table.grant(tick, 'read', 'write', 'search', 'list', 'remove');
    for (const handler of [web, tick, deliver, notices, receiver])
      store.grantRead(handler, 'state', 'release', 'objects');
    for (const handler of [web, tick, deliver, notices]) store.grantRead(handler, 'letters');
    store.grantRead(web, 'media', 'assets');
    secrets.grantRead(this.web, 'origin');
    for (const handler of [tick, notices]) store.grantFreeze(handler);
    doorbells.grantRing(this.web, 'plan', 'notices');
    doorbells.grantRing(tick, 'plan', 'deliver', 'notices');
    doorbells.grantRing(plan, 'plan', 'deliver');
    doorbells.grantRing(deliver, 'deliver', 'notices');
    doorbells.grantRing(notices, 'notices');
    doorbells.grantRing(this.receiver, 'notices');
    for (const handler of [tick, deliver, notices]) this.sender.grantQuota(handler);
    this.sender.grantOwnership(tick);
    for (const handler of [tick, deliver, notices, this.receiver]) this.alarms.grantPublish(handler);
    this.sender.grantSend(deliver, 'letters');
    this.sender.grantSend(notices, 'notices');
  }

  private elsewhere(stage: Stage, host: string | undefined): DomainElsewhere | undefined {
    if (stage.publication.hosting.dns === undefined) return undefined;
    const { certificate, lostCertificates: lost = 0 } = stage;
    return new DomainElsewhere(this, 'Elsewhere', { host, certificate, lost });
  }

  /** The certificate is in this stack in us-east-1; in any other region, in a small stack beside it. */
  private certificateOf(domain: Domain): ICertificate {
    if (this.region === EDGE) return domain.certify(this);
    const edge = new Stack(this, 'Edge', {
      env: { account: this.account, region: EDGE },
      terminationProtection: this.terminationProtection === true,
      crossRegionReferences: true,
    });
    return domain.certify(edge);
  }

  private tell(values: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(values)) new CfnOutput(this, name, { value });
  }
}

/** The region of CloudFront's certificates. */
const EDGE = 'us-east-1';

const WEB = { entry: 'web', description: 'Answers CloudFront.', memory: 1024, timeout: Duration.seconds(15) };
const RECEIVER = {
  entry: 'feedback',
  description: 'Writes down what SES tells of messages.',
  memory: Feedback.memory,
  timeout: Feedback.timeout,
};

/** GitHub's role is made for `prod` only, because the workflow publishes to no other stage. */
function githubOf(stack: PublicationStack, { publication, name }: Stage): Github | undefined {
  const { github: repository, githubProvider } = publication.hosting;
  if (repository === undefined || name !== 'prod') return undefined;
  return new Github(stack, 'Github', { repository, isProviderThere: githubProvider === 'existing' });
}
