// The pages' scripts and styles: `src/web/*.html` → `dist/web/`, with names that carry a hash of what
// is in them, and each compressed once here instead of at every request.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

const root = fileURLToPath(new URL('src/web', import.meta.url));
const outDir = fileURLToPath(new URL('dist/web', import.meta.url));

/** Each page is an entry of its own: a new one needs its HTML file, and its row in `http/routes/web.ts`. */
const pages = readdirSync(root)
  .filter((name) => name.endsWith('.html'))
  .map((name) => join(root, name));

const COMPRESSED = /\.(js|css|svg|json)$/;

const compressed = (): Plugin => ({
  name: 'compressed',
  apply: 'build',
  closeBundle() {
    const assets = join(outDir, 'assets');
    for (const name of readdirSync(assets).filter((file) => COMPRESSED.test(file))) {
      const content = readFileSync(join(assets, name));
      const quality = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
      writeFileSync(join(assets, `${name}.br`), brotliCompressSync(content, { params: quality }));
      writeFileSync(join(assets, `${name}.gz`), gzipSync(content, { level: 9 }));
    }
  },
});

export default defineConfig({
  root,
  logLevel: 'warn',
  plugins: [compressed()],
  build: {
    outDir,
    emptyOutDir: true,
    // The server reads from it which chunk holds a language's texts.
    manifest: 'manifest.json',
    target: 'es2022',
    // Files of their own, whatever their size: the pages' policy allows no data in their place.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: pages },
  },
});
