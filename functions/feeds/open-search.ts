/** Renders an OpenSearch description (1.1), by which a browser offers the site's search in its address bar. */
import { element, escapeXml, XML_DECLARATION } from './xml.ts';

export const OPEN_SEARCH_TYPE = 'application/opensearchdescription+xml; charset=utf-8';

/** The specification allows a name of 16 characters, and a description of 1,024. */
const MAX_NAME_LENGTH = 16;
const MAX_DESCRIPTION_LENGTH = 1024;

type OpenSearch = { title: string; description: string; language: string; base: string };

export function renderOpenSearch({ title, description, language, base }: OpenSearch): string {
  const cut = (text: string, length: number) => escapeXml(Array.from(text).slice(0, length).join('').trim());
  const parts = [
    element('ShortName', {}, cut(title, MAX_NAME_LENGTH)),
    element('Description', {}, cut(description, MAX_DESCRIPTION_LENGTH)),
    element('Language', {}, escapeXml(language)),
    element('InputEncoding', {}, 'UTF-8'),
    element('Url', { type: 'text/html', template: `${base}/search?q={searchTerms}` }),
  ];
  const namespace = { xmlns: 'http://a9.com/-/spec/opensearch/1.1/' };
  return `${XML_DECLARATION}${element('OpenSearchDescription', namespace, `\n${parts.join('\n')}\n`)}\n`;
}
