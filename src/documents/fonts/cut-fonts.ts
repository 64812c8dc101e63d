// Run by the build: cuts the fonts of the npm packages and puts them beside the compiled code.

import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { cutFont } from './cut-font.js';
import { cutFontFile, faces, sourceOf } from './faces.js';

for (const face of Object.values(faces).flat()) {
  const file = cutFontFile(face.name);
  mkdirSync(dirname(file), { recursive: true });
  // Whoever reads meanwhile has the old font or the new one, never a part.
  writeFileSync(`${file}.${process.pid}`, cutFont(face.name, sourceOf(face)));
  renameSync(`${file}.${process.pid}`, file);
}
