import type { Operation } from './operation.ts'
import { adminAddUserToGroup } from './operations/admin-add-user-to-group.ts'
import { adminCreateUser } from './operations/admin-create-user.ts'
import { adminDeleteUser } from './operations/admin-delete-user.ts'
import { adminDisableUser } from './operations/admin-disable-user.ts'
import { adminEnableUser } from './operations/admin-enable-user.ts'
import { adminGetUser } from './operations/admin-get-user.ts'
import { adminRemoveUserFromGroup } from './operations/admin-remove-user-from-group.ts'
import { adminSetUserPassword } from './operations/admin-set-user-password.ts'
import { adminUserGlobalSignOut } from './operations/admin-user-global-sign-out.ts'
import { associateSoftwareToken } from './operations/associate-software-token.ts'
import { changePassword } from './operations/change-password.ts'
import { confirmForgotPassword } from './operations/confirm-forgot-password.ts'
import { confirmSignUp } from './operations/confirm-sign-up.ts'
import { deleteUser } from './operations/delete-user.ts'
import { deleteUserAttributes } from './operations/delete-user-attributes.ts'
import { forgotPassword } from './operations/forgot-password.ts'
import { getTokensFromRefreshToken } from './operations/get-tokens-from-refresh-token.ts'
import { getUser } from './operations/get-user.ts'
import { getUserAttributeVerificationCode } from './operations/get-user-attribute-verification-code.ts'
import { globalSignOut } from './operations/global-sign-out.ts'
import { initiateAuth } from './operations/initiate-auth.ts'
import { listUsers } from './operations/list-users.ts'
import { resendConfirmationCode } from './operations/resend-confirmation-code.ts'
import { respondToAuthChallenge } from './operations/respond-to-auth-challenge.ts'
import { revokeToken } from './operations/revoke-token.ts'
import { setUserMfaPreference } from './operations/set-user-mfa-preference.ts'
import { signUp } from './operations/sign-up.ts'
import { updateUserAttributes } from './operations/update-user-attributes.ts'
import { verifySoftwareToken } from './operations/verify-software-token.ts'
import { verifyUserAttribute } from './operations/verify-user-attribute.ts'

const operations: readonly Operation[] = [
  adminAddUserToGroup,
  adminCreateUser,
  adminDeleteUser,
  adminDisableUser,
  adminEnableUser,
  adminGetUser,
  adminRemoveUserFromGroup,
  adminSetUserPassword,
  adminUserGlobalSignOut,
  associateSoftwareToken,
  changePassword,
  confirmForgotPassword,
  confirmSignUp,
  deleteUser,
  deleteUserAttributes,
  forgotPassword,
  getTokensFromRefreshToken,
  getUser,
  getUserAttributeVerificationCode,
  globalSignOut,
  initiateAuth,
  listUsers,
  resendConfirmationCode,
  respondToAuthChallenge,
  revokeToken,
  setUserMfaPreference,
  signUp,
  updateUserAttributes,
  verifySoftwareToken,
  verifyUserAttribute,
]

/** Every operation of `AWSCognitoIdentityProviderService` that the sandbox has, by name. */
export const userPoolOperations: ReadonlyMap<string, Operation> = new Map(
  operations.map((operation) => [operation.name, operation]),
)
