/** The text of a small publication.yaml: one topic, one newsletter. */

/** `minGap` is the newsletter's; `more` is whole lines, put last. */
export const publicationText = (
  given: { id?: string; title?: string; from?: string; minGap?: string; more?: string } = {},
): string => {
  const { id = 'small', title = 'Small', from = 'news@paper.press', minGap, more = '' } = given;
  return `id: ${id}
title: ${title}
language: en
timezone: UTC
from: ${title} <${from}>
postalAddress: [1 High Street]
editors: [Ed <ed@paper.press>]
topics: [{ id: world, name: World }]
newsletters: [{ id: brief, name: Brief, kind: edited, default: true${minGap ? `, minGap: ${minGap}` : ''} }]
${more}`;
};
