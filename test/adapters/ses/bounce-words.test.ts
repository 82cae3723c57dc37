import { describe, expect, it } from 'vitest';
import { isSoftBounce } from '../../../functions/adapters/ses/bounce-words.ts';

describe('a bounce', () => {
  it.each([
    ['Transient', 'General', '4.4.7'],
    ['Transient', 'MailboxFull', '5.2.2'],
    ['Transient', 'MailboxFull', ''],
    ['Transient', 'CustomTimeoutExceeded', ''],
    ['Undetermined', 'Undetermined', ''],
  ])('%s %s %s counts against the mailbox', (bounce, detail, code) => {
    expect(isSoftBounce({ bounce, detail, code })).toBe(true);
  });

  it.each([
    ['Transient', 'General', '', 'somebody is out of office'],
    ['Transient', 'MessageTooLarge', '5.3.4', 'the letter is too large'],
    ['Transient', 'ContentRejected', '', 'the letter was refused'],
    ['Transient', 'AttachmentRejected', '', 'the letter was refused'],
    ['Transient', 'General', '4.7.28', 'the sender is too fast'],
    ['Permanent', 'General', '5.1.1', 'the address is gone'],
    ['', '', '', 'nothing is said'],
  ])('%s %s %s does not: %s', (bounce, detail, code) => {
    expect(isSoftBounce({ bounce, detail, code })).toBe(false);
  });
});
