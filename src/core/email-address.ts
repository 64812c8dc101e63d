/**
 * An e-mail address as one is compared with another: who registers as Anna@Example.com is
 * anna@example.com too. It is for comparing only: mail goes to the address as it was given, as two
 * that look alike need not be one mailbox.
 */
export const addressKey = (email: string): string => email.trim().normalize('NFKC').toLowerCase();
