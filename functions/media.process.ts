/** Pictures and mail templates of a build, made in a process of their own until nobody listens any more. */
import { enableCompileCache } from 'node:module';

enableCompileCache();

const { answerCalls } = await import('./wiring/build/media-process-calls.ts');
answerCalls(process);
