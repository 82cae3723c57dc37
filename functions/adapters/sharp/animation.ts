/** Recognises pictures that move. libvips reports the frames of GIF and WebP only, so the other formats are read here. */
import type { Metadata } from 'sharp';

export function isAnimated(
  bytes: Uint8Array,
  { format, pages = 1 }: Pick<Metadata, 'format' | 'pages'>,
): boolean {
  if (format === 'gif' || format === 'webp') return pages > 1;
  if (format === 'png') return holdsBeforePixels(bytes, 'acTL');
  if (format === 'heif') return isSequence(bytes);
  return format === 'svg' && SVG_MOTION.test(new TextDecoder().decode(bytes));
}

/** SMIL elements, and CSS animations. */
const SVG_MOTION = /<(?:animate\w*|set)[\s/>]|@keyframes\b/;

/** PNG (W3C, §5.3): chunks of length, type, data and checksum follow a signature of 8 bytes. An APNG has acTL before IDAT. */
function holdsBeforePixels(bytes: Uint8Array, wanted: string): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 8; at + 8 <= bytes.length; at += 12 + view.getUint32(at)) {
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (type === wanted || type === 'IDAT') return type === wanted;
  }
  return false;
}

/** An image sequence (AV1 Image File Format, section 6.2) has the brand `avis` in its file type box. */
function isSequence(bytes: Uint8Array): boolean {
  const [size = 0] = bytes.length < 16 ? [] : [new DataView(bytes.buffer, bytes.byteOffset).getUint32(0)];
  for (let at = 8; at + 4 <= Math.min(size, bytes.length, 256); at += 4)
    if (String.fromCharCode(...bytes.subarray(at, at + 4)) === 'avis') return true;
  return false;
}
