/** Fills in the request for production access, as SES's form and PutAccountDetails ask for it. */
import type { Publication } from '../publication/publication.ts';

/** https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_PutAccountDetails.html */
export type AccessRequest = {
  MailType: 'MARKETING';
  WebsiteURL: string;
  ContactLanguage: 'EN';
  UseCaseDescription: string;
  /** One to four addresses. */
  AdditionalContactEmailAddresses: readonly string[];
  ProductionAccessEnabled: true;
};

const MAX_DESCRIPTION_LENGTH = 5000;

const FEEDBACK_TEXT =
  'Bounces and complaints come back through configuration sets and EventBridge. A permanent bounce or a complaint stops the address at once and for good; a run pauses itself at 2 % bounces or 0.08 % complaints.';
const NO_FEEDBACK_TEXT =
  'An address that is refused when a message is handed over is stopped at once. The suppression list of the account is on, for bounces and complaints, and we read what it holds.';

/**
 * `base`: origin of the publication; `readers`: active subscribers; `feedback`: SES's events are read, as on AWS. An operator signs the
 * text, so every sentence must be true.
 */
export function composeAccessRequest(
  { title, description, newsletters, editors, from }: Publication,
  { base, readers, feedback }: { base: string; readers: number; feedback: boolean },
): AccessRequest {
  const living = newsletters.filter(({ retired }) => !retired);
  const list = living.map(
    ({ name, schedule, kind }) => `${name} (${schedule ? `${schedule.days.length} days a week` : kind})`,
  );
  const text = [
    `${title} is a publication at ${base}. ${description}`.trim(),
    `We send its newsletters (${list.join(', ')}) and the confirmations that go with them, from ${from.email}, to people who asked for them there. ${readers} are subscribed today.`,
    `Every address is confirmed by a message with a link before anything else is sent to it (double opt-in), and the form is limited per address and network. Imported subscribers are those who agreed elsewhere; whoever left or is suppressed never comes back by an import.`,
    `Every letter carries List-Unsubscribe with one-click (RFC 8058), a visible link to unsubscribe and our postal address. Unsubscribing takes effect at once; consent is read again right before each message.`,
    feedback ? FEEDBACK_TEXT : NO_FEEDBACK_TEXT,
    `Example of what we send: ${base}/archive`,
  ].join('\n\n');
  return {
    MailType: 'MARKETING',
    WebsiteURL: base,
    ContactLanguage: 'EN',
    UseCaseDescription: text.slice(0, MAX_DESCRIPTION_LENGTH),
    AdditionalContactEmailAddresses: (editors.length ? editors : [from])
      .slice(0, 4)
      .map(({ email }) => email),
    ProductionAccessEnabled: true,
  };
}
