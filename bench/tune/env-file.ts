import type { Recommendation } from './recommend.js';

/** Settings with the reason for each, as `ENV_FILE` takes them. */
export function envFile(
  recommendations: readonly Recommendation[],
  facts: readonly string[],
): string {
  const head = facts.map((fact) => `# ${oneLine(fact)}`);
  const settings = recommendations.flatMap(({ setting, value, reason }) => [
    `# ${oneLine(reason)}`,
    `${setting}=${value}`,
  ]);
  return `${[...head, '', ...settings].join('\n')}\n`;
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ');
