/** The preview's page before the first release: without translations and styles, it lists the problems of the content. */
import type { Problem } from '../domain/problem.ts';
import { html } from './parts/markup.ts';
import { problemItem } from './parts/preview-banner.ts';

/** Seconds between reloads. The page cannot use the live reload, because its script is part of a release. */
const AGAIN = 2;

export const nothingYetPage = (problems: readonly Problem[]): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="${AGAIN}">
<title>Nothing to show yet</title>
</head>
<body>
<h1>Nothing to show yet</h1>
<p>${
    problems.length > 0
      ? 'Nothing was published so far, because of what is listed here. Mend it, and this page shows the publication by itself.'
      : 'Nothing can be shown so far. The terminal says why.'
  }</p>
<ul>${problems.map(problemItem)}</ul>
</body>
</html>
`.toString();
