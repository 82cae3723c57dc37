/** Media process: makes pictures and mail templates for a build, until the build's process closes the channel. */
import { enableCompileCache } from 'node:module';

enableCompileCache();

const { answerCalls } = await import('./wiring/build/media-process-calls.ts');
answerCalls(process);
