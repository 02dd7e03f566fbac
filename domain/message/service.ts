/** What is said of the service as a whole, whatever was asked of it. */
export const serviceMessages = {
  /** Something failed that nobody foresaw; the log knows more. */
  internal: {},
  /** The reason is of a kind that this version does not know. */
  unexplained: {},
  /** The browser's own view: what answered was not understood. */
  notUnderstood: {},
  unreachable: {},
  tooManyRequests: {},
  tooManyJobsCounted: {},
  recordChanged: {},
  recordGone: {},
}
