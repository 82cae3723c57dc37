/** Column names in other programs' exports, and the meaning of each. Case, blanks and hyphens do not count. */

import { isHarmlessName, mayStateConsent } from './consent-columns.ts';

/** Fields of a row that do not state consent. */
export type PlainField =
  | 'email'
  | 'name'
  | 'first_name'
  | 'last_name'
  | 'newsletters'
  | 'topics'
  | 'labels'
  | 'subscribed_at'
  | 'confirmed_at'
  | 'source'
  | 'consent_form'
  | 'paused_until'
  | 'changed_at'
  | 'reason'
  | 'vouched_for'
  | 'leaving_remarks'
  | 'letter_links';

/**
 * The kinds of column that state consent. `status`: a word for it · `subscribed`, `confirmed`: yes or a date for an agreement, empty for
 * none · `hint`: sometimes a word of consent, often another word · the others: yes or a date if the address may not be mailed.
 */
export type ConsentField =
  | 'status'
  | 'subscribed'
  | 'confirmed'
  | 'unsubscribed'
  | 'bounced'
  | 'complained'
  | 'suppressed'
  | 'hint';

const splitWords = (text: string): string[] => text.trim().split(/\s+/);

/** Names of each field, the most usual first: of several in one file, that one counts. */
const PLAIN_NAMES: Readonly<Record<PlainField, readonly string[]>> = {
  email: splitWords(`email emailaddress mail mailaddress emailadresse mailadresse subscriberemail memberemail
    contactemail useremail primaryemail`),
  name: splitWords('name fullname displayname subscribername membername'),
  first_name: splitWords('firstname fname givenname forename vorname prénom prenom'),
  last_name: splitWords('lastname lname surname familyname nachname'),
  newsletters: ['newsletters'],
  topics: ['topics'],
  labels: splitWords('labels tags'),
  subscribed_at:
    splitWords(`subscribedat subscribedon subscribeddate subscriptiondate subscribedate datesubscribed
    signedupat signedupon signupdate signuptime signupat optintime optindate optinat optedinat dateadded addedat
    dateregistered registeredat joinedat joineddate joindate datejoined startdate createdat createdon createddate
    creationdate datecreated created anmeldedatum angemeldetam`),
  confirmed_at:
    splitWords(`confirmedat confirmedon confirmeddate confirmdate confirmtime confirmationdate confirmationtime
    doubleoptinat doubleoptindate doubleoptintime optinconfirmedat verifiedat emailverifiedat emailconfirmedat bestätigtam`),
  source: splitWords('source signupsource'),
  consent_form: ['consentform'],
  paused_until: ['pauseduntil'],
  changed_at: ['changedat'],
  reason: ['reason'],
  vouched_for: ['vouchedfor'],
  leaving_remarks: ['leavingremarks'],
  letter_links: ['letterlinks'],
};

const CONSENT_NAMES: Readonly<Record<ConsentField, readonly string[]>> = {
  status:
    splitWords(`status state subscriptionstatus subscriptionstate subscriberstatus subscriberstate memberstatus
    emailstatus contactstatus optinstatus mailingstatus consentstatus confirmstatus confirmationstatus marketingstatus
    emailmarketingstatus emailsubscriptionstatus liststatus`),
  subscribed: splitWords(`subscribed issubscribed subscribedtoemails subscribedtoemail subscribedtonewsletter
    activesubscription active isactive enabled isenabled optin optedin isoptedin hasoptedin emailoptin newsletteroptin
    marketingoptin engagementoptin consent hasconsent consentgiven emailconsent marketingconsent gdprconsent
    newsletterconsent emailmarketingconsent acceptsmarketing acceptsemailmarketing acceptsemail acceptsemails
    permission emailpermission marketingpermission mailingpermission mailable newsletter wantsnewsletter
    receivesnewsletter receiveemails receivesemails einwilligung`),
  confirmed: splitWords(`confirmed isconfirmed verified isverified emailverified emailconfirmed doubleoptin
    doubleoptinconfirmed optinconfirmed activated isactivated bestätigt`),
  unsubscribed:
    splitWords(`unsubscribed isunsubscribed unsubscribedat unsubscribedon unsubscribeddate unsubscribedate
    unsubscribetime unsubscribe unsubscribeat unsubscriptiondate unsubscriptiontime dateunsubscribed unsub unsubbed
    unsubtime unsubdate unsubat optout optedout isoptedout hasoptedout emailoptout marketingoptout newsletteroptout
    optoutdate optouttime optoutat optedoutat globalunsubscribe emaildisabled emailsdisabled disabled isdisabled
    disabledat deleted isdeleted deletedat deletedon deletiondate datedeleted canceled cancelled canceledat cancelledat
    canceldate canceleddate cancelleddate cancellationdate removed isremoved removedat dateremoved leftat inactive
    isinactive deactivated deactivatedat archived archivedat blocked isblocked blockedat withdrawnat revokedat
    consentwithdrawnat consentrevokedat abgemeldet abgemeldetam abmeldedatum`),
  bounced:
    splitWords(`bounced isbounced bouncedat bouncedate bounce hardbounced hardbounce hardbouncedat cleaned iscleaned
    cleanedat cleantime cleandate cleanat undeliverable isundeliverable undeliverableat undeliverabilitydate`),
  complained:
    splitWords(`complained iscomplained complainedat complaint complaintdate complaintat spam isspam markedasspam
    spamcomplaint spamreport spamreportedat abuse abusecomplaint abusereport`),
  suppressed:
    splitWords(`suppressed issuppressed suppressedat suppressiondate blocklisted isblocklisted blocklistedat
    blacklisted isblacklisted blacklistedat donotmail donotemail donotcontact`),
  hint: splitWords('type subscribertype subscriptiontype membertype'),
};

