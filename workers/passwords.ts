import { overText } from '../src/compute/over-text.js';
import { yieldToOtherThreads } from '../src/compute/thread-priority.js';
import { passwordHasher } from '../src/gateways/password-hash.js';

yieldToOtherThreads();
export default overText(passwordHasher());
