// Steps and tasks that are slowed down for demonstrations, as a list: `stock=300,email=200`.

import { allTopics, type Topic } from '../core/tasks.js';
import { orderSteps, type StepDelays } from '../orders/steps.js';
import { ConfigError } from './config-error.js';

export interface SlowedSteps {
  steps: StepDelays;
  tasks: Partial<Record<Topic, number>>;
}

/** Names of the tasks' topics as settings and command lines have them. */
export const topicNames: Readonly<Record<string, Topic>> = {
  ...Object.fromEntries(allTopics.map((topic) => [topic, topic])),
  email: 'confirmation-email',
};

export const slowedSteps = [...orderSteps, 'invoice', 'email', 'warehouse', 'analytics'];
const DELAYS = new RegExp(`^((${slowedSteps.join('|')})=\\d{1,5}(,(?!$)|$))*$`);

/** @throws ConfigError when the list is none. */
export function checkedDelays(text: string): SlowedSteps {
  if (!DELAYS.test(text)) {
    const words = `as in stock=300,email=200; steps: ${slowedSteps.join(', ')}`;
    throw new ConfigError(`STEP_DELAYS_MS "${text}" cannot be read: ${words}`);
  }
  return parseDelays(text);
}

function parseDelays(text: string): SlowedSteps {
  const delays: SlowedSteps = { steps: {}, tasks: {} };
  for (const part of text.split(',').filter(Boolean)) {
    const [name = '', ms] = part.split('=');
    const topic = topicNames[name];
    if (topic) delays.tasks[topic] = Number(ms);
    else delays.steps[name as keyof StepDelays] = Number(ms);
  }
  return delays;
}
