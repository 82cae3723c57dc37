import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { stackStatus } from '../../functions/adapters/aws4fetch/stacks.ts';
import { isToBeProtected } from '../../infra/protection.ts';
import { bodyOf, listenOnLoopback } from '../support/hosts/loopback.ts';
import { aStage, stackOf } from '../support/hosts/stage.ts';

const SETTINGS = { region: 'eu-west-1', credentials: () => ({ accessKeyId: 'a', secretAccessKey: 'b' }) };
const stack = (status: string) =>
  `<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>p</StackName><StackStatus>${status}</StackStatus></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`;
const error = (code: string, message: string) =>
  `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;

/** What a deployment decides where CloudFormation answers so. */
async function decided(status: number, body: string) {
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    asked.push(await bodyOf(request));
    response.writeHead(status).end(body);
  });
  const { url, close } = await listenOnLoopback(server);
  try {
    const isProtected = await isToBeProtected(() => stackStatus('p', { ...SETTINGS, endpoint: url }));
    return { isProtected, asked };
  } finally {
    await close();
  }
}

describe('termination protection', () => {
  it.each([
    'REVIEW_IN_PROGRESS',
    'CREATE_IN_PROGRESS',
    'CREATE_FAILED',
    'ROLLBACK_IN_PROGRESS',
    'ROLLBACK_FAILED',
    'ROLLBACK_COMPLETE',
    'DELETE_FAILED',
    'DELETE_COMPLETE',
  ])('is off while the stack is %s, so that the next deployment may delete what is left', async (status) => {
    const { isProtected, asked } = await decided(200, stack(status));
    expect(isProtected).toBe(false);
    expect(asked).toEqual(['Action=DescribeStacks&Version=2010-05-15&StackName=p']);
  });

  it('is off at the first deployment', async () => {
    const body = error('ValidationError', 'Stack with id p does not exist');
    expect(await decided(400, body)).toMatchObject({ isProtected: false });
  });

  it.each([
    'CREATE_COMPLETE',
    'UPDATE_COMPLETE',
    'UPDATE_ROLLBACK_COMPLETE',
    'UPDATE_FAILED',
    'IMPORT_COMPLETE',
  ])('is on once the stack was whole: %s', async (status) => {
    expect(await decided(200, stack(status))).toMatchObject({ isProtected: true });
  });

  it.each([
    [403, error('AccessDenied', 'not authorized')],
    [400, error('ValidationError', 'The security token is odd')],
    [500, 'a proxy'],
    [200, '<html>'],
  ])('is on where nobody can be asked: %s %s', async (status, body) => {
    expect(await decided(status, body)).toMatchObject({ isProtected: true });
  });

  it('is the stack’s, and never that of one to try things', () => {
    const release = { hash: 'abc', folder: import.meta.dirname, commit: undefined };
    const of = (about: Parameters<typeof aStage>[0]) =>
      stackOf(aStage(about), release, false).terminationProtection;
    expect([
      of({ protection: true }),
      of({ protection: false }),
      of({ keep: false, protection: true }),
    ]).toEqual([true, false, false]);
  });
});
