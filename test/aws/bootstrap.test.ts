import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publicationText } from '../support/builders/publication-text.ts';
import { type Emulator, startMoto } from '../support/hosts/moto.ts';

// The steps of docs/deploy.md with the CDK's own command line, as far as moto goes: it knows neither CloudFront nor Scheduler.
const REGION = 'eu-west-1';
const folder = mkdtempSync(join(tmpdir(), 'first-day-'));
let moto: Emulator;
beforeAll(async () => {
  moto = await startMoto();
});
afterAll(async () => {
  await moto?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

const publication = (from: string, more = ''): string => publicationText({ id: '4th-estate', from, more });

function cdk(content: string, ...words: string[]): Promise<{ code: number; said: string }> {
  writeFileSync(join(folder, 'publication.yaml'), content);
  const { AWS_PROFILE: _, ...environment } = process.env;
  const env = {
    ...environment,
    ...{ AWS_ENDPOINT_URL: moto.url, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' },
    ...{
      AWS_REGION: REGION,
      AWS_DEFAULT_REGION: REGION,
      CONTENT_DIR: folder,
      DATA_DIR: join(folder, 'data'),
    },
    ...{ BASE_URL: '', CDK_DISABLE_CLI_TELEMETRY: '1' },
  };
  const cli = ['node_modules/aws-cdk/bin/cdk', ...words, '-o', join(folder, 'cdk.out')];
  return new Promise((resolve) => {
    execFile(process.execPath, cli, { env, maxBuffer: 1e8 }, (error, stdout, stderr) =>
      resolve({ code: error ? 1 : 0, said: stdout + stderr }),
    );
  });
}

const SAMPLE = publication('editor@quarterhour.example');
const TRACE = /\n\s+at |node:internal|Error:/;

describe('the first day', () => {
  it('begins with bootstrap, before the sample is edited', async () => {
    const { code, said } = await cdk(SAMPLE, 'bootstrap');
    expect(said).toMatch(/aws:\/\/123456789012\/eu-west-1 bootstrapped/);
    expect(code).toBe(0);
  });

  it.each([
    ['deploy', '--require-approval', 'never'],
    ['deploy', '--ignore-errors'],
    ['synth', '-q'],
    ['diff'],
  ])('refuses to %s the sample, with a sentence and what to do, and no trace', async (...words) => {
    const { code, said } = await cdk(SAMPLE, ...words.filter(Boolean));
    expect(code).toBe(1);
    expect(said).toMatch(/Nobody can send from quarterhour\.example.*\nWrite an address of yours as `from`/);
    expect(said).not.toMatch(TRACE);
  });

  it('refuses content with an error in it as well, and bootstraps all the same', async () => {
    const broken = publication('news@paper.press', 'accent: red\n');
    const deployed = await cdk(broken, 'deploy');
    expect(deployed.code).toBe(1);
    expect(deployed.said).toMatch(/content\/publication\.yaml:10: error: /);
    expect(deployed.said).not.toMatch(TRACE);
    expect((await cdk(broken, 'bootstrap')).code).toBe(0);
  });

  it('names the stack of the edited sample, and bootstraps again', async () => {
    const own = publication('news@paper.press');
    expect((await cdk(own, 'ls')).said).toContain('Paper-4th-estate-prod');
    expect((await cdk(own, 'bootstrap')).code).toBe(0);
  });
});
