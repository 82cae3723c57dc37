/** A release may be live before its functions are: those of the version before fill new templates, whose new blocks they leave out. */
import { expect, it } from 'vitest';
import type { TemplatePiece } from '../../../functions/domain/letters/template.ts';
import { view } from '../../support/builders/an-edition.ts';

/** The marks that functions of the version before give to a letter, and those of its blocks. */
const EVERYWHERE =
  'publication home accent accentDark onAccent number label words minutes name address unsubscribe preferences action release language direction subject preheader padding newsletter date why postal browser';
const FORMER_BLOCKS: Readonly<Record<string, string>> = {
  letter: '',
  'letter.teaser': 'title',
  'letter.banner': 'title message',
  'letter.banner.stop': 'button title message',
  'letter.banner.release': 'button title message',
  'letter.dateline': '',
  'letter.dateline.length': '',
  'letter.intro': 'body',
  'letter.items': '',
  'letter.items.story': 'title url body',
  'letter.items.story.rule': 'title url body',
  'letter.items.story.kicker': 'topic title url body',
  'letter.items.story.label': 'title url body',
  'letter.items.story.figure': 'src width height alt title url body',
  'letter.items.story.figure.caption': 'caption src width height alt title url body',
  'letter.items.story.deeper': 'title url body',
  'letter.items.headline': 'title url summary',
  'letter.items.headline.rule': 'title url summary',
  'letter.items.headline.label': 'title url summary',
  'letter.items.sponsor': 'heading sponsor url body',
  'letter.items.sponsor.visit': 'heading sponsor url body',
  'letter.items.text': 'body',
  'letter.items.text.rule': 'body',
  'letter.items.text.heading': 'heading body',
  'letter.items.notice': 'title small',
  'letter.items.notice.paragraph': 'text title small',
  'letter.items.notice.button': 'button title small',
  'letter.signoff': 'body',
  'letter.corrections': '',
  'letter.corrections.correction': 'title url date text',
  'letter.links': '',
  'letter.links.browser': '',
  'letter.sent-to': '',
};

const marksIn = (pieces: readonly TemplatePiece[]): string[] =>
  pieces.flatMap((piece) => (typeof piece !== 'string' && 'mark' in piece ? [piece.mark] : []));

it.each(Object.entries(FORMER_BLOCKS))(
  'the block %s has no mark that older functions do not fill',
  async (name, own) => {
    const { templates } = await (await view()).release.templates();
    const { html, text } = templates[name]!;
    const given = `${EVERYWHERE} ${own}`.split(' ');
    const unknown = [...marksIn(html), ...marksIn(text)].filter(
      (mark) => !given.includes(mark) && !mark.includes('.'),
    );
    expect(unknown).toEqual([]);
  },
);
