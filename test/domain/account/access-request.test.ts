import { describe, expect, it } from 'vitest';
import { composeAccessRequest } from '../../../functions/domain/account/access-request.ts';
import { aPublication } from '../../support/builders/small-publication.ts';

const about = { base: 'https://paper.press', readers: 12, feedback: true };
const request = (publication = {}, more = {}) =>
  composeAccessRequest(aPublication(publication), { ...about, ...more });

describe('the request for production access', () => {
  it('is within what SES takes, whatever the publication says of itself', () => {
    const editors = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ name, email: `${name}@paper.press` }));
    const long = request({ description: 'x'.repeat(9000), editors });
    expect(long.UseCaseDescription).toHaveLength(5000);
    expect(long.AdditionalContactEmailAddresses).toHaveLength(4);
    expect(request({ editors: [] }).AdditionalContactEmailAddresses).toHaveLength(1);
  });

  it('promises to read events only where somebody does', () => {
    expect(request().UseCaseDescription).toContain('EventBridge');
    expect(request({}, { feedback: false }).UseCaseDescription).not.toContain('EventBridge');
  });
});
