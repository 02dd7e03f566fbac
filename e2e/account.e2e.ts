import { expect, type Page, test } from '@playwright/test'
import { totpAt } from '../sandbox/cognito/totp.fixture.ts'
import { password } from '../tests/backend/sign-in.ts'
import { openAsNew } from './person.ts'

/** A code is good once, and for half a minute around its time: each step takes a later one. */
test('an authenticator app becomes the second step of a sign-in, and goes again', async ({
  page,
}) => {
  const email = 'careful@example.com'
  await openAsNew(page, email)
  await openDialog(page, 'Two-step sign-in')
  await expect(page.getByRole('img', { name: /QR code/ })).toBeVisible()
  const secret = await page.getByRole('dialog').locator('code').innerText()
  const code = page.getByLabel('Code of your authenticator app')
  await code.fill('000000')
  await page.getByRole('button', { name: 'Switch on' }).click()
  await expect(page.getByRole('alert')).toContainText('not right')
  await code.fill(totpAt(secret, Date.now() - 30_000))
  await page.getByRole('button', { name: 'Switch on' }).click()
  await expect(page.getByText('Sign-in now asks for a code too.')).toBeVisible()

  await page.getByRole('button', { name: 'Account', exact: true }).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('textbox', { name: 'Email' }).fill(email)
  await page.getByRole('textbox', { name: 'Password', exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('textbox', { name: 'Code' }).fill(totpAt(secret, Date.now()))
  await page.getByRole('button', { name: 'Confirm' }).click()
  await expect(page.getByRole('heading', { name: 'What will you repaint?' })).toBeVisible()

  await openDialog(page, 'Two-step sign-in')
  await page.getByLabel('Password', { exact: true }).fill('Not-the-password-1')
  await page.getByRole('button', { name: 'Switch off' }).click()
  await expect(page.getByRole('alert')).toContainText('The password is not right.')
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Switch off' }).click()
  await expect(page.getByRole('alert')).toContainText('Give the code')
  await code.fill(totpAt(secret, Date.now() + 30_000))
  await page.getByRole('button', { name: 'Switch off' }).click()
  await expect(page.getByText('Sign-in asks for your password alone.')).toBeVisible()
})

test('signing up tells nobody who has an account, and takes no common password', async ({
  page,
}) => {
  await page.goto('/')
  await page.getByRole('tab', { name: 'Create Account' }).click()
  const fill = async (secret: string) => {
    await page.getByRole('textbox', { name: 'Password', exact: true }).fill(secret)
    await page.getByRole('textbox', { name: 'Confirm Password' }).fill(secret)
  }
  await page.getByRole('textbox', { name: 'Email' }).fill('demo@repaint.local')
  await fill('Password-2026!')
  await expect(page.getByText('one of the commonest passwords').first()).toBeVisible()
  await fill(password)
  await page.getByRole('button', { name: 'Create Account' }).click()
  const code = page.getByRole('textbox', { name: 'Confirmation Code' })
  await code.fill('123456')
  await page.getByRole('button', { name: 'Confirm' }).click()
  await expect(page.getByRole('alert')).toContainText('Invalid verification code')
  await expect(page.getByText('You may have an account already')).toBeVisible()
})

async function openDialog(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Account', exact: true }).click()
  await page.getByRole('button', { name }).click()
}
