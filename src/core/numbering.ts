// Order and invoice numbers: one gapless running number per series, printed in two forms.

const NUMBER_DIGITS = 6;

const padded = (running: number): string => String(running).padStart(NUMBER_DIGITS, '0');

export const orderNumber = (series: string, running: number): string =>
  `${series}-${padded(running)}`;

export const invoiceNumber = (series: string, running: number): string =>
  `INV-${series}-${padded(running)}`;
