import { expect, it } from 'vitest';
import { registrableDomainOf } from '../../../functions/domain/dns/registrable-domain.ts';

it.each([
  ['paper.press', 'paper.press'],
  ['a1.b.paper.press', 'paper.press'],
  ['mail.shop.co.uk', 'shop.co.uk'],
  ['shop.co.uk', 'shop.co.uk'],
  ['co.uk', 'co.uk'],
  // An ending that is sold below in one country is a name in another.
  ['mail.co.press', 'co.press'],
  ['x.y.com.br', 'y.com.br'],
  ['x.shop.uk.com', 'shop.uk.com'],
  ['localhost', 'localhost'],
  ['', ''],
])('the owner of %s registered %s', (domain, owned) => {
  expect(registrableDomainOf(domain)).toBe(owned);
});
