import { expect, it } from 'vitest';
import { formatRemovalCommand } from '../../../functions/domain/account/provider-suppressions.ts';

const COMMAND = 'aws sesv2 delete-suppressed-destination --email-address';

it.each([
  ['ada@example.com', undefined, `${COMMAND} 'ada@example.com'`],
  ['ada@example.com', 'eu-west-1', `${COMMAND} 'ada@example.com' --region eu-west-1`],
  // What a local part may hold runs nothing in a shell.
  ['$(id)@example.com', undefined, `${COMMAND} '$(id)@example.com'`],
  ["o'neill@example.com", undefined, `${COMMAND} 'o'\\''neill@example.com'`],
])('%s in the region %s is removed by %s', (address, region, command) => {
  expect(formatRemovalCommand(address, region)).toBe(command);
});
