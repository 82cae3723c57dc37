import { expect, it } from 'vitest';
import { entryFaultOf, faultOfKind } from '../../../functions/domain/source/unreadable-entry.ts';

it.each([
  ['ELOOP', /link leads in a circle/],
  ['EACCES', /may not be read/],
  ['EPERM', /may not be read/],
  ['ENAMETOOLONG', /path is too long/],
  ['ENXIO', /a device or a socket/],
  ['ENODEV', /a device or a socket/],
])('%s is the fault of an entry: %s', (code, message) => {
  expect(entryFaultOf({ code })?.message).toMatch(message);
});

it.each(['EMFILE', 'EIO', 'ENOENT', ''])(
  '%j is not: the machine has a trouble, or nothing is there',
  (code) => {
    expect(entryFaultOf({ code })).toBeUndefined();
  },
);

it.each([
  ['isDirectory', /link leads to a folder/],
  ['isFIFO', /a pipe/],
  ['isSocket', /a socket/],
  ['', /a device/],
])('what answers to %j is no file: %s', (is, message) => {
  const answers = (name: string) => () => name === is;
  const stat = {
    ...{ isDirectory: answers('isDirectory'), isFIFO: answers('isFIFO'), isSocket: answers('isSocket') },
  };
  expect(faultOfKind(stat).message).toMatch(message);
  expect(faultOfKind(stat).remedy).toMatch(/^Put .*\.$/);
});
