/** Lists the blocks that mail templates must have, and the marks that each block may use. */

/** Marks that every block may use. The second list holds placeholders, which are filled for each message or selection of topics. */
const GLOBAL_MARKS = [
  ...['publication', 'home', 'accent', 'accentDark', 'onAccent'],
  ...[
    'number',
    'label',
    'words',
    'minutes',
    'name',
    'address',
    'unsubscribe',
    'preferences',
    'action',
    'release',
  ],
];

/** Block → its own marks; an inner block may also use the marks of the blocks around it. */
export const MAIL_BLOCKS: Readonly<Record<string, readonly string[]>> = {
  letter: [
    ...['language', 'direction', 'wordsDirection', 'subject', 'preheader', 'padding'],
    ...['newsletter', 'date', 'why', 'postal', 'browser'],
  ],
  'letter.logo': ['src', 'width', 'height', 'alt'],
  'letter.logo.dark': ['src', 'width', 'height'],
  'letter.logo.name': ['name'],
  'letter.teaser': ['title'],
  'letter.teaser.stop': ['stop'],
  'letter.banner': ['title', 'message'],
  'letter.banner.stop': ['button'],
  'letter.banner.release': ['button'],
  'letter.dateline': [],
  'letter.dateline.length': [],
  'letter.intro': ['body'],
  'letter.contents': [],
  'letter.contents.line': ['title'],
  'letter.contents.line.label': [],
  'letter.items': [],
  'letter.items.story': ['title', 'url', 'body'],
  'letter.items.story.underline': ['underline'],
  'letter.items.story.rule': [],
  'letter.items.story.kicker': ['topic'],
  'letter.items.story.label': [],
  'letter.items.story.byline': ['byline'],
  'letter.items.story.figure': ['src', 'width', 'height', 'alt'],
  'letter.items.story.figure.caption': ['caption'],
  'letter.items.story.thumb': ['src', 'width', 'height', 'alt'],
  'letter.items.story.thumb.caption': ['caption'],
  'letter.items.story.deeper': [],
  'letter.items.headline': ['title', 'url', 'summary'],
  'letter.items.headline.underline': ['underline'],
  'letter.items.headline.rule': [],
  'letter.items.headline.label': [],
  'letter.items.headline.byline': ['byline'],
  'letter.items.sponsor': ['heading', 'sponsor', 'url', 'body'],
  'letter.items.sponsor.visit': [],
  'letter.items.text': ['body'],
  'letter.items.text.rule': [],
  'letter.items.text.heading': ['heading'],
  'letter.items.text.heading.underline': ['underline'],
  'letter.items.notice': ['title', 'small'],
  'letter.items.notice.underline': ['underline'],
  'letter.items.notice.paragraph': ['text'],
  'letter.items.notice.prose': ['body'],
  'letter.items.notice.latest': ['lead', 'headline', 'url'],
  'letter.items.notice.next': ['next'],
  'letter.items.notice.button': ['button'],
  'letter.signoff': ['body'],
  'letter.corrections': [],
  'letter.corrections.correction': ['title', 'url', 'date', 'text'],
  'letter.reply': [],
  'letter.forwarded': ['signup'],
  'letter.links': [],
  'letter.links.browser': [],
  'letter.sent-to': [],
};

/** Lists a block and the blocks around it: `letter.items.story` is inside `letter.items`, which is inside `letter`. */
const ancestorsOf = (block: string): string[] => {
  const names = block.split('.');
  return names.map((_, i) => names.slice(0, i + 1).join('.'));
};

/** Every mark that a block may use, except keys of translated words (`letter.deeper`), which have a dot. */
export const marksOf = (block: string): string[] => [
  ...GLOBAL_MARKS,
  ...ancestorsOf(block).flatMap((name) => MAIL_BLOCKS[name] ?? []),
];
