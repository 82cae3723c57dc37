import { describe, expect, it } from 'vitest';
import { checkAddresses } from '../../../functions/domain/content/cross-check.ts';
import type { Publication } from '../../../functions/domain/publication/publication.ts';
import { aPublication } from '../../support/builders/small-publication.ts';

const at = (email: string) => ({ name: '', email });
const OWN = at('news@paper.press');
const lines = { from: 3, replyTo: 4, editors: 5, newsletters: 9, unsubscribeMailto: 20 };

function faultsOf(changes: Partial<Publication>): string[] {
  const newsletters = aPublication().newsletters.map((one) => ({ ...one, from: OWN }));
  const publication = aPublication({ from: OWN, newsletters, ...changes });
  const found: string[] = [];
  const content = { publication, publicationAt: { file: 'content/publication.yaml', lines } };
  checkAddresses(content as never, (file, line, message) => found.push(`${file}:${line}: ${message}`));
  return found;
}
const newsletter = { ...aPublication().newsletters[0]!, from: OWN };

describe('an address that nobody can have', () => {
  it.each<[string, Partial<Publication>, RegExp]>([
    [
      'editor',
      { editors: [at('mara@quarterhour.example')] },
      /:5: quarterhour\.example is reserved.*an editor/,
    ],
    ['replyTo', { replyTo: at('x@example.com') }, /:4: example\.com/],
    [
      'sender in capitals',
      { newsletters: [{ ...newsletter, from: at('X@Mail.EXAMPLE.org') }] },
      /:9: mail\.example\.org/,
    ],
    ['answer', { newsletters: [{ ...newsletter, replyTo: at('x@paper.test') }] }, /:9: .*answers to `daily`/],
    ['way out', { unsubscribeMailto: 'out@localhost.invalid' }, /:20: .*ask to leave/],
  ])('as %s is a fault, with its line, once there is a sender', (_, changes, says) => {
    expect(faultsOf(changes)).toEqual([expect.stringMatching(says)]);
  });

  it('is none in a sample, whose sender is one too', () => {
    const sample = { from: at('editor@quarterhour.example'), editors: [at('mara@quarterhour.example')] };
    expect(faultsOf(sample)).toEqual([]);
  });

  it('is none where it only looks like one', () => {
    const editors = ['a@notexample.com', 'b@example.co', 'c@test.press', 'd@example.com.press'].map(at);
    expect(faultsOf({ editors, replyTo: at('e@invalid-paper.press') })).toEqual([]);
  });

  it('is told of once, though every newsletter has it of the publication', () => {
    const replyTo = at('letters@paper.example');
    const newsletters = ['a', 'b'].map((id) => ({ ...newsletter, id, replyTo }));
    expect(faultsOf({ replyTo, newsletters })).toHaveLength(1);
  });
});
