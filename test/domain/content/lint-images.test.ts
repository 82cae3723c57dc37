import { describe, expect, it } from 'vitest';
import { isPlaceholderAlt } from '../../../functions/domain/content/lint-images.ts';

describe('an alt text', () => {
  it.each([
    ...['alt text', 'alt', 'Alt-Text', 'Alternative text', 'alternativtext', 'image', 'Image 3', 'an image'],
    ...['Bild', 'Bild 12', 'Foto', 'ein Foto', 'Abbildung 1', 'Bildbeschreibung', 'image description'],
    ...['insert image description here', 'untitled', 'Screenshot', 'caption', 'photo.', 'figure #2', 'TODO'],
    ...['IMG_1234', 'IMG_1234.JPG', 'DSC00012', 'PXL_20240101_120000', 'bus.png', 'Foto-2', 'scan 001'],
    ...['WhatsApp Image 2024-01-02 at 10.11.12', 'Screenshot 2024-01-02 at 10.11.12', 'IMG_0001-edited'],
    ...['Bildschirmfoto 2024-01-02 um 10.11.12', 'Screen Shot 2020-01-01 at 9.00.00 AM', 'night-bus_2'],
  ])('of %j is a placeholder', (alt) => {
    expect(isPlaceholderAlt(alt, 'images/night-bus-2.jpg')).toBe(true);
  });

  it.each([
    ...['A night bus', 'Bus', 'Harbour', 'Photo of Ada Marsh', 'Image of the harbour at dawn', 'Ada'],
    ...['Bild eines Hafens', 'Foto: Ada', 'Apollo 11', 'F-16', 'Route 66', 'test pilot', 'Picture house'],
    ...['Chart of prices since 1970', 'Night bus 2', 'Ein Bild von Klee', 'The IMG building', '1984', '日本'],
    ...['Vitamin-D', 'Text of the law', 'Icon of Saint George', 'Figure skating'],
  ])('of %j is none', (alt) => {
    expect(isPlaceholderAlt(alt, 'images/night-bus-2.jpg')).toBe(false);
  });

  it('may be the one word that the file is called, too', () => {
    expect(isPlaceholderAlt('Harbour', 'images/harbour.jpg')).toBe(false);
  });
});
