import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createTemplateCompiler } from '../../../functions/adapters/mjml/compiler.ts';
import { createImages } from '../../../functions/adapters/sharp/images.ts';
import { createMediaProcesses, type MediaProcesses } from '../../../functions/wiring/build/media-process.ts';
import { TEST_PUBLICATION } from '../../support/builders/test-publication.ts';

const TEMPLATES = join(import.meta.dirname, '../../../templates');
const picture = readFileSync(join(TEST_PUBLICATION, 'images/logo-light.svg'));
const recipe = { width: 40, height: undefined, format: 'png' } as const;

let processes: MediaProcesses;
const open = (idle = 60_000) => {
  processes = createMediaProcesses(TEMPLATES, { idle });
  return processes;
};
afterEach(async () => {
  processes.close();
  await expect.poll(() => processes.pid(), { timeout: 20_000 }).toBeUndefined();
});

describe('the media processes', () => {
  it('makes what this process would have made', async () => {
    const [there, here] = [await open().images(), createImages()];
    expect(await there.inspect(picture)).toEqual(await here.inspect(picture));
    const [one] = await there.encode(picture, [recipe]);
    expect(Buffer.from(one!)).toEqual(Buffer.from((await here.encode(picture, [recipe]))[0]!));
    expect(await (await processes.mail(false)).compile()).toEqual(
      await createTemplateCompiler(TEMPLATES).compile(),
    );
  });

  it('says what is wrong in the same words, with the same code', async () => {
    const notOne = Buffer.from('not an image');
    const { inspect } = await open().images();
    const said = await createImages()
      .inspect(notOne)
      .catch((error: Error) => error.message);
    await expect(inspect(notOne)).rejects.toMatchObject({
      name: 'BroadsheetError',
      code: 'invalid',
      message: said,
    });
  });

  it('starts no process for nothing, and ends it when nothing is left to do', async () => {
    const images = await open(50).images();
    expect(processes.pid()).toBeUndefined();
    const both = Promise.all([images.inspect(picture), images.inspect(picture)]);
    expect(processes.pid()).toBeGreaterThan(0);
    await both;
    await expect.poll(() => processes.pid(), { timeout: 20_000 }).toBeUndefined();
    expect(await images.inspect(picture)).toMatchObject({ kind: 'vector' });
  });

  it('that is killed fails what it was at, and is there again for the next', async () => {
    const images = await open().images();
    const under = images.encode(picture, [{ ...recipe, width: 4000 }]);
    process.kill(processes.pid()!, 'SIGKILL');
    await expect(under).rejects.toThrow('ended in the middle of a call (SIGKILL)');
    expect(await images.inspect(picture)).toMatchObject({ kind: 'vector' });
  });
});
