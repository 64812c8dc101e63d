/** Something a user can mend: printed as one line, without a stack. */
export class ExpectedError extends Error {
  readonly expected = true;
}
