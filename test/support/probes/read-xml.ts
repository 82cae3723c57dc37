/** A strict XML reader for tests: throws for text that is not well-formed or has an undeclared prefix. */
import { SaxesParser } from 'saxes';

/** `{uri}local` as name; `text` is all text below it. */
export type XmlElement = {
  name: string;
  attributes: Readonly<Record<string, string>>;
  text: string;
  children: XmlElement[];
};

export function readXml(text: string): XmlElement {
  const parser = new SaxesParser({ xmlns: true });
  const root: XmlElement = { name: '', attributes: {}, text: '', children: [] };
  const open = [root];
  const addText = (piece: string) => {
    for (const element of open) element.text += piece;
  };
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ uri, local, attributes }) => {
    const element: XmlElement = {
      name: uri ? `{${uri}}${local}` : local,
      attributes: Object.fromEntries(Object.values(attributes).map((a) => [a.name, a.value])),
      text: '',
      children: [],
    };
    open.at(-1)!.children.push(element);
    open.push(element);
  });
  parser.on('closetag', () => void open.pop());
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.write(text).close();
  return root.children[0]!;
}

export const child = (element: XmlElement, name: string): XmlElement | undefined =>
  element.children.find((c) => c.name === name);
export const childrenOf = (element: XmlElement, name: string): XmlElement[] =>
  element.children.filter((c) => c.name === name);
/** Descends by names, to the first child of each; throws if there is none. */
export const at = (element: XmlElement, ...names: string[]): XmlElement =>
  names.reduce((e, name) => {
    const found = child(e, name);
    if (!found) throw new Error(`no ${name} in ${e.name}`);
    return found;
  }, element);
