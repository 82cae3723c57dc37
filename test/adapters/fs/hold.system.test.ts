import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { folderLockOf } from '../../../functions/adapters/fs/hold.ts';
import { temporaryFolder } from '../../support/hosts/temporary-folder.ts';

it('is shared by many, and then nobody’s alone', async () => {
  const folder = temporaryFolder();
  const tried = await folderLockOf(folder).share(() =>
    folderLockOf(folder).share(() => folderLockOf(folder).alone(async () => 'alone')),
  );
  expect(tried).toBeUndefined();
  expect(await folderLockOf(folder).alone(async () => 'alone')).toBe('alone');
});

it('alone keeps those who would share it waiting', async () => {
  const folder = temporaryFolder();
  const order: string[] = [];
  const { promise: inside, resolve: enter } = Promise.withResolvers<void>();
  const { promise: end, resolve: leave } = Promise.withResolvers<void>();
  const alone = folderLockOf(folder).alone(async () => {
    enter();
    await end;
    order.push('alone');
  });
  await inside;
  const shared = folderLockOf(folder).share(async () => order.push('shared'));
  expect(await folderLockOf(folder).alone(async () => 'too')).toBeUndefined();
  leave();
  await Promise.all([alone, shared]);
  expect(order).toEqual(['alone', 'shared']);
});

it('is let go by a process that is killed', async () => {
  const folder = temporaryFolder();
  const module = join(import.meta.dirname, '../../../functions/adapters/fs/hold.ts');
  const program = `import { folderLockOf } from ${JSON.stringify(module)};
    await folderLockOf(${JSON.stringify(folder)}).share(() => new Promise((resolve) => {
      // Whoever can end it keeps it from being collected, hold and all.
      setTimeout(resolve, 3_600_000);
      process.stdout.write('held');
    }));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program]);
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  expect(await folderLockOf(folder).alone(async () => 'alone')).toBeUndefined();
  child.kill('SIGKILL');
  await once(child, 'close');
  expect(await folderLockOf(folder).alone(async () => 'alone')).toBe('alone');
});
