/** A small view that can assemble letters: the real templates, compiled, and the real words. */
import { createTemplateCompiler } from '../../../functions/adapters/mjml/compiler.ts';
import type { LetterView } from '../../../functions/flows/release/view.ts';
import { aPublication } from './small-publication.ts';
import { aStore, type SmallStore, viewOf } from './small-view.ts';
import { readWords } from './words.ts';

const compiled = createTemplateCompiler(new URL('../../../templates', import.meta.url).pathname).compile();

export async function letterView(changes: Partial<SmallStore> = {}): Promise<LetterView> {
  const publication = changes.publication ?? aPublication({ accent: '#8c1c3a' });
  const view = viewOf(aStore({ ...changes, publication }));
  const { mail } = await compiled;
  const index = { ...view.release.index, words: readWords('en') };
  return { ...view, release: { ...view.release, index, templates: async () => mail } };
}
