/**
 * Makes a Hugo site around articles for comparison: a page for each, a home page, pages and feeds of topics, a sitemap; feeds with whole
 * texts.
 */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const FILES = {
  'hugo.toml': `baseURL = "https://bench.example/"
title = "The Bench"
[taxonomies]
topic = "topic"
[services.rss]
limit = 50
`,
  'layouts/_default/single.html': `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title>
<meta name="description" content="{{ .Params.summary }}"></head><body><h1>{{ .Title }}</h1>
<p>{{ .Date.Format "2 January 2006" }} {{ delimit .Params.authors ", " }}</p>{{ .Content }}</body></html>
`,
  'layouts/_default/list.html': `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title></head><body>
{{ range first 50 .RegularPagesRecursive }}<h2><a href="{{ .RelPermalink }}">{{ .Title }}</a></h2><p>{{ .Params.summary }}</p>{{ end }}
</body></html>
`,
  'layouts/_default/rss.xml': `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>{{ .Title }}</title>
<link>{{ .Permalink }}</link><description>{{ .Site.Title }}</description>
{{ range first 50 .RegularPagesRecursive }}<item><title>{{ .Title }}</title><link>{{ .Permalink }}</link><guid>{{ .Permalink }}</guid>
<pubDate>{{ .Date.Format "Mon, 02 Jan 2006 15:04:05 -0700" }}</pubDate><description>{{ .Content | html }}</description></item>{{ end }}
</channel></rss>
`,
};

/** `content`: a content folder of ours, with `articles/`. */
export function makeHugoSite(folder: string, content: string): void {
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  cpSync(join(content, 'articles'), join(folder, 'content/articles'), { recursive: true });
}
