import {
  type ConfirmResetPasswordInput,
  type ConfirmSignInInput,
  type ConfirmSignInOutput,
  type ConfirmSignUpInput,
  type ConfirmSignUpOutput,
  confirmResetPassword,
  confirmSignIn,
  confirmSignUp,
  type SignInInput,
  type SignInOutput,
  type SignUpInput,
  type SignUpOutput,
  signIn,
  signUp,
} from 'aws-amplify/auth'
import { isCommonPassword } from '#domain/account/password.ts'
import { messageTextIn } from '#domain/message/text.ts'

/** What the forms need to say themselves. */
type Texts = {
  readonly commonPassword: string
  readonly wrongCode: string
  /** Puts into words what our own trigger refuses with (`amplify/jobs/admit-person.ts`). */
  readonly sayText: (text: string) => string | undefined
}

/**
 * What the sign-in card does instead of calling Cognito itself: it tells nobody which addresses have
 * an account, says refusals without Cognito's wrapping, and takes none of the commonest passwords.
 */
export function signUpServices(texts: Texts) {
  /** `PreSignUp failed with error {"key":"signUpClosed"}.` is for those who write triggers. */
  const unwrapped = (error: unknown): unknown => {
    if (nameOf(error) !== 'UserLambdaValidationException') return error
    const text = messageTextIn((error as Error).message)
    return text === undefined ? error : new Error(texts.sayText(text), { cause: error })
  }
  const said = <Input, Output>(run: (input: Input) => Promise<Output>) =>
    only<Input, Output>(async (input) => {
      try {
        return await run(input)
      } catch (error) {
        throw unwrapped(error)
      }
    })
  return {
    handleSignIn: said<SignInInput, SignInOutput>(signIn),
    handleConfirmSignIn: said<ConfirmSignInInput, ConfirmSignInOutput>(confirmSignIn),
    /** An address that has an account is answered as any other; no code is on its way then. */
    handleSignUp: only<SignUpInput, SignUpOutput>(async (input) => {
      try {
        return await signUp(input)
      } catch (error) {
        if (nameOf(error) === 'UsernameExistsException') return asIfNew(input.username)
        throw unwrapped(error)
      }
    }),
    handleConfirmSignUp: only<ConfirmSignUpInput, ConfirmSignUpOutput>(async (input) => {
      try {
        return await confirmSignUp(input)
      } catch (error) {
        // Said of an account that is confirmed already.
        if (nameOf(error) !== 'NotAuthorizedException') throw error
        throw new Error(texts.wrongCode, { cause: error })
      }
    }),
    handleForgotPasswordSubmit: only<ConfirmResetPasswordInput, void>(async (input) => {
      if (isCommonPassword(input.newPassword)) throw new Error(texts.commonPassword)
      await confirmResetPassword(input)
    }),
    /** @returns messages by field, for the form */
    async validateCustomSignUp(form: Readonly<Record<string, string | undefined>>) {
      const { password } = form
      return password && isCommonPassword(password) ? { password: texts.commonPassword } : {}
    },
  }
}

/**
 * Has the type of the client's own function, which the card asks for: that one also takes the client
 * before its input, as servers call it.
 */
function only<Input, Output>(run: (input: Input) => Promise<Output>) {
  return (...given: readonly [input: Input] | readonly [context: unknown, input: Input]) =>
    run(given.length === 1 ? given[0] : given[1])
}

function asIfNew(username: string): SignUpOutput {
  const [name = '', domain = ''] = username.split('@')
  return {
    isSignUpComplete: false,
    nextStep: {
      signUpStep: 'CONFIRM_SIGN_UP',
      codeDeliveryDetails: {
        attributeName: 'email',
        deliveryMedium: 'EMAIL',
        // As Cognito writes it: the first letter of each part.
        destination: `${name.slice(0, 1)}***@${domain.slice(0, 1)}***`,
      },
    },
  }
}

function nameOf(error: unknown): string | undefined {
  return (error as { name?: string }).name
}
