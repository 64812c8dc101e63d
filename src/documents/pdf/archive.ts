// What makes a PDF fit to be kept for ten years: PDF/A-3b (ISO 19005-3). Metadata that say the same
// as the information dictionary, and what the colours mean. The third part is the one that allows an
// attached e-invoice: its file and its extension of the metadata belong here.

import { printable } from '../fonts/printable.js';
import { deflated, type PdfFile, referenceTo } from './pdf-file.js';
import { srgbProfile } from './srgb-profile.js';

export interface DocumentInformation {
  title: string;
  /** `YYYY-MM-DD`: part of the content, so that the same document has the same bytes. */
  date: string;
}

const PRODUCER = 'Orderloom';
const PROFILE_NAME = 'sRGB IEC61966-2.1';

let profile: Buffer | undefined;

/** Answers the number of the information dictionary. */
export function addInformation(file: PdfFile, { title, date }: DocumentInformation): number {
  const moment = `(D:${date.replaceAll('-', '')}000000Z)`;
  return file.add(
    `<</Title ${textString(title)}/Producer(${PRODUCER})/CreationDate${moment}/ModDate${moment}>>`,
  );
}

/** Answers the entries of the document's catalog. */
export function archiveEntries(file: PdfFile, information: DocumentInformation): string {
  profile ??= deflated(srgbProfile());
  const colors = file.addDeflatedStream('/N 3', profile);
  const intent = file.add(
    `<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(${PROFILE_NAME})` +
      `/Info(${PROFILE_NAME})/DestOutputProfile ${referenceTo(colors)}>>`,
  );
  const metadata = file.addPlainStream('/Type/Metadata/Subtype/XML', Buffer.from(xmp(information)));
  return `/OutputIntents[${referenceTo(intent)}]/Metadata ${referenceTo(metadata)}`;
}

/** ISO 16684-1. Readers search the file for the packet's markers, so it is not compressed. */
function xmp({ title, date }: DocumentInformation): string {
  const moment = `${date}T00:00:00Z`;
  return `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"><pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance></rdf:Description>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title><rdf:Alt><rdf:li xml:lang="x-default">${escaped(title)}</rdf:li></rdf:Alt></dc:title></rdf:Description>
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"><xmp:CreateDate>${moment}</xmp:CreateDate><xmp:ModifyDate>${moment}</xmp:ModifyDate><pdf:Producer>${PRODUCER}</pdf:Producer></rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Without control characters, which XML forbids even as references. */
const escaped = (text: string): string =>
  printable(text)
    .replace(/[\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>]/g, (character) => entities[character] as string);

/** UTF-16 with its mark, as hexadecimal digits: nothing in it needs an escape. */
const textString = (text: string): string =>
  `<feff${Buffer.from(printable(text).replace(/[\ufffe\uffff]/g, '\ufffd'), 'utf16le')
    .swap16()
    .toString('hex')}>`;
