// Where e-invoices are sent: an identifier in one of the schemes of the Electronic Address Scheme
// list (EAS). https://docs.peppol.eu/poacc/billing/3.0/codelist/eas/

export interface ElectronicAddress {
  /** EAS, such as `9930` (a German VAT id) or `0088` (a GLN); `EM` is an e-mail address. */
  scheme: string;
  id: string;
}

/** The list, without those that it says are withdrawn: a validator refuses them. */
export const addressSchemes: ReadonlySet<string> = new Set(
  (
    '0002 0007 0009 0037 0060 0088 0096 0097 0106 0130 0135 0142 0151 0177 0183 0184 0188 0190 ' +
    '0191 0192 0193 0195 0196 0198 0199 0200 0201 0202 0204 0208 0209 0210 0211 0212 0213 0215 ' +
    '0216 0218 0221 0225 0230 0235 0240 9910 9913 9914 9915 9918 9919 9920 9922 9923 9924 9925 ' +
    '9926 9927 9928 9929 9930 9931 9932 9933 9934 9935 9936 9937 9938 9939 9940 9941 9942 9943 ' +
    '9944 9945 9946 9947 9948 9949 9950 9951 9952 9953 9957 9959 AQ AS AU EM'
  ).split(' '),
);

/** Numbers that ISO/IEC 6523 has not given: https://docs.peppol.eu/poacc/billing/3.0/codelist/ICD/ */
const notGiven: ReadonlySet<number> = new Set([92, 103, 181, 182]);
const LAST_GIVEN = 238;

/** The registers of ISO/IEC 6523, which number businesses. */
export const registerSchemes: ReadonlySet<string> = new Set(
  Array.from({ length: LAST_GIVEN - 1 }, (_, index) => index + 2)
    .filter((number) => !notGiven.has(number))
    .map((number) => String(number).padStart(4, '0')),
);
