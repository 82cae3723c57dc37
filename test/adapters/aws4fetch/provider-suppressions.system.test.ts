import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProviderSuppressions } from '../../../functions/adapters/aws4fetch/provider-suppressions.ts';
import { type FakeAccount, fakeAccount } from '../../support/fakes/fake-account.ts';

let fake: FakeAccount;
beforeAll(async () => {
  fake = await fakeAccount();
});
afterAll(() => fake.close());

const list = (endpoint = fake.url) =>
  createProviderSuppressions({
    region: 'eu-west-1',
    credentials: () => ({ accessKeyId: 'test', secretAccessKey: 'test' }),
    endpoint,
    timeout: 500,
  });

describe('SES’s own suppression list', () => {
  it.each([
    'ada@reader.example',
    'Ada+news@Reader.example',
    "o'hara/1!*(x)@reader.example",
    'a%40b@xn--mller-kva.example',
  ])('lets %s off, once', async (address) => {
    fake.state.suppressed = new Set([address, 'other@reader.example']);
    expect([await list().remove(address), await list().remove(address)]).toEqual([true, false]);
    expect([...fake.state.suppressed]).toEqual(['other@reader.example']);
  });

  it('is unavailable, with the name of the right that is missing and no address, where it may not be asked', async () => {
    fake.state.denied = ['DeleteSuppressedDestination'];
    const failure = await list()
      .remove('ada@reader.example')
      .catch((error: unknown) => error);
    fake.state.denied = [];
    expect(failure).toMatchObject({
      code: 'unavailable',
      message: 'ses:DeleteSuppressedDestination was answered with AccessDeniedException.',
    });
    expect(JSON.stringify(failure)).not.toContain('ada');
  });

  it('is unavailable where nobody answers, and where what answers is no SES', async () => {
    await expect(list('http://127.0.0.1:1').remove('ada@reader.example')).rejects.toMatchObject({
      code: 'unavailable',
    });
    await expect(list(`${fake.url}/elsewhere`).remove('ada@reader.example')).rejects.toMatchObject({
      code: 'unavailable',
    });
  });
});
