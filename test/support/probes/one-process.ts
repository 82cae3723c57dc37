/** Set-up of the in-process tests: a file that starts a process or listens on a socket fails, with the place where it belongs. */
import childProcess from 'node:child_process';
import { Socket } from 'node:dgram';
import { syncBuiltinESMExports } from 'node:module';
import { Server } from 'node:net';
import { afterAll, expect } from 'vitest';

const refused: string[] = [];

function refuse(call: string): () => never {
  return () => {
    refused.push(call);
    throw new Error(
      `${call} in \`npm test\`: such a test belongs in a *.system.test.ts file, for \`npm run test:system\``,
    );
  };
}

const STARTS = ['exec', 'execFile', 'execFileSync', 'execSync', 'fork', 'spawn', 'spawnSync'] as const;
for (const start of STARTS) Object.assign(childProcess, { [start]: refuse(start) });
syncBuiltinESMExports();
Object.assign(Server.prototype, { listen: refuse('listen') });
Object.assign(Socket.prototype, { bind: refuse('bind') });

// Code under test may catch the error above, so that the file itself has to fail.
afterAll(() => expect(refused.splice(0)).toEqual([]));
