import * as z from 'zod'

/** What is said of signing up, signing in and the account itself. */
export const accountMessages = {
  signInFirst: {},
  signedOut: {},
  accountDeleted: {},
  accountNotGone: {},
  passwordNeeded: {},
  passwordWrong: {},
  currentPasswordWrong: {},
  passwordCommon: {},
  passwordTooSimple: { minLength: z.int() },
  codeNeeded: {},
  codeWrong: {},
  codeStale: {},
  tooManyTries: {},
  signUpClosed: {},
  addressNotListed: {},
  approvalNeeded: {},
  saveTooLarge: {},
  tooManyRecords: {},
}
