import { describe, expect, it } from 'vitest';
import { suggestAddress } from '../../../functions/domain/subscribers/address-suggestion.ts';
import { isLargeProvider } from '../../../functions/domain/subscribers/large-providers.ts';

describe('a large provider', () => {
  it.each([
    [
      'Germany, Austria, Switzerland',
      'gmx.de web.de t-online.de arcor.de live.de aol.de vodafone.de aon.at bluewin.ch',
    ],
    ['France, Italy, Spain', 'orange.fr live.fr neuf.fr alice.it tin.it telefonica.net'],
    ['Britain and Ireland', 'btinternet.com ntlworld.com talktalk.net blueyonder.co.uk aol.co.uk eircom.net'],
    [
      'the Low Countries and the North',
      'ziggo.nl kpnmail.nl live.nl telenet.be skynet.be telia.com online.no mail.dk',
    ],
    ['the East', 'wp.pl o2.pl onet.pl seznam.cz azet.sk freemail.hu abv.bg ukr.net mail.ru'],
    ['the Americas', 'charter.net shaw.ca rogers.com uol.com.br hotmail.com.br yahoo.com.mx'],
    ['Asia and Australia', 'bigpond.com xtra.co.nz docomo.ne.jp hanmail.net foxmail.com yahoo.com.hk'],
    ['forwarding', 'privaterelay.appleid.com duck.com mozmail.com'],
  ])('of %s is known, so that its readers have no limit together', (_, domains) => {
    expect(domains.split(' ').filter((domain) => !isLargeProvider(domain))).toEqual([]);
  });

  it('is none that is somebody’s own, or a name below one', () => {
    for (const domain of ['evil.example', 'a.gmail.com', 'shop.co.uk', 'gmail.com.evil.example', '', 'com'])
      expect(isLargeProvider(domain)).toBe(false);
  });

  it('is no slip of another: nobody is asked whether they meant it', () => {
    for (const domain of ['hotmail.be', 'outlook.es', 'yahoo.com.br', 'live.de', 'gmx.info'])
      expect(suggestAddress(`ann@${domain}`)).toBeUndefined();
    expect(suggestAddress('ann@hotmial.de')).toBe('ann@hotmail.de');
  });
});
