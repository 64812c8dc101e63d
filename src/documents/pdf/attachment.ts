// The e-invoice inside the PDF: a file that says the same as the pages (Factur-X 1.0, 6.2; ISO
// 19005-3, 6.8), named `factur-x.xml` as readers expect it.

import { deflated, type PdfFile, referenceTo } from './pdf-file.js';

export const ATTACHMENT_NAME = 'factur-x.xml';

const DESCRIPTION = 'Factur-X EN 16931';

/** Answers the entries of the catalog. @param moment a date of PDF: it goes with the contents */
export function attach(file: PdfFile, xml: Buffer, moment: string): string {
  const stream = file.addDeflatedStream(
    `/Type/EmbeddedFile/Subtype/text#2Fxml/Params<</ModDate${moment}/Size ${xml.length}>>`,
    deflated(xml),
  );
  const contents = referenceTo(stream);
  const specification = file.add(
    `<</Type/Filespec/F(${ATTACHMENT_NAME})/UF(${ATTACHMENT_NAME})/AFRelationship/Alternative` +
      `/Desc(${DESCRIPTION})/EF<</F ${contents}/UF ${contents}>>>>`,
  );
  const attached = referenceTo(specification);
  return `/AF[${attached}]/Names<</EmbeddedFiles<</Names[(${ATTACHMENT_NAME})${attached}]>>>>`;
}
