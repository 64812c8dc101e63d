// Pages and the fonts that they use → the bytes of a PDF.

import type { FontUse } from '../fonts/typesetter.js';
import { addInformation, archiveEntries, type DocumentInformation } from './archive.js';
import { embedFont } from './embedded-font.js';
import type { PageCanvas } from './page-canvas.js';
import { PdfFile, referenceTo } from './pdf-file.js';

export interface PaperSize {
  width: number;
  height: number;
}

export interface DocumentParts {
  information: DocumentInformation;
  /** BCP 47. */
  language: string;
  paper: PaperSize;
  pages: readonly PageCanvas[];
  fontUses: readonly FontUse[];
}

export function writeDocument(parts: DocumentParts): Buffer {
  const file = new PdfFile();
  const catalog = file.reserve();
  const pageTree = file.reserve();
  const fonts = parts.fontUses.map(
    (use) => `/${use.resource} ${referenceTo(embedFont(file, use))}`,
  );
  const resources = file.add(`<</Font<<${fonts.join('')}>>>>`);
  const pages = parts.pages.map((page) => {
    const contents = file.addStream('', page.content());
    return file.add(
      `<</Type/Page/Parent ${referenceTo(pageTree)}/Contents ${referenceTo(contents)}` +
        // Each page says so itself: an archive lets it inherit no resources (ISO 19005-3, 6.2.2).
        `/Resources ${referenceTo(resources)}>>`,
    );
  });
  file.add(
    `<</Type/Pages/Kids[${pages.map(referenceTo).join(' ')}]/Count ${pages.length}` +
      `/MediaBox[0 0 ${parts.paper.width} ${parts.paper.height}]>>`,
    pageTree,
  );
  const info = addInformation(file, parts.information);
  const entries = archiveEntries(file, parts.information);
  file.add(
    `<</Type/Catalog/Pages ${referenceTo(pageTree)}/Lang(${parts.language})` +
      `/ViewerPreferences<</DisplayDocTitle true>>${entries}>>`,
    catalog,
  );
  return file.finish({ catalog, info });
}
