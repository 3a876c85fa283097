/** An XML element; text is that between its children, joined. */
export interface XmlNode {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlNode[];
  readonly text: string;
}

const token =
  /<!\[CDATA\[([\s\S]*?)\]\]>|<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!DOCTYPE[^>]*>|<\/([^\s>]+)\s*>|<([^\s/>]+)((?:\s+[^\s=]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>|([^<]+)/g;
const attribute = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

interface OpenNode {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlNode[];
  text: string;
}

/** The root element of an XML text as AWS writes it (no DTDs); nothing when the text is not well formed. */
export function parseXml(text: string): XmlNode | undefined {
  const top: OpenNode = { name: '', attributes: {}, children: [], text: '' };
  const open: OpenNode[] = [top];
  let end = 0;
  for (const match of text.matchAll(token)) {
    if (match.index !== end) return undefined;
    end = match.index + match[0].length;
    const [, cdata, closing, opening, attributes, empty, words] = match;
    const parent = open.at(-1);
    if (parent === undefined) return undefined;
    if (cdata !== undefined) parent.text += cdata;
    else if (words !== undefined) parent.text += decodeEntities(words);
    else if (closing !== undefined) {
      if (open.pop()?.name !== closing) return undefined;
    } else if (opening !== undefined) {
      const node: OpenNode = { name: opening, attributes: readAttributes(attributes ?? ''), children: [], text: '' };
      parent.children.push(node);
      if (empty === '') open.push(node);
    }
  }
  return end === text.length && open.length === 1 ? top.children[0] : undefined;
}

/** The name without its namespace prefix. */
export const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

/** The first descendant of that name, the node itself included. */
export function descendant(node: XmlNode, name: string): XmlNode | undefined {
  if (localName(node.name) === name) return node;
  for (const child of node.children) {
    const found = descendant(child, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function readAttributes(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...text.matchAll(attribute)].map(([, name, double, single]) => [name, decodeEntities(double ?? single ?? '')]),
  );
}

function decodeEntities(text: string): string {
  return text.replace(/&(#x[0-9a-fA-F]+|#\d+|\w+);/g, (whole, name: string) => {
    if (!name.startsWith('#')) return entities[name] ?? whole;
    const code = name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
