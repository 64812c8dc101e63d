// The documentation of the API as pages: the OpenAPI document and the problem types, rendered on the
// server. No script and nothing from elsewhere, so that they work offline and under the strictest policy.

import { createHash } from 'node:crypto';
import { escaped } from '../documents/html.js';

const STYLES = `
:root{color-scheme:light dark;--ink:#1d1d1b;--soft:#5f5f58;--rule:#e4e3dd;--paper:#f5f4f0;--card:#fff;--accent:#1f4e5f;--code:#efeee8}
@media (prefers-color-scheme:dark){:root{--ink:#ecebe6;--soft:#a8a79f;--rule:#3a3a37;--paper:#171716;--card:#232321;--accent:#8cc3d6;--code:#2d2d2a}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif}
main{max-width:960px;margin:0 auto;padding:32px 16px 96px}
h1{font-size:32px;line-height:1.2;margin:0 0 8px}
h2{font-size:22px;margin:48px 0 4px}
h3{font-size:15px;margin:20px 0 6px}
p{margin:0 0 12px;max-width:44em}
a{color:var(--accent)}
code,pre{font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
code{background:var(--code);border-radius:4px;padding:1px 5px}
pre{background:var(--code);border-radius:6px;padding:12px;overflow-x:auto;margin:0 0 12px}
nav ul{columns:3 220px;list-style:none;padding:0;margin:16px 0}
details{background:var(--card);border:1px solid var(--rule);border-radius:8px;margin:8px 0}
summary{cursor:pointer;padding:10px 14px;overflow-wrap:anywhere}
summary:focus-visible,a:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
details>div{padding:4px 14px 14px;border-top:1px solid var(--rule)}
.method{display:inline-block;min-width:4.2em;font-weight:700;color:var(--accent)}
.soft{color:var(--soft)}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;margin:0 0 12px}
th,td{text-align:left;vertical-align:top;padding:6px 12px 6px 0;border-bottom:1px solid var(--rule)}
th{font-size:13px;font-weight:400;color:var(--soft)}
dt{font-weight:600;margin-top:12px}
dd{margin:0 0 4px}
`;

const styleHash = createHash('sha256').update(STYLES).digest('base64');

/** For whatever browsers and proxies are older than the policy, and none of it over plain HTTP. */
export const frameHeaders: Readonly<Record<string, string>> = {
  'x-frame-options': 'DENY',
  'x-xss-protection': '0',
  'strict-transport-security': 'max-age=31536000',
};

/** The same for everybody, until the next version of the shop. */
export const referenceHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'referrer-policy': 'no-referrer',
  ...frameHeaders,
  'cross-origin-opener-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'cache-control': 'public, max-age=300',
};

/** `content` is HTML. */
export const referencePage = (title: string, content: string): string =>
  `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped(title)}</title><style>${STYLES}</style></head>
<body><main>
${content}
</main></body></html>
`;

/** Text with \`code\` in it. */
export const prose = (text: string): string =>
  escaped(text).replace(/`([^`]+)`/g, '<code>$1</code>');

export const json = (value: unknown): string =>
  `<pre><code>${escaped(JSON.stringify(value, null, 2))}</code></pre>`;

export const table = (headings: readonly string[], rows: readonly (readonly string[])[]): string =>
  rows.length === 0
    ? ''
    : `<div class="scroll"><table><thead><tr>${headings.map((text) => `<th>${text}</th>`).join('')}</tr></thead><tbody>${rows
        .map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`)
        .join('')}</tbody></table></div>`;
