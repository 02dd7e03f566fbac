import {
  fetchMFAPreference,
  setUpTOTP,
  updateMFAPreference,
  verifyTOTPSetup,
} from 'aws-amplify/auth'
import { AppError } from '#domain/errors.ts'
import { toAppError } from './errors.ts'
import { currentPerson } from './session.ts'

/** A secret that an authenticator app takes: by hand, or as the address of a QR code. */
export type SharedSecret = { readonly secret: string; readonly uri: string }

/** Whether sign-in asks for the code of an authenticator app. */
export async function hasSecondFactor(): Promise<boolean> {
  try {
    return (await fetchMFAPreference()).enabled?.includes('TOTP') ?? false
  } catch (error) {
    throw toAppError(error)
  }
}

/** Makes a secret; nothing changes until a code of it is confirmed. */
export async function proposeSecondFactor(): Promise<SharedSecret> {
  try {
    const { email } = await currentPerson()
    const proposal = await setUpTOTP()
    return {
      secret: proposal.sharedSecret,
      uri: proposal.getSetupUri('Repaint', email).toString(),
    }
  } catch (error) {
    throw toAppError(error)
  }
}

/** From now on sign-in asks for a code. @throws AppError INVALID_REQUEST naming `code` */
export async function confirmSecondFactor(code: string): Promise<void> {
  try {
    await verifyTOTPSetup({ code })
    await updateMFAPreference({ totp: 'PREFERRED' })
  } catch (error) {
    const { name } = error as { name?: string }
    if (name !== 'EnableSoftwareTokenMFAException' && name !== 'CodeMismatchException') {
      throw toAppError(error)
    }
    throw new AppError('INVALID_REQUEST', { key: 'codeStale' }, { field: 'code', cause: error })
  }
}

/** From now on sign-in asks for the password alone. */
export async function removeSecondFactor(): Promise<void> {
  await updateMFAPreference({ totp: 'DISABLED' })
}
