// The specifications that an e-invoice may follow: EN 16931 alone, or one of its usage specifications,
// which ask for more.

import type { EnProfile } from '../../core/e-invoice/rules/rule.js';

export interface ProfileIds {
  /** BT-24 */
  specification: string;
  /** BT-23; `null` where the specification asks for none. */
  process: string | null;
  /** Whether rows of the VAT breakdown say a rate where the category has none (BR-DE-14, DE-R-014). */
  writesRateOfO: boolean;
}

const CORE = 'urn:cen.eu:en16931:2017';
const PEPPOL_PROCESS = 'urn:fdc:peppol.eu:2017:poacc:billing:01:1.0';

export const profileIds: Readonly<Record<EnProfile, ProfileIds>> = {
  en16931: { specification: CORE, process: null, writesRateOfO: false },
  // https://docs.peppol.eu/poacc/billing/3.0/
  peppol: {
    specification: `${CORE}#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0`,
    process: PEPPOL_PROCESS,
    writesRateOfO: true,
  },
  // https://xeinkauf.de/xrechnung/
  xrechnung: {
    specification: `${CORE}#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0`,
    process: PEPPOL_PROCESS,
    writesRateOfO: true,
  },
};
