// E-invoices as other programs read them.

import { XMLParser, XMLValidator } from 'fast-xml-parser';

export interface XmlNode {
  [name: string]: XmlNode | string | (XmlNode | string)[];
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  parseAttributeValue: false,
  ignoreDeclaration: true,
  trimValues: true,
});

/** @throws where the XML is not well-formed. */
export function readXml(xml: string): XmlNode {
  const valid = XMLValidator.validate(xml);
  if (valid !== true) throw new Error(`${valid.err.msg} at ${valid.err.line}:${valid.err.col}`);
  return parser.parse(xml) as XmlNode;
}

/** All texts at a path such as `Invoice/cac:TaxTotal/cbc:TaxAmount`. */
export function textsAt(node: XmlNode, path: string): string[] {
  let nodes: (XmlNode | string)[] = [node];
  for (const name of path.split('/')) {
    nodes = nodes.flatMap((each): (XmlNode | string)[] => {
      const found = typeof each === 'string' ? [] : (each[name] ?? []);
      return Array.isArray(found) ? found : [found];
    });
  }
  return nodes.map((each) => (typeof each === 'string' ? each : String(each['#text'] ?? '')));
}
