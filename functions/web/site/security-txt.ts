/** /.well-known/security.txt (RFC 9116): made for each request, because its expiry date moves on while nothing is published. */
import { BroadsheetError } from '../../domain/error.ts';
import { writeSecurityText } from '../../domain/publication/security-contact.ts';
import { PAGE_CACHE_POLICY } from '../http/headers.ts';
import { createResource, type Resource } from './resource.ts';
import type { Site } from './site.ts';

/** Throws `not-found` if the publication names no contact. */
export async function makeSecurityTxt({ deps, security }: Site): Promise<Resource> {
  const { release } = await deps.views.current();
  const { security: contacts = [], language } = release.index.publication;
  if (contacts.length === 0) throw new BroadsheetError('not-found', 'There is nothing at this address.');
  const { text, until } = writeSecurityText({ contacts, base: deps.base, language, now: deps.clock() });
  return createResource({
    status: 200,
    bytes: new TextEncoder().encode(text),
    // The media type of RFC 9116 §3.
    type: 'text/plain; charset=utf-8',
    cachePolicy: PAGE_CACHE_POLICY,
    nextChange: until,
    fields: security,
  });
}
