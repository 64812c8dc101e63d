// The only reader of the environment: the settings, checked at start.

import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import envSchema from 'env-schema';
import { assertSettings } from './config/assert-settings.js';
import { ConfigError } from './config/config-error.js';
import { settingForms } from './config/setting-forms.js';
import { DEFAULT_ENV_FILE, type Settings, secretNames, settingsSchema } from './config/settings.js';
import { checkedDelays, type SlowedSteps } from './config/step-delays.js';

export { ConfigError } from './config/config-error.js';
export { checkedDelays, topicNames } from './config/step-delays.js';

export interface Config extends Omit<Settings, 'STEP_DELAYS_MS'> {
  STEP_DELAYS_MS: SlowedSteps;
}

/** @throws ConfigError that names the setting and what it may be. */
export function readConfig(environment: NodeJS.ProcessEnv = withEnvFile(process.env)): Config {
  const DEMO = String(environment.NODE_ENV !== 'production');
  const settings = validated({ DEMO, ...withoutEmpty(environment) });
  assertSettings(settings);
  return { ...settings, STEP_DELAYS_MS: checkedDelays(settings.STEP_DELAYS_MS) };
}

/** A file that is named has to be there; the default one may be. @throws ConfigError */
function withEnvFile(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const named = environment.ENV_FILE;
  const file = named || DEFAULT_ENV_FILE;
  try {
    return { ...parseEnv(readFileSync(file, 'utf8')), ...withoutEmpty(environment) };
  } catch (error) {
    if (!named && (error as { code?: string }).code === 'ENOENT') return environment;
    throw new ConfigError(`ENV_FILE ${file} cannot be read: ${(error as Error).message}`);
  }
}

/** `PORT=` means: not set. */
const withoutEmpty = (environment: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => !!entry[1]),
  );

function validated(data: Record<string, string>): Settings {
  try {
    return envSchema<Settings>({ schema: settingsSchema, data, env: false });
  } catch (error) {
    const { errors } = error as {
      errors?: { keyword: string; instancePath: string; message: string; params: object }[];
    };
    if (!errors) throw error;
    const words = errors.map(({ keyword, instancePath, message, params }) => {
      const name = instancePath.slice(1);
      const wanted = keyword === 'pattern' ? (settingForms[name] ?? message) : message;
      const given = secretNames.has(name) ? '' : ` (it is "${data[name]}")`;
      const allowed =
        'allowedValues' in params ? `: ${(params.allowedValues as string[]).join(', ')}` : '';
      return `${name} ${wanted}${allowed}${given}`;
    });
    throw new ConfigError(words.join('; '));
  }
}
