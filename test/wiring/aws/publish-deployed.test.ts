import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeContent } from '../../../functions/wiring/aws/publish-deployed.ts';

const DEPLOY = readFileSync(resolve(import.meta.dirname, '../../../docs/deploy.md'), 'utf8');
const whole = { lacked: [], isOlder: false };
const renamed = '/articles/a: error: This is the story `b`, under another name.\n/articles/c: error: …';

describe('the output Content', () => {
  it.each([
    ['a release that went live', whole, 'live'],
    [
      'a release whose pictures are missing',
      { ...whole, lacked: Array.from({ length: 12 }, (_, n) => `media/a-${n}.webp`) },
      '12 pictures are not in the bucket yet: npm run broadsheet -- publish --stage prod',
    ],
    ['an older commit', { ...whole, isOlder: true }, 'what is live is of a newer commit, and stays'],
    [
      'others who publish',
      { ...whole, isBusy: true as const },
      'what is live stays, because others published meanwhile: npm run broadsheet -- publish --stage prod',
    ],
  ])('says of %s what docs/deploy.md explains', (_, shipped, says) => {
    expect(describeContent(shipped, 'prod')).toBe(says);
    expect(DEPLOY).toContain(`| \`${says}\` |`);
  });

  it('says of a renamed story which it is, in one line, and the command that names file and line', () => {
    expect(describeContent({ ...whole, refusal: renamed }, 'prod')).toBe(
      'what is live stays. /articles/a: error: This is the story `b`, under another name. File and line: npm run broadsheet -- check --stage prod',
    );
    expect(DEPLOY).toContain('`check --stage prod` says where');
  });
});
