/** `rotate`: key rotation for the links in letters. */
import { rotateLinkKey, rotateStageKey } from '../../wiring/local/rotate.ts';
import type { Command } from '../command.ts';
import { configOf } from '../config.ts';
import { withLocal } from '../open.ts';

export const rotate: Command = {
  name: 'rotate',
  summary: 'Retires the key that signs links, and makes a new one. The identity key never changes.',
  takes: [],
  flags: { yes: { type: 'boolean', help: 'Do not ask.' } },
  notes: 'Links of old letters go on unsubscribing, and do nothing else. Stop the server first.',
  async run(call) {
    const ask =
      'From now on links in letters that were sent already unsubscribe, but confirm, change and show nothing any more.';
    if (!(await call.confirm(ask))) return { text: 'Nothing was changed.', data: null };
    if (call.flags.stage === undefined) {
      const key = rotateLinkKey(configOf(call));
      return { text: `Links are signed with key ${key} now. Back up secrets.json.`, data: { key } };
    }
    const key = await withLocal(call, rotateStageKey);
    return { text: `Links are signed with key ${key} within five minutes.`, data: { key } };
  },
};
