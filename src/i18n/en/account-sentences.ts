import type { accountMessages } from '#domain/message/account.ts'
import type { SentencesOf } from '../sentences.ts'

export const accountSentences = {
  signInFirst: 'Sign in first.',
  signedOut: 'You are signed out.',
  accountDeleted: 'This account was deleted. Sign up again to go on.',
  accountNotGone: 'The account is not gone yet. Delete it once more.',
  passwordNeeded: 'Give your password again to do this.',
  passwordWrong: 'The password is not right.',
  currentPasswordWrong: 'The current password is not right.',
  passwordCommon: 'The new password is one of the commonest. Choose another one.',
  passwordTooSimple: ({ minLength }) =>
    `The new password is too simple: use ${minLength} or more characters of all kinds.`,
  codeNeeded: 'Give the code that your authenticator app shows.',
  codeWrong: 'The code is not right.',
  codeStale: 'The code is not right. Take the newest that the app shows.',
  tooManyTries: 'Too many tries. Wait a quarter of an hour, then try again.',
  signUpClosed:
    'Nobody can sign up here yet. Whoever runs this deployment opens it with REPAINT_SIGN_UP.',
  addressNotListed:
    'This address is not among those that may sign up here. Ask whoever runs this deployment.',
  approvalNeeded: 'Your account waits for approval. You can sign in once an owner has approved it.',
  saveTooLarge: 'This browser cannot save so much at once.',
  tooManyRecords: 'There are more records than one export can hold.',
} as const satisfies SentencesOf<typeof accountMessages>
