/** What the columns of other programs' reader files are called, and what each of them says. Case, blanks and hyphens do not count. */

import { isHarmlessName, smellsOfConsent } from './consent-columns.ts';

/** What a column holds that says something of the person. */
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
 * What a column says of consent. `status`: a word for it · `subscribed`, `confirmed`: yes, or a date, where they agreed; what is
 * empty agreed to nothing · the others: yes, or a date, where they may not be mailed · `hint`: a word now and then, often others.
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

const words = (text: string): string[] => text.trim().split(/\s+/);

/** Of several that a file has, the first counts. */
const PLAIN: Readonly<Record<PlainField, readonly string[]>> = {
  email: words(`email emailaddress mail mailaddress emailadresse mailadresse subscriberemail memberemail
    contactemail useremail primaryemail`),
  name: words('name fullname displayname subscribername membername'),
  first_name: words('firstname fname givenname forename vorname prénom prenom'),
  last_name: words('lastname lname surname familyname nachname'),
  newsletters: ['newsletters'],
  topics: ['topics'],
  labels: words('labels tags'),
  subscribed_at: words(`subscribedat subscribedon subscribeddate subscriptiondate subscribedate datesubscribed
    signedupat signedupon signupdate signuptime signupat optintime optindate optinat optedinat dateadded addedat
    dateregistered registeredat joinedat joineddate joindate datejoined startdate createdat createdon createddate
    creationdate datecreated created anmeldedatum angemeldetam`),
  confirmed_at:
    words(`confirmedat confirmedon confirmeddate confirmdate confirmtime confirmationdate confirmationtime
    doubleoptinat doubleoptindate doubleoptintime optinconfirmedat verifiedat emailverifiedat emailconfirmedat bestätigtam`),
  source: words('source signupsource'),
  consent_form: ['consentform'],
  paused_until: ['pauseduntil'],
  changed_at: ['changedat'],
  reason: ['reason'],
  vouched_for: ['vouchedfor'],
  leaving_remarks: ['leavingremarks'],
  letter_links: ['letterlinks'],
};

const CONSENT: Readonly<Record<ConsentField, readonly string[]>> = {
  status:
    words(`status state subscriptionstatus subscriptionstate subscriberstatus subscriberstate memberstatus
    emailstatus contactstatus optinstatus mailingstatus consentstatus confirmstatus confirmationstatus marketingstatus
    emailmarketingstatus emailsubscriptionstatus liststatus`),
  subscribed: words(`subscribed issubscribed subscribedtoemails subscribedtoemail subscribedtonewsletter
    activesubscription active isactive enabled isenabled optin optedin isoptedin hasoptedin emailoptin newsletteroptin
    marketingoptin engagementoptin consent hasconsent consentgiven emailconsent marketingconsent gdprconsent
    newsletterconsent emailmarketingconsent acceptsmarketing acceptsemailmarketing acceptsemail acceptsemails
    permission emailpermission marketingpermission mailingpermission mailable newsletter wantsnewsletter
    receivesnewsletter receiveemails receivesemails einwilligung`),
  confirmed: words(`confirmed isconfirmed verified isverified emailverified emailconfirmed doubleoptin
    doubleoptinconfirmed optinconfirmed activated isactivated bestätigt`),
  unsubscribed:
    words(`unsubscribed isunsubscribed unsubscribedat unsubscribedon unsubscribeddate unsubscribedate
    unsubscribetime unsubscribe unsubscribeat unsubscriptiondate unsubscriptiontime dateunsubscribed unsub unsubbed
    unsubtime unsubdate unsubat optout optedout isoptedout hasoptedout emailoptout marketingoptout newsletteroptout
    optoutdate optouttime optoutat optedoutat globalunsubscribe emaildisabled emailsdisabled disabled isdisabled
    disabledat deleted isdeleted deletedat deletedon deletiondate datedeleted canceled cancelled canceledat cancelledat
    canceldate canceleddate cancelleddate cancellationdate removed isremoved removedat dateremoved leftat inactive
    isinactive deactivated deactivatedat archived archivedat blocked isblocked blockedat withdrawnat revokedat
    consentwithdrawnat consentrevokedat abgemeldet abgemeldetam abmeldedatum`),
  bounced:
    words(`bounced isbounced bouncedat bouncedate bounce hardbounced hardbounce hardbouncedat cleaned iscleaned
    cleanedat cleantime cleandate cleanat undeliverable isundeliverable undeliverableat undeliverabilitydate`),
  complained:
    words(`complained iscomplained complainedat complaint complaintdate complaintat spam isspam markedasspam
    spamcomplaint spamreport spamreportedat abuse abusecomplaint abusereport`),
  suppressed:
    words(`suppressed issuppressed suppressedat suppressiondate blocklisted isblocklisted blocklistedat
    blacklisted isblacklisted blacklistedat donotmail donotemail donotcontact`),
  hint: words('type subscribertype subscriptiontype membertype'),
};

