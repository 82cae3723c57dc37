/** The form of one newsletter: it lies on cached pages, so it has no stamp, and one POST of it signs up all the same. */
import type { Context } from 'hono';
import { hashFormWords } from '../../domain/limits/form-tokens.ts';
import { FIELD } from '../../domain/site/form-fields.ts';
import { newsletterConsentText } from '../../pages/parts/consent.ts';
import type { PageContext } from '../../pages/parts/context.ts';
import type { Form } from './form.ts';

/**
 * The hash of the words of consent that the sender of a form without a stamp has read; undefined unless the form is that of one newsletter, as this site shows it
 * today. A stamp keeps pages of other sites from sending the form by their readers' browsers (CSRF); here the Origin header does, which
 * every browser sends with a POST (Fetch standard, "append a request Origin header").
 */
export function readNewsletterForm(c: Context, form: Form, context: PageContext): string | undefined {
  if (c.req.header('origin') !== new URL(context.base).origin) return undefined;
  const { publication, words } = context;
  const [id, ...others] = form.all(FIELD.newsletter);
  const newsletter = publication.newsletters.find((n) => n.id === id && !n.retired);
  if (!newsletter || others.length > 0) return undefined;
  const consent = hashFormWords(newsletterConsentText(words, publication, newsletter));
  return form.field(FIELD.consent) === consent ? consent : undefined;
}
