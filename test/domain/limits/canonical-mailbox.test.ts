import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { registrableDomainOf } from '../../../functions/domain/dns/registrable-domain.ts';
import {
  mailboxDomainOf,
  mailboxFamilyOf,
  mailboxOf,
} from '../../../functions/domain/limits/canonical-mailbox.ts';
import { parseAddress } from '../../../functions/domain/subscribers/address.ts';

const of = (typed: string) => mailboxOf(parseAddress(typed).email);

describe('one mailbox', () => {
  it.each([
    ['victim@gmail.com', ['VICTIM+X@gmail.com', 'v.i.c.t.i.m@gmail.com', 'v.i.ctim+a.b@GoogleMail.com']],
    ['victim@outlook.com', ['Victim+news@Outlook.com', 'victim+1+2@outlook.com']],
    ['vic.tim@example.org', ['vic.tim+1@example.org', 'vic.tim++@EXAMPLE.org', 'vic.tim+a-b@example.org']],
    [
      'victim@fastmail.com',
      ['anything@victim.fastmail.com', 'a@b.victim.fastmail.com', 'victim+a@fastmail.com'],
    ],
    ['victim@proton.me', ['victim@protonmail.com', 'v.ic-t_im+1@pm.me', 'victim@protonmail.ch']],
    ['victim@icloud.com', ['victim@me.com', 'victim+9@mac.com']],
    ['victim@yahoo.com', ['victim-shop@yahoo.com', 'victim-1@yahoo.com']],
    ['vic.tim@yandex.ru', ['vic-tim@ya.ru', 'vic.tim+1@yandex.com', 'vic-tim@yandex.com.tr']],
    ['victim@example.org', ['victim-1@example.org', 'victim-a@example.org', 'victim-x7-letters@example.org']],
    ['victim@bücher.example', ['victim+1@BÜCHER.example', 'victim+2@xn--bcher-kva.example']],
    ['victim@shop.co.uk', ['victim+1@shop.co.uk', 'Victim-24@shop.co.uk']],
  ])('is %s, however it is written', (mailbox, written) => {
    for (const typed of written) expect(of(typed)).toBe(of(mailbox));
  });

  it.each([
    ['ann@outlook.com', 'ann@hotmail.com'],
    ['anna-lena@example.org', 'anna-maria@example.org'],
    ['jean-pierre92@orange.fr', 'jean-marc75@orange.fr'],
    ['a.nn@example.org', 'an.n@example.org'],
    ['ann@fastmail.com', 'ann@fastmail.fm'],
    ['+tag@example.org', '+other@example.com'],
    ['ann@a.example', 'ann@b.example'],
  ])('is not that of %s and %s', (one, other) => expect(of(one)).not.toBe(of(other)));

  it('is never empty before the @, and as good as itself', () => {
    const local = fc.stringMatching(/^[a-z0-9+_-]{1,20}$/);
    const domain = fc.constantFrom(
      'gmail.com',
      'proton.me',
      'yandex.ru',
      'yahoo.fr',
      'x.fastmail.com',
      'a.example',
    );
    fc.assert(
      fc.property(local, domain, (name, at) => {
        const mailbox = mailboxOf(`${name}@${at}`);
        expect(mailbox).toMatch(/^[^@]+@[^@]+$/);
        expect(mailboxOf(mailbox.toUpperCase())).toBe(mailboxOf(mailbox));
      }),
    );
  });

  it('has a family where a word follows a hyphen at a domain that may be somebody’s own', () => {
    const families = ['anna-lena@example.org', 'anna-maria-x@example.org', 'ANNA-news+1@example.org'].map(
      mailboxFamilyOf,
    );
    expect(new Set(families)).toEqual(new Set(['anna-@example.org']));
    for (const alone of [
      'anna@example.org',
      'anna-1@example.org',
      'jean-pierre@orange.fr',
      'a-b@gmail.com',
      '-a@b.example',
    ])
      expect(mailboxFamilyOf(alone)).toBeUndefined();
  });

  it('is at the domain that its provider names first', () => {
    expect(['a@googlemail.com', 'a@b.fastmail.com', 'a@mac.com', 'a@x.example'].map(mailboxDomainOf)).toEqual(
      ['gmail.com', 'fastmail.com', 'icloud.com', 'x.example'],
    );
  });
});

describe('the domain that is owned', () => {
  it.each([
    ['evil.example', 'evil.example'],
    ['a1.evil.example', 'evil.example'],
    ['a1.b2.c3.evil.example', 'evil.example'],
    ['mail.shop.co.uk', 'shop.co.uk'],
    ['shop.co.uk', 'shop.co.uk'],
    ['x.y.com.br', 'y.com.br'],
    ['dept.uni.ac.jp', 'uni.ac.jp'],
    ['a.b.uk.com', 'b.uk.com'],
    ['co.example', 'co.example'],
    ['a1.co.example', 'co.example'],
    ['a1.me.de', 'me.de'],
    ['a.xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['localhost', 'localhost'],
  ])('of %s is %s', (domain, owned) => expect(registrableDomainOf(domain)).toBe(owned));
});
