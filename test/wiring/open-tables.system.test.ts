import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/hosts/temporary-folder.ts';

const LOCAL = join(import.meta.dirname, '../../functions/wiring/local/local.ts');
const CONFIG = join(import.meta.dirname, '../../functions/wiring/config.ts');

/** What a process has asked for by name until it has its parts. */
function loadedWith(environment: Record<string, string>): string[] {
  const program = `
    import { registerHooks } from 'node:module';
    const names = new Set();
    registerHooks({ resolve: (name, context, next) => (names.add(name), next(name, context)) });
    const { readConfig } = await import(${JSON.stringify(CONFIG)});
    const { openLocal } = await import(${JSON.stringify(LOCAL)});
    const local = await openLocal(readConfig(process.env, '/'), Date.now).catch(() => undefined);
    local?.close();
    console.log(JSON.stringify([...names]));`;
  const env = { ...process.env, BASE_URL: '', DATA_DIR: temporaryFolder(), ...environment };
  const printed = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
    env,
    stdio: 'pipe',
  });
  return JSON.parse(printed.toString());
}

describe('the store of one machine', () => {
  it('loads the SDK of DynamoDB for a table, and for nothing else', () => {
    const nowhere = {
      AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:9',
      AWS_MAX_ATTEMPTS: '1',
      AWS_REGION: 'x',
    };
    expect(loadedWith({ STORE: 'sqlite' })).not.toContain('@aws-sdk/client-dynamodb');
    expect(loadedWith({ STORE: 'dynamodb', ...nowhere })).toContain('@aws-sdk/client-dynamodb');
  });
});
