/** Decodes the percent-encoding of a path. A path whose encoding is broken stays as it is. */
export function decodedPath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
