/**
 * Large mailbox providers, at whose domains unrelated people have mailboxes. A domain that is not listed counts as one owner's and gets
 * few confirmations an hour; a domain listed by mistake would lose that limit.
 */

/** Domains of webmail, internet access and forwarding, by the country of most users. A domain that might be sold is not listed. */
const PROVIDER_DOMAINS = `
gmail.com googlemail.com yahoo.com ymail.com rocketmail.com myyahoo.com outlook.com hotmail.com live.com msn.com
icloud.com me.com mac.com privaterelay.appleid.com aol.com aim.com mail.com email.com gmx.com gmx.us hey.com
proton.me protonmail.com protonmail.ch pm.me tuta.com tuta.io tutanota.com tutanota.de tutamail.com keemail.me
fastmail.com fastmail.fm zoho.com zohomail.com zoho.eu zohomail.eu hushmail.com runbox.com startmail.com mailfence.com riseup.net
disroot.org duck.com mozmail.com simplelogin.com aleeas.com slmail.me anonaddy.me addy.io
comcast.net xfinity.com verizon.net att.net sbcglobal.net bellsouth.net pacbell.net ameritech.net cox.net charter.net
spectrum.net earthlink.net mindspring.com optonline.net frontier.com frontiernet.net windstream.net centurylink.net embarqmail.com
q.com juno.com netzero.net suddenlink.net cableone.net rcn.com prodigy.net
shaw.ca rogers.com telus.net sympatico.ca bell.net videotron.ca eastlink.ca cogeco.ca hotmail.ca live.ca yahoo.ca
gmx.de gmx.net gmx.eu gmx.info web.de t-online.de magenta.de freenet.de posteo.de posteo.net mailbox.org arcor.de
vodafone.de vodafonemail.de kabelmail.de online.de alice-dsl.net o2online.de ewetel.net
netcologne.de mail.de aol.de yahoo.de hotmail.de outlook.de live.de
gmx.at aon.at a1.net chello.at live.at outlook.at
gmx.ch bluewin.ch hispeed.ch sunrise.ch hotmail.ch live.ch
orange.fr wanadoo.fr free.fr laposte.net sfr.fr neuf.fr bbox.fr numericable.fr aliceadsl.fr club-internet.fr cegetel.net
hotmail.fr outlook.fr live.fr yahoo.fr aol.fr gmx.fr
btinternet.com btopenworld.com virginmedia.com virgin.net ntlworld.com blueyonder.co.uk sky.com talktalk.net tiscali.co.uk
plusnet.com o2.co.uk yahoo.co.uk hotmail.co.uk live.co.uk aol.co.uk gmx.co.uk
eircom.net live.ie outlook.ie yahoo.ie
libero.it virgilio.it tiscali.it alice.it tin.it tim.it iol.it inwind.it email.it fastwebnet.it hotmail.it outlook.it live.it yahoo.it
telefonica.net movistar.es terra.es ono.com hotmail.es outlook.es yahoo.es
sapo.pt live.com.pt outlook.pt
ziggo.nl kpnmail.nl kpnplanet.nl planet.nl hetnet.nl xs4all.nl home.nl upcmail.nl chello.nl quicknet.nl
hotmail.nl live.nl yahoo.nl
telenet.be skynet.be proximus.be scarlet.be voo.be hotmail.be live.be outlook.be yahoo.be
stofanet.dk mail.dk youmail.dk hotmail.dk live.dk outlook.dk yahoo.dk
telia.com bredband.net comhem.se hotmail.se live.se yahoo.se
online.no getmail.no hotmail.no live.no yahoo.no
elisanet.fi kolumbus.fi saunalahti.fi hotmail.fi live.fi
wp.pl o2.pl interia.pl interia.eu onet.pl onet.eu op.pl vp.pl poczta.onet.pl gazeta.pl tlen.pl poczta.fm
seznam.cz email.cz post.cz centrum.cz volny.cz atlas.cz azet.sk centrum.sk zoznam.sk
freemail.hu citromail.hu t-online.hu abv.bg mail.bg otenet.gr yahoo.gr hotmail.gr yahoo.ro siol.net
ukr.net i.ua meta.ua mail.ru inbox.ru list.ru bk.ru internet.ru rambler.ru yandex.ru yandex.com ya.ru
mynet.com walla.co.il netvision.net.il bezeqint.net hotmail.co.il mweb.co.za telkomsa.net vodamail.co.za webmail.co.za
uol.com.br bol.com.br terra.com.br ig.com.br globo.com yahoo.com.br hotmail.com.br outlook.com.br
yahoo.com.ar live.com.ar fibertel.com.ar yahoo.com.mx live.com.mx prodigy.net.mx
bigpond.com bigpond.net.au optusnet.com.au iinet.net.au tpg.com.au westnet.com.au dodo.com.au yahoo.com.au hotmail.com.au
live.com.au outlook.com.au xtra.co.nz slingshot.co.nz yahoo.co.nz hotmail.co.nz
yahoo.co.in yahoo.in rediffmail.com live.in outlook.in qq.com foxmail.com vip.qq.com 163.com 126.com yeah.net sina.com sina.cn
sohu.com 139.com 189.cn aliyun.com hinet.net yahoo.com.tw yahoo.com.hk yahoo.com.sg yahoo.com.ph yahoo.co.id
naver.com daum.net hanmail.net nate.com kakao.com
yahoo.co.jp ybb.ne.jp docomo.ne.jp ezweb.ne.jp au.com softbank.ne.jp i.softbank.jp nifty.com biglobe.ne.jp
`;
const LARGE_PROVIDERS = new Set(PROVIDER_DOMAINS.split(/\s+/).filter(Boolean));

/** True for a large provider's domain; `domain` is in lower case. */
export const isLargeProvider = (domain: string): boolean => LARGE_PROVIDERS.has(domain);
