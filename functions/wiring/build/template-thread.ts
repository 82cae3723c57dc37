/** Compiles MJML on a worker thread, if there is much else to do: its 600 modules load meanwhile, and their 100 MB are freed at its end. */
import { once } from 'node:events';
import type { TemplateCompiler } from '../../domain/letters/template.ts';
import { startThread } from './thread.ts';

export const createCompilerThread = (folder: string): TemplateCompiler => ({
  async compile() {
    const thread = startThread(new URL('../../compile.worker.ts', import.meta.url), { workerData: folder });
    try {
      const [compiled] = await once(thread, 'message');
      return compiled;
    } finally {
      await thread.terminate();
    }
  },
});

/** The part of the work that runs on the thread. */
export async function compileTemplates(folder: string): ReturnType<TemplateCompiler['compile']> {
  const { createTemplateCompiler } = await import('../../adapters/mjml/compiler.ts');
  return createTemplateCompiler(folder).compile();
}
