import { describe, expect, it } from 'vitest';
import {
  cardPath,
  cardScopeOf,
  editionCard,
  homeCard,
  newsletterCard,
  storyCard,
  topicCard,
} from '../../../functions/domain/content/share-card.ts';
import { aPublication } from '../../support/builders/small-publication.ts';

const paper = aPublication();
const topic = { name: 'World' };
const card = storyCard(paper, { title: 'Ferries' }, topic);

describe('a share card', () => {
  it('shows the title of its page, where it belongs, and the publication', () => {
    expect(card).toMatchObject({ title: 'Ferries', label: 'World', name: paper.title, direction: 'ltr' });
    expect(homeCard(paper)).toMatchObject({ title: paper.title, name: paper.description });
    expect(topicCard(paper, topic)).toMatchObject({ title: 'World', label: '' });
    expect(newsletterCard(paper, { name: 'Daily' })).toMatchObject({ title: 'Daily', name: paper.title });
    const edition = editionCard(paper, { subject: 'Monday', newsletter: { name: 'Brief' } });
    expect(edition).toMatchObject({ title: 'Monday', label: 'Brief' });
    expect(storyCard(paper, { title: 'x' }, undefined).label).toBe('');
  });

  it('has one name for one drawing, and another for any other words, colour or direction', () => {
    const others = [
      storyCard(paper, { title: 'Gulls' }, topic),
      storyCard(paper, { title: 'Ferries' }, { name: 'Cities' }),
      storyCard({ ...paper, title: 'Other' }, { title: 'Ferries' }, topic),
      storyCard({ ...paper, accent: '#005522' }, { title: 'Ferries' }, topic),
      storyCard({ ...paper, language: 'ar' }, { title: 'Ferries' }, topic),
    ];
    const names = [card, ...others].map(cardPath);
    expect(new Set(names).size).toBe(names.length);
    expect(cardPath(storyCard(paper, { title: 'Ferries' }, topic))).toBe(names[0]);
    expect(names[0]).toMatch(/^media\/card-[0-9a-f]{16}\.png$/);
  });

  it('never says what is to come in its name', () => {
    expect(cardPath(storyCard(paper, { title: 'Secret' }, topic))).not.toMatch(/secret/i);
  });

  it('cuts what no letters would be small enough for, between whole characters', () => {
    const { title } = storyCard(paper, { title: '😀'.repeat(400) }, topic);
    expect([...title]).toHaveLength(180);
    expect(title.endsWith('😀…')).toBe(true);
  });

  it('is each story’s own up to five hundred, and then its topic’s', () => {
    expect(cardScopeOf(500, 501)).toEqual({ stories: true, editions: false });
    expect(cardScopeOf(501, 500)).toEqual({ stories: false, editions: true });
  });
});
