import { expect, test } from 'vitest'
import { readSignUpRule } from '#domain/account/sign-up.ts'
import { sayText } from '../../src/i18n/say.ts'
import { admitPerson } from './admit-person.ts'

const ask = (setting: string, triggerSource: string, groups: string[] = []) => {
  const rule = readSignUpRule(setting.split(','))
  if (!rule) throw new Error(setting)
  const userAttributes = { email: 'ann@example.com' }
  const request = { userAttributes, groupConfiguration: { groupsToOverride: groups } }
  return () => {
    try {
      admitPerson(rule, { triggerSource, request })
    } catch (error) {
      throw new Error(sayText((error as Error).message), { cause: error })
    }
  }
}

test('a deployment that does not say who may sign up names the setting', () => {
  expect(ask('closed', 'PreSignUp_SignUp')).toThrow('REPAINT_SIGN_UP')
})

test.each([
  ['everyone', 'PreSignUp_SignUp'],
  ['approval', 'PreSignUp_SignUp'],
  ['@example.com', 'PreSignUp_SignUp'],
  ['closed', 'PreSignUp_AdminCreateUser'],
  ['closed', 'TokenGeneration_Authentication'],
])('%s admits at %s', (setting, source) => {
  expect(ask(setting, source)).not.toThrow()
})

test('who is not listed is refused', () => {
  expect(ask('bob@example.com', 'PreSignUp_SignUp')).toThrow('not among those')
})

test.each(['TokenGeneration_Authentication', 'TokenGeneration_RefreshTokens'])(
  'without approval there are no tokens at %s',
  (source) => {
    expect(ask('approval', source)).toThrow('waits for approval')
    expect(ask('approval', source, ['approved'])).not.toThrow()
  },
)
