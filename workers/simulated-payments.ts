import { workerData } from 'node:worker_threads';
import { overText } from '../src/compute/over-text.js';
import { openCharges } from '../src/gateways/payment/simulated/charges.js';

export default overText(openCharges(workerData));
