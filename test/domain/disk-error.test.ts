import { expect, it } from 'vitest';
import { explainDiskError } from '../../functions/domain/disk-error.ts';

const system = (code: string, path?: string) => Object.assign(new Error(`${code}: oh`), { code, path });
const sqlite = (errcode: number) => Object.assign(new Error('oh'), { code: 'ERR_SQLITE_ERROR', errcode });

it.each([
  ['no room', system('ENOSPC'), /disk is full/],
  ['no right', system('EACCES'), /may not be read or written/],
  ['a disk that is read-only', system('EROFS'), /can only be read/],
  ['too many open files', system('EMFILE'), /Too many files/],
  ['a file in place of a folder', system('ENOTDIR'), /folder is needed/],
  ['a full database (SQLITE_FULL)', sqlite(13), /disk is full/],
  ['a damaged database (SQLITE_CORRUPT)', sqlite(11), /damaged/],
  ['a locked database (SQLITE_BUSY)', sqlite(5), /Another process/],
  // Extended codes have the primary one in their low byte.
  ['an extended code (SQLITE_BUSY_SNAPSHOT)', sqlite(517), /Another process/],
])('%s is told in words, with a remedy', (_, error, message) => {
  expect(explainDiskError(error)?.message).toMatch(message);
  expect(explainDiskError(error)?.remedy).toMatch(/\.$/);
});

it.each([
  ['a bug', new TypeError('x')],
  ['another error of the system', system('ECONNREFUSED')],
  ['another error of the database', sqlite(1)],
  ['what is no error', 'ENOSPC'],
  ['nothing', undefined],
])('%s is no trouble of the disk', (_, error) => {
  expect(explainDiskError(error)).toBeUndefined();
});

it('a path with a line break is told on one line', () => {
  expect(explainDiskError(system('ENOSPC', '/data/a\nb'))?.message).toMatch(
    /^\/data\/a\\nb: The disk is full\. /,
  );
});
