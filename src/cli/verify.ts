import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { readConfig } from '../config.js';
import { ledgerFile, simulatedPaymentsFile } from '../main.js';
import { documentsFile } from '../open-documents.js';
import { type Verified, verifyLedger } from '../store/sqlite/verify.js';
import { ExpectedError } from './expected-error.js';

export function verify({ json = false }: { json?: boolean }): void {
  const dataDir = resolve(readConfig().DATA_DIR);
  const file = ledgerFile(dataDir);
  if (!existsSync(file)) throw new ExpectedError(`${file} is not there: nothing to verify`);
  const verified = verifyLedger(file, simulatedPaymentsFile(dataDir), documentsFile(dataDir));
  process.stdout.write(json ? `${JSON.stringify(verified, null, 2)}\n` : report(verified));
  if (verified.offences.length > 0) process.exitCode = 1;
}

function report({ orders, checked, offences }: Verified): string {
  const lines = checked.map((name) => {
    const own = offences.filter(({ invariant }) => invariant === name);
    const offenders = own.map(({ offender, detail }) => `        ${offender}: ${detail}`);
    return [own.length === 0 ? `  ok    ${name}` : `  WRONG ${name}`, ...offenders].join('\n');
  });
  const verdict =
    offences.length === 0 ? 'every invariant holds' : `${offences.length} offences found`;
  return `${orders} orders\n${lines.join('\n')}\n${verdict}\n`;
}
