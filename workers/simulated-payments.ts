import { workerData } from 'node:worker_threads';
import { openCharges } from '../src/gateways/payment/simulated/charges.js';

export default openCharges(workerData);