/** Any text in them says so: why somebody left, and by which campaign. */
const MARKS: Readonly<Partial<Record<ConsentField, readonly string[]>>> = {
  unsubscribed: words(`unsubreason unsubreasonother unsubcampaigntitle unsubcampaignid unsubscribereason
    unsubscribedreason unsubscriptionreason optoutreason cancelreason cancellationreason`),
  bounced: words('cleancampaigntitle cleancampaignid cleanreason undeliverabilityreason'),
  suppressed: ['suppressionreason'],
};

export type Meaning =
  | { plain: PlainField; rank: number }
  | { consent: ConsentField; mark: boolean }
  | 'harmless'
  | 'unclear'
  | undefined;

const MEANINGS = new Map<string, Meaning>([
  ...Object.entries(PLAIN).flatMap(([plain, names]) =>
    names.map((name, rank): [string, Meaning] => [name, { plain: plain as PlainField, rank }]),
  ),
  ...[CONSENT, MARKS].flatMap((table) =>
    Object.entries(table).flatMap(([consent, names]) =>
      names.map((name): [string, Meaning] => [
        name,
        { consent: consent as ConsentField, mark: table === MARKS },
      ]),
    ),
  ),
]);

/** `Email Address`, `email_address`, `emailAddress` are one, in whichever form of Unicode. */
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

/** Columns of a postal address: a `state` beside them is California. */
const POSTAL = new Set(words('city zip zipcode postalcode postcode country address address1 street region'));

/** What a column says, by its name and by those beside it. undefined: nothing that an import could use. */
export function meaningOf(name: string, beside: ReadonlySet<string>): Meaning {
  const key = compactName(name);
  if (isAside(key, beside)) return 'harmless';
  if (key === 'state' && [...POSTAL].some((one) => beside.has(one))) return { consent: 'hint', mark: false };
  const known = MEANINGS.get(key);
  if (known) return known;
  const spaced = spacedName(name);
  if (isHarmlessName(key, spaced)) return 'harmless';
  return smellsOfConsent(spaced) ? 'unclear' : undefined;
}

/** Substack: whom mail reaches is in `email_disabled`; the others are about money and digests. */
const isAside = (key: string, beside: ReadonlySet<string>): boolean =>
  ((key === 'activesubscription' || key === 'digestenabled') && beside.has('emaildisabled')) ||
  (key === 'canceldate' && (beside.has('stripeplan') || beside.has('paidupgradedate')));

const isPlain = (field: string): field is PlainField => Object.hasOwn(PLAIN, field);
const isConsent = (field: string): field is ConsentField => Object.hasOwn(CONSENT, field) && field !== 'hint';

/** What `--map` may say of a column. */
export const MAP_FIELDS: readonly string[] = [
  ...Object.keys(PLAIN),
  ...Object.keys(CONSENT).filter(isConsent),
  'ignore',
];

/** The meaning that is asked for by name; undefined for what is none. */
export function namedMeaning(field: string): Meaning | 'ignore' {
  if (field === 'ignore') return 'ignore';
  if (isPlain(field)) return { plain: field, rank: -1 };
  return isConsent(field) ? { consent: field, mark: false } : undefined;
}
