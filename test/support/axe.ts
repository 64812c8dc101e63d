/** axe-core's rules on a page as it stands. */
import axe from 'axe-core';
import type { Page } from 'playwright-core';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

interface Finding {
  rule: string;
  help: string;
  nodes: string[];
}

/** What it finds. The page's policy does not hold for what its debugger evaluates. */
export async function accessibilityFindings(page: Page): Promise<Finding[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<{ violations: Violation[] }>(
    `axe.run(document, { runOnly: ${JSON.stringify(TAGS)}, resultTypes: ['violations'] })`,
  );
  return violations.map(({ id, help, nodes }) => ({
    rule: id,
    help,
    nodes: nodes.map(({ html }) => html),
  }));
}

interface Violation {
  id: string;
  help: string;
  nodes: { html: string }[];
}