/** Columns in which any text means yes: the reason for an unsubscribe or a bounce, or its campaign. */
const MARK_NAMES: Readonly<Partial<Record<ConsentField, readonly string[]>>> = {
  unsubscribed: splitWords(`unsubreason unsubreasonother unsubcampaigntitle unsubcampaignid unsubscribereason
    unsubscribedreason unsubscriptionreason optoutreason cancelreason cancellationreason`),
  bounced: splitWords('cleancampaigntitle cleancampaignid cleanreason undeliverabilityreason'),
  suppressed: ['suppressionreason'],
};

export type ColumnMeaning =
  | { plain: PlainField; rank: number }
  | { consent: ConsentField; mark: boolean }
  | 'harmless'
  | 'unclear'
  | undefined;

const MEANING_BY_NAME = new Map<string, ColumnMeaning>([
  ...Object.entries(PLAIN_NAMES).flatMap(([plain, names]) =>
    names.map((name, rank): [string, ColumnMeaning] => [name, { plain: plain as PlainField, rank }]),
  ),
  ...[CONSENT_NAMES, MARK_NAMES].flatMap((table) =>
    Object.entries(table).flatMap(([consent, names]) =>
      names.map((name): [string, ColumnMeaning] => [
        name,
        { consent: consent as ConsentField, mark: table === MARK_NAMES },
      ]),
    ),
  ),
]);

/** One key for `Email Address`, `email_address` and `emailAddress`, in any form of Unicode. */
export const compactName = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '');

const spacedName = (name: string): string =>
  name
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '_')
    .replace(/^_|_$/g, '');

/** Columns of a postal address. A `state` beside them is one such as California. */
const POSTAL_NAMES = new Set(
  splitWords('city zip zipcode postalcode postcode country address address1 street region'),
);

/** The meaning of a column, by its name and the names beside it; undefined if the import has no use for it. */
export function meaningOf(name: string, beside: ReadonlySet<string>): ColumnMeaning {
  const key = compactName(name);
  if (isOtherSubstackColumn(key, beside)) return 'harmless';
  if (key === 'state' && [...POSTAL_NAMES].some((one) => beside.has(one)))
    return { consent: 'hint', mark: false };
  const known = MEANING_BY_NAME.get(key);
  if (known) return known;
  const spaced = spacedName(name);
  if (isHarmlessName(key, spaced)) return 'harmless';
  return mayStateConsent(spaced) ? 'unclear' : undefined;
}

/** True for Substack's columns about money and digests. In its exports only `email_disabled` says whether a subscriber gets mail. */
const isOtherSubstackColumn = (key: string, beside: ReadonlySet<string>): boolean =>
  ((key === 'activesubscription' || key === 'digestenabled') && beside.has('emaildisabled')) ||
  (key === 'canceldate' && (beside.has('stripeplan') || beside.has('paidupgradedate')));

const isPlainField = (field: string): field is PlainField => Object.hasOwn(PLAIN_NAMES, field);
const isConsentField = (field: string): field is ConsentField =>
  Object.hasOwn(CONSENT_NAMES, field) && field !== 'hint';

/** Fields that `--map` may give to a column. */
export const MAP_FIELDS: readonly string[] = [
  ...Object.keys(PLAIN_NAMES),
  ...Object.keys(CONSENT_NAMES).filter(isConsentField),
  'ignore',
];

/** The meaning of a field that `--map` names; undefined if there is no such field. */
export function meaningOfField(field: string): ColumnMeaning | 'ignore' {
  if (field === 'ignore') return 'ignore';
  if (isPlainField(field)) return { plain: field, rank: -1 };
  return isConsentField(field) ? { consent: field, mark: false } : undefined;
}
