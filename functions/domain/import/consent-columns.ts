/** Patterns of column names that may be about consent, in many languages. An unknown column that matches is a question to the editor. */

/** English. `state` and `active` match as whole words only. `newsletter` matches, because the column may hold a yes or a no. */
const ENGLISH =
  /unsub|subscri|opt_?(in|out)|opted|consent|permission|gdpr|bounc|complain|spam|abuse|(^|_)clean|suppress|block|black_?list|disable|enable|cancel|delet|removed|(^|_)(in)?activ(e|ated|ation)?(_|$)|deactivat|status|(^|_)state(_|$)|confirm|verif|undeliver|do_?not_?|(^|_)dont_|mailable|(un)?reachable|revoke|withdraw|(^|_)left(_|$)|(^|_)receives?_|newsletter/;

/** English words for subscribers whom mail may not, or cannot, reach. */
const ENGLISH_REFUSALS =
  /(^|_)(is_?)?(in)?valid|exclu(?!siv)|(^|_)(dnc|dnm|dne)(_|$)|(^|_)(no|never|can|may|send)_?(more_?)?(e?mail|news|market|contact)|(^|_)stop(ped)?(_|$)|(^|_)quit(_|$)|(^|_)expired(_|$)|(^|_)(end(ed)?|exit|leave)_?(at|on|date)(_|$)|(^|_)bann?(ed)?(_|$)|(^|_)mute|(^|_)paused?(_|$)|(^|_)(un)?deliverab|deceased|(^|_)dead(_|$)|reject|refus|declin|denied|(^|_)agree|allow|approv|accept|marketing|(^|_)notif|(^|_)frequency|preference/;

const GERMAN =
  /dsgvo|einwillig|zustimm|erlaub|(^|_)werb|abgemeld|abmeld|abbest|angemeldet|bestätig|widerruf|widerspr|kündig|kuendig|sperr|austritt|ausgetr|storn|(^|_)(in)?aktiv|gelöscht|geloescht|ungültig|verstorben|unzustellbar/;

/** French, Spanish, Portuguese and Italian. */
const ROMANCE =
  /abonn|inscri|suscri|iscri|(^|_)baja(_|$)|consent|statut|(^|_)estado|estatus|(^|_)stato(_|$)|situa[cç]|(^|_)(in)?act(if|iv[oa])|(^|_)(in)?at+iv[oa]|bloqu|supprim|résili|opposition|descadastr|acept|aceit|rechaz|recus|rifiut|revoc|annull/;

/** Dutch, Danish, Norwegian, Swedish, Polish and Czech. */
const NORTHERN =
  /uitgeschr|uitschr|afgemeld|afmeld|opgezegd|toestemming|geblokk|(^|_)(in)?actief|frameld|avmeld|avregistr|avprenum|avslut|samtyck|samtykk|wypis|zgod[ay]|rezygn|aktywn|odhlá|souhlas/;

/** Russian, Chinese and Japanese. */
const OTHER_SCRIPTS =
  /отпис|подпис|соглас|статус|退订|退訂|取消|状态|状態|订阅|訂閱|購読|配信|解除|退会|停止/;

const CONSENT_PATTERNS = [ENGLISH, ENGLISH_REFUSALS, GERMAN, ROMANCE, NORTHERN, OTHER_SCRIPTS];

const splitWords = (text: string): string[] => text.trim().split(/\s+/);
/** Names that match a pattern and say nothing of consent: payment, past bounces, another service's own affairs. */
const HARMLESS_NAMES = new Set(
  splitWords(`subscriptiondatesubstack subscriptionsourcefree subscriptionsourcepaid subscriptionpremiumtiernames
    subscriptioninterval subscriptionsgifted lastbouncedate lastbouncereason subscriberid subscriptionid
    subscriberimportid subscribersource giftsubscriptionmessage commentingdisabledat deletedby`),
);
const HARMLESS_ENDING = /_(ip|uuid|token|url|link|hash|tier|plan)$/;
/** Dates on which a subscriber was last active. */
const ACTIVITY_DATE = /^(days|last|first|most)_active/;
/** Channels other than mail. */
const OTHER_CHANNEL = /(^|_)(sms|whatsapp|push)(_|$)/;
const MAIL_CHANNEL = /mail|news/;
/** The state of a postal address. */
const POSTAL_STATE =
  /(billing|shipping|home|work|address|location).*_state$|(^|_)state_(code|name|province|region|county)$/;

/** `key`: the compact name; `spaced`: its words with underscores between. */
export function isHarmlessName(key: string, spaced: string): boolean {
  if (
    HARMLESS_NAMES.has(key) ||
    HARMLESS_ENDING.test(spaced) ||
    ACTIVITY_DATE.test(spaced) ||
    POSTAL_STATE.test(spaced)
  )
    return true;
  return OTHER_CHANNEL.test(spaced) && !MAIL_CHANNEL.test(spaced);
}

export const mayStateConsent = (spaced: string): boolean =>
  CONSENT_PATTERNS.some((pattern) => pattern.test(spaced));
