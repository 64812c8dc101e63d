// What makes a PDF fit to be kept for ten years: PDF/A-3b (ISO 19005-3). Metadata that say the same
// as the information dictionary, what the colours mean, and the e-invoice that the third part allows
// to be attached.

import { printable } from '../fonts/printable.js';
import { ATTACHMENT_NAME, attach } from './attachment.js';
import { deflated, type PdfFile, referenceTo } from './pdf-file.js';
import { srgbProfile } from './srgb-profile.js';
import { xmp } from './xmp.js';

export interface DocumentInformation {
  title: string;
  /** `YYYY-MM-DD`: part of the content, so that the same document has the same bytes. */
  date: string;
  /** The e-invoice. */
  xml: string | null;
}

const PRODUCER = 'Orderloom';
const PROFILE_NAME = 'sRGB IEC61966-2.1';

let profile: Buffer | undefined;

const pdfDate = (date: string): string => `(D:${date.replaceAll('-', '')}000000Z)`;

/** Answers the number of the information dictionary. */
export function addInformation(file: PdfFile, { title, date }: DocumentInformation): number {
  const moment = pdfDate(date);
  return file.add(
    `<</Title ${textString(title)}/Producer(${PRODUCER})/CreationDate${moment}/ModDate${moment}>>`,
  );
}

/** Answers the entries of the document's catalog. */
export function archiveEntries(file: PdfFile, { title, date, xml }: DocumentInformation): string {
  profile ??= deflated(srgbProfile());
  const colors = file.addDeflatedStream('/N 3', profile);
  const intent = file.add(
    `<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(${PROFILE_NAME})` +
      `/Info(${PROFILE_NAME})/DestOutputProfile ${referenceTo(colors)}>>`,
  );
  const facturX = xml === null ? null : { fileName: ATTACHMENT_NAME };
  const described = xmp({ title, moment: `${date}T00:00:00Z`, producer: PRODUCER, facturX });
  const metadata = file.addPlainStream('/Type/Metadata/Subtype/XML', Buffer.from(described));
  const attached = xml === null ? '' : attach(file, Buffer.from(xml), pdfDate(date));
  return `/OutputIntents[${referenceTo(intent)}]/Metadata ${referenceTo(metadata)}${attached}`;
}

/** UTF-16 with its mark, as hexadecimal digits: nothing in it needs an escape. */
const textString = (text: string): string =>
  `<feff${Buffer.from(printable(text).replace(/[\ufffe\uffff]/g, '\ufffd'), 'utf16le')
    .swap16()
    .toString('hex')}>`;
