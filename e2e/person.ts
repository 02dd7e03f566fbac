import { readFile } from 'node:fs/promises'
import { expect, type Page } from '@playwright/test'
import { mailedCode } from '../tests/backend/inbox.ts'
import { openSession, password, type Session } from '../tests/backend/sign-in.ts'
import { backendUnderTest } from './local.ts'
import { appUrl } from './place.ts'

/** Signs up in the page, with the code from the local inbox, and waits for the start screen. */
export async function signUp(page: Page, email: string): Promise<void> {
  await page.goto('/')
  await page.getByRole('tab', { name: 'Create Account' }).click()
  await page.getByRole('textbox', { name: 'Email' }).fill(email)
  await page.getByRole('textbox', { name: 'Password', exact: true }).fill(password)
  await page.getByRole('textbox', { name: 'Confirm Password' }).fill(password)
  await page.getByRole('button', { name: 'Create Account' }).click()
  const field = page.getByRole('textbox', { name: 'Confirmation Code' })
  await field.waitFor()
  const { endpoint } = await backendUnderTest()
  await expect.poll(() => mailedCode(endpoint, email)).toMatch(/^\d{6}$/)
  await field.fill((await mailedCode(endpoint, email)) ?? '')
  await page.getByRole('button', { name: 'Confirm' }).click()
  await startScreen(page)
}

/** Signs in an account that exists, and waits for the start screen. */
export async function signIn(page: Page, email: string, secret = password): Promise<void> {
  await page.goto('/')
  await page.getByRole('textbox', { name: 'Email' }).fill(email)
  await page.getByRole('textbox', { name: 'Password', exact: true }).fill(secret)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await startScreen(page)
}

/** Makes an account, and opens the app as on a device where its owner never signed out. */
export async function openAsNew(page: Page, email: string): Promise<Session> {
  const backend = await backendUnderTest()
  await backend.addUser(email)
  return openAs(page, email)
}

/** Opens the app as on a device where this person never signed out, at the start screen. */
export async function openAs(page: Page, email: string, secret = password): Promise<Session> {
  // Signing in here goes to the backend that this opens.
  await backendUnderTest()
  const session = await openSession(email, secret)
  const localStorage = [...session.stored].map(([name, value]) => ({ name, value }))
  const origins = [{ origin: appUrl, localStorage }]
  await page.context().setStorageState({ cookies: [], origins })
  await page.goto('/')
  await startScreen(page)
  return session
}

async function startScreen(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { name: 'What will you repaint?' })).toBeVisible()
}

/** Draws one stroke through points given as fractions of the canvas. */
export async function stroke(page: Page, points: readonly (readonly [number, number])[]) {
  const box = await page.getByRole('application').boundingBox()
  if (!box) throw new Error('There is no canvas.')
  const at = ([x, y]: readonly [number, number]) =>
    [box.x + x * box.width, box.y + y * box.height] as const
  const [first, ...rest] = points
  if (!first) return
  await page.mouse.move(...at(first))
  await page.mouse.down()
  for (const point of rest) await page.mouse.move(...at(point), { steps: 6 })
  await page.mouse.up()
}

/** Exports the open picture as the PNG that is offered first, and reads the file that the browser saves. */
export async function download(page: Page): Promise<Buffer> {
  await page.getByRole('button', { name: 'Download picture' }).click()
  const dialog = page.getByRole('dialog', { name: 'Download' })
  const saved = page.waitForEvent('download')
  await dialog.getByRole('button', { name: 'Download', exact: true }).click()
  const file = await saved
  await expect(dialog.getByText(file.suggestedFilename())).toBeVisible()
  await dialog.getByRole('button', { name: 'Close' }).last().click()
  return readFile(await file.path())
}
