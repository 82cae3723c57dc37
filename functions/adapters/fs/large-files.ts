/** Hashes and copies the large files of a build as streams: none is in memory whole. */
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { lstat, mkdir, realpath, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { BroadsheetError } from '../../domain/error.ts';
import { MAX_DOWNLOAD_BYTES } from '../../domain/site/content-file.ts';

/** Paths start with `content/`, keys are those of blobs. */
export function createLargeFiles(contentDir: string, distDir: string) {
  const fileOf = (path: string) => join(resolve(contentDir), path.slice('content/'.length));
  return {
    async inspect(path: string): Promise<{ hash: string; bytes: number }> {
      const file = await checkFile(fileOf(path), path, resolve(contentDir));
      const meter = createMeter();
      await pipeline(createReadStream(file), meter.stream, async (parts: AsyncIterable<unknown>) => {
        for await (const _ of parts);
      });
      return meter.end();
    },
    async copy(path: string, key: string, hash: string): Promise<void> {
      const file = await checkFile(fileOf(path), path, resolve(contentDir));
      const target = join(distDir, key);
      const draft = join(dirname(target), `.${randomBytes(9).toString('base64url')}`);
      await mkdir(dirname(target), { recursive: true });
      try {
        const meter = createMeter();
        await pipeline(createReadStream(file), meter.stream, createWriteStream(draft, { flags: 'wx' }));
        if (meter.end().hash !== hash)
          throw new BroadsheetError('invalid', `${path} was changed during the build.`, {
            remedy: 'Build again.',
          });
        await rename(draft, target);
      } catch (error) {
        await rm(draft, { force: true });
        throw error;
      }
    },
  };
}

function createMeter() {
  const hash = createHash('sha256');
  let bytes = 0;
  const stream = new Transform({
    transform(part: Buffer, _, done) {
      hash.update(part);
      bytes += part.length;
      done(null, part);
    },
  });
  return { stream, end: () => ({ hash: hash.digest('hex'), bytes }) };
}

/** Refuses a link out of the folder, which git may carry, and anything that is no plain file. */
async function checkFile(file: string, path: string, root: string): Promise<string> {
  const stat = await lstat(file).catch(() => undefined);
  if (!stat) throw new BroadsheetError('not-found', `There is no file ${path}.`);
  const real = await realpath(file).catch(() => '');
  if (!real.startsWith((await realpath(root)) + sep))
    throw new BroadsheetError('invalid', `${path} is a link to a file outside of its folder.`, {
      remedy: 'Put the file itself there.',
    });
  const { size, isFile } = await lstat(real).then((one) => ({ size: one.size, isFile: one.isFile() }));
  if (!isFile) throw new BroadsheetError('invalid', `${path} is no file.`);
  if (size > MAX_DOWNLOAD_BYTES)
    throw new BroadsheetError('too-large', `The file is larger than ${MAX_DOWNLOAD_BYTES / 1_000_000} MB.`);
  return real;
}
