// What a password thread does.

import { randomBytes } from 'node:crypto';
import { hashSync, type Options, verifySync } from '@node-rs/argon2';
import type { PasswordAnswer, PasswordTask } from './passwords.js';

/** OWASP Password Storage Cheat Sheet: argon2id (the library's default), 19 MiB, two passes. */
const settings: Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export function passwordHasher(): (task: PasswordTask) => PasswordAnswer {
  // Of a password that nobody knows: an unknown account takes as long as a wrong password.
  const nobodys = hashSync(randomBytes(32).toString('base64'), settings);
  return (task) => {
    if ('hash' in task) return hashSync(task.hash, settings);
    return verifySync(task.against ?? nobodys, task.verify) && task.against !== null;
  };
}
