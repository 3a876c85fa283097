import type { Json, JsonObject } from '#domain/json.ts';
import type { Shape } from './shape.ts';
import { localName, type XmlNode } from './xml.ts';

/** A scalar of the wire (always text there) as the type that its shape has. */
export function scalar(text: string, shape: Shape | undefined): Json {
  if (shape?.kind === 'boolean') return text === 'true';
  if (shape?.kind === 'number' && text.trim() !== '' && Number.isFinite(Number(text))) return Number(text);
  return text;
}

/** An XML element as the SDK would return it: names of the schema, lists unwrapped. */
export function fromXml(node: XmlNode, shape: Shape): Json {
  switch (shape.kind) {
    case 'structure':
      return structure(node, shape);
    case 'list':
      return node.children.map((child) => fromXml(child, shape.item()));
    case 'map':
      return entries(node.children, shape);
    case 'document':
      return node.text;
    default:
      return scalar(node.text, shape);
  }
}

function structure(node: XmlNode, shape: Shape & { kind: 'structure' }): JsonObject {
  const found: Record<string, Json> = {};
  for (const [name, read] of shape.members) {
    const member = read();
    const wire = member.traits.xmlName ?? name;
    if (member.traits.attribute) {
      const value = node.attributes[wire] ?? node.attributes[localName(wire)];
      if (value !== undefined) found[name] = scalar(value, member);
      continue;
    }
    const children = node.children.filter((child) => localName(child.name) === localName(wire));
    const [first] = children;
    if (first === undefined) continue;
    if (member.kind === 'list' && member.traits.flattened) found[name] = children.map((child) => fromXml(child, member.item()));
    else if (member.kind === 'map' && member.traits.flattened) found[name] = entries(children, member);
    else found[name] = fromXml(first, member);
  }
  return found;
}

function entries(nodes: readonly XmlNode[], shape: Shape & { kind: 'map' }): JsonObject {
  const keyName = shape.key().traits.xmlName ?? 'key';
  const valueName = shape.value().traits.xmlName ?? 'value';
  return Object.fromEntries(
    nodes.flatMap((entry) => {
      const key = entry.children.find((child) => child.name === keyName);
      const value = entry.children.find((child) => child.name === valueName);
      return key === undefined ? [] : [[key.text, value === undefined ? '' : fromXml(value, shape.value())]];
    }),
  );
}

/** XML without a schema: repeated children become lists, `member` and `item` wrappers disappear, everything stays text. */
export function looseXml(node: XmlNode): Json {
  if (node.children.length === 0) return node.text;
  const names = new Set(node.children.map((child) => localName(child.name)));
  const [only] = names;
  if (names.size === 1 && (only === 'member' || only === 'item')) return node.children.map(looseXml);
  return Object.fromEntries(
    [...names].map((name) => {
      const same = node.children.filter((child) => localName(child.name) === name);
      const [first] = same;
      return [name, same.length === 1 && first !== undefined ? looseXml(first) : same.map(looseXml)];
    }),
  );
}
