/** Synthesizes a stage's template for CloudFormation, without bundling. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { Publication } from '../../../functions/domain/publication/publication.ts';
import { PublicationStack } from '../../../infra/stack.ts';
import type { Stage } from '../../../infra/stage/stage.ts';
import { aPublication } from '../builders/small-publication.ts';

/** The context of cdk.json, which the CDK's command line passes to the app. */
export const FLAGS = JSON.parse(readFileSync(new URL('../../../cdk.json', import.meta.url), 'utf8'))
  .context as Record<string, unknown>;

export const ENV = { account: '123456789012', region: 'us-east-1' };

const SENDER = { name: 'Paper', email: 'news@paper.press' };

export const aStage = (about: Partial<Stage> = {}, publication: Partial<Publication> = {}): Stage => ({
  publication: aPublication({
    editors: [{ name: 'Ed', email: 'ed@paper.press' }],
    from: SENDER,
    replyTo: undefined,
    newsletters: aPublication().newsletters.map((one) => ({
      ...one,
      from: publication.from ?? SENDER,
      replyTo: undefined,
    })),
    ...publication,
  }),
  name: 'prod',
  share: 1,
  keep: true,
  ...about,
});

type Release = { hash: string; folder: string; commit: { hash: string; time: number } | undefined };

export function stackOf(
  stage: Stage,
  release: Release,
  sharedSender: boolean,
  region = ENV.region,
): PublicationStack {
  const app = new App({ context: { ...FLAGS, 'aws:cdk:bundling-stacks': [] } });
  const more = { env: { ...ENV, region }, crossRegionReferences: true };
  return new PublicationStack(app, 'paper-prod', { stage, release, sharedSender, ...more });
}

export function templateOf(
  stage: Stage = aStage(),
  options: { sharedSender?: boolean; region?: string } = {},
): Template {
  const folder = mkdtempSync(join(tmpdir(), 'release-'));
  writeFileSync(join(folder, 'index.json'), '{}');
  const release = { hash: 'abc', folder, commit: undefined };
  return Template.fromStack(stackOf(stage, release, options.sharedSender ?? false, options.region));
}

/** The template and the asset manifest of a stage with this release. */
export function synthesizedStack(stage: Stage, release: Release): { template: string; assets: string } {
  const stack = stackOf(stage, release, false);
  const { directory } = (stack.node.root as App).synth();
  const read = (name: string) => readFileSync(join(directory, name), 'utf8');
  return { template: read('paper-prod.template.json'), assets: read('paper-prod.assets.json') };
}
