// An e-mail that is ready to be sent.

export interface Sender {
  name: string;
  address: string;
}

export interface ComposedEmail {
  /** Stable over repetitions, and fit for a file's name. */
  id: string;
  /** Made of it, so that a mail program recognises a repetition. */
  messageId: string;
  envelope: { from: string; to: string[] };
  /** RFC 5322, seven bits, lines ended by CRLF. */
  raw: string;
}

/** An e-mail that is written to a file by its id, and still has to be made sure of. */
export interface EmailDraft {
  draft: string;
}

/** `permanent`: the server will not take this message, whenever it is asked. */
export interface EmailFailed {
  type: 'failed';
  reason: string;
  permanent: boolean;
}

export type EmailOutcome = { type: 'sent' } | EmailFailed;
