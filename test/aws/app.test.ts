import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publicationText } from '../support/builders/publication-text.ts';
import { FLAGS } from '../support/hosts/stage.ts';

// As `cdk deploy` runs it, where account and region are known: cdk-nag and the CDK’s own rules fail it otherwise.
const ACCOUNT = '123456789012';
const folder = mkdtempSync(join(tmpdir(), 'app-'));
beforeAll(() =>
  writeFileSync(
    join(folder, 'publication.yaml'),
    publicationText({
      more: 'url: https://news.paper.press\nhosting: { zone: paper.press, dashboard: true, github: owner/repo }\n',
    }),
  ),
);
afterAll(() => rmSync(folder, { recursive: true }));

async function stacksIn(region: string, said: Record<string, string> = {}): Promise<string[]> {
  const zone = `hosted-zone:account=${ACCOUNT}:domainName=paper.press:region=${region}`;
  const context = {
    ...FLAGS,
    'aws:cdk:bundling-stacks': [],
    [zone]: { Id: '/hostedzone/Z1', Name: 'paper.press.' },
    ...said,
  };
  const out = join(folder, region);
  await promisify(execFile)(process.execPath, ['infra/app.ts'], {
    env: {
      ...process.env,
      ...{ CDK_DEFAULT_ACCOUNT: ACCOUNT, CDK_DEFAULT_REGION: region, CDK_OUTDIR: out, BASE_URL: '' },
      ...{ CDK_CONTEXT_JSON: JSON.stringify(context), CONTENT_DIR: folder, DATA_DIR: join(folder, 'data') },
    },
  });
  const { artifacts } = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')) as {
    artifacts: Record<string, { type: string; displayName?: string }>;
  };
  return Object.values(artifacts).flatMap(({ type, displayName }) =>
    type === 'aws:cloudformation:stack' ? [displayName!] : [],
  );
}

describe('the app', () => {
  it('passes every rule in a region of its own, where a second stack holds the certificate', async () => {
    expect((await stacksIn('eu-west-1')).sort()).toEqual(['small-prod', 'small-prod/Edge']);
  });

  it('passes every rule in us-east-1, in one stack', async () => {
    expect(await stacksIn('us-east-1')).toEqual(['small-prod']);
  });

  it('passes every rule as a stage that goes whole', async () => {
    const said = { stage: 'test', keep: 'false', sender: 'shared' };
    expect((await stacksIn('eu-west-1', said)).toSorted()).toEqual(['small-test', 'small-test/Edge']);
  });
});
