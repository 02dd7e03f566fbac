import { expect, type Page, test } from '@playwright/test'
import sharp from 'sharp'
import { nameOf } from './layers-panel.ts'
import { signUp, stroke } from './person.ts'
import { expectOnlyCatalogue, showPseudo, texts as t } from './words.ts'

const email = '4711@2026.example.com'
const written = [email, 'lakeside.png', 'lakeside', 'a red kite', 'a blockedprompt', 'notes.jpg']

const panel = (page: Page) => page.getByRole('region', { name: t.generate.region })
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
/** Amplify's Authenticator gives no way to name these in another language. */
const fixedByAmplify = ['Show password', 'Password is hidden', 'Dismiss alert']

const lookAtCard = (page: Page, where: string) =>
  expectOnlyCatalogue(page, where, [...written, ...fixedByAmplify])
const look = (page: Page, where: string) => expectOnlyCatalogue(page, where, written)

test('every text and every accessible name comes from the catalogue of the language', async ({
  page,
}) => {
  test.setTimeout(300_000)
  await signUp(page, email)
  await showPseudo(page)
  await expect(page.getByRole('heading', { name: t.start.title })).toBeVisible()
  await look(page, 'start')
  await waysToStart(page)
  await refusedFile(page)

  await choose(page, await photo())
  await expect(page.getByRole('application')).toBeVisible()
  await look(page, 'editor')
  await everyEdit(page)
  await job(page)
  await refusedJob(page)
  await dialogs(page)
  await page.setViewportSize({ width: 390, height: 844 })
  await look(page, 'on a phone')
  await page.setViewportSize({ width: 1440, height: 900 })
  await signInCard(page)
})

async function waysToStart(page: Page): Promise<void> {
  const ways = panel(page).getByRole('group', { name: t.generate.startFrom }).getByRole('radio')
  for (let index = 0; index < (await ways.count()); index += 1) {
    await ways.nth(index).check({ force: true })
    await look(page, `way ${index} to start`)
  }
  await panel(page).getByText(t.generate.advanced).click()
  await look(page, 'advanced settings')
  await ways.first().check({ force: true })
}

async function refusedFile(page: Page): Promise<void> {
  const buffer = Buffer.from('Dear A.')
  await choose(page, { name: 'notes.jpg', mimeType: 'image/jpeg', buffer })
  await expect(page.getByRole('region', { name: t.notifications })).toContainText(/\d?⟦/)
  await look(page, 'a refused file')
}

/** Each edit of the whole picture, its models, and what is still missing. */
async function everyEdit(page: Page): Promise<void> {
  const aims = panel(page).getByRole('navigation', { name: t.aims.label }).getByRole('button')
  await expect(aims.first()).toBeVisible()
  const count = await aims.count()
  expect(count).toBeGreaterThan(5)
  for (let index = 0; index < count; index += 1) {
    if (await aims.nth(index).isDisabled()) continue
    await aims.nth(index).click()
    await look(page, `edit ${index}`)
    await panel(page)
      .getByRole('button', { name: new RegExp(`^⟦${stemOf(t.model.label)}`) })
      .first()
      .click()
    await look(page, `models of edit ${index}`)
    await page.keyboard.press('Escape')
    await button(page, t.generate.back).click()
  }
}

/** The pseudo-language's text without its marks. */
function stemOf(text: string): string {
  return text.slice(1, -1)
}

/** A masked edit while it waits and runs, its results, and its entry in the history. */
async function job(page: Page): Promise<void> {
  await stroke(page, [
    [0.45, 0.45],
    [0.55, 0.5],
  ])
  await panel(page).getByRole('textbox').first().fill('a red kite')
  await look(page, 'a mask')
  await page.keyboard.press('Control+Enter')
  const layer = page.getByRole('region', { name: t.layers.title }).getByRole('listitem').first()
  await expect(layer).toBeVisible()
  await look(page, 'a job under way')
  await nameOf(layer).click()
  await expect(button(page, t.candidates.keep)).toBeEnabled({ timeout: 90_000 })
  await look(page, 'results')
  await layer.getByRole('button').last().focus()
  for (const view of [t.compareViews.SLIDER, t.compareViews.SIDE_BY_SIDE]) {
    await button(page, view).click()
    await look(page, 'comparing')
    await button(page, view).click()
  }
  await button(page, t.candidates.keep).click()
  await expect(page.getByRole('region', { name: t.candidates.region })).toBeHidden()
  const entry = page.getByRole('region', { name: t.history.region }).getByRole('listitem').first()
  await entry.getByRole('button').last().click()
  await look(page, 'an entry of the history')
  await page.keyboard.press('Escape')
  await button(page, t.editor.undo).hover()
  await look(page, 'a tool')
}

/** A job that its model refuses, with the reason in the list of jobs and in the history. */
async function refusedJob(page: Page): Promise<void> {
  await stroke(page, [
    [0.4, 0.4],
    [0.5, 0.5],
  ])
  await panel(page).getByRole('textbox').first().fill('a blockedprompt')
  await page.keyboard.press('Control+Enter')
  const entry = page.getByRole('region', { name: t.history.region }).getByRole('listitem').first()
  await expect(entry).toContainText(t.jobs.statuses.BLOCKED, { timeout: 90_000 })
  await look(page, 'a refused job')
}

async function dialogs(page: Page): Promise<void> {
  for (const name of [t.top.shortcuts, t.top.download, t.top.library]) {
    await button(page, name).click()
    await look(page, name)
    await page.keyboard.press('Escape')
  }
  const { changePassword, secondFactor, exportData, deleteAccount } = t.account
  for (const name of [changePassword, secondFactor, exportData, deleteAccount]) {
    await button(page, t.account.menu).click()
    await look(page, t.account.menu)
    await button(page, name).click()
    await expect(page.getByRole('dialog').last()).toBeVisible()
    await look(page, name)
    await page.keyboard.press('Escape')
  }
}

/** Amplify's card: signing in and its refusal, signing up, a forgotten password. */
async function signInCard(page: Page): Promise<void> {
  const card = t.signInCard
  await button(page, t.account.menu).click()
  await button(page, t.account.signOut).click()
  await expect(page.getByRole('tab', { name: card['Sign In'] })).toBeVisible()
  await lookAtCard(page, 'sign-in')
  await page.getByRole('textbox', { name: card.Email }).fill(email)
  await page.getByRole('textbox', { name: card.Password, exact: true }).fill('Not-the-password-1')
  await button(page, card['Sign in']).click()
  await expect(page.getByRole('alert')).toBeVisible()
  await lookAtCard(page, 'a refused sign-in')
  await button(page, card['Forgot your password?']).click()
  await lookAtCard(page, 'a forgotten password')
  await button(page, card['Back to Sign In']).click()
  await page.getByRole('tab', { name: card['Create Account'] }).click()
  await page.getByRole('textbox', { name: card.Password, exact: true }).fill('short')
  await page.getByRole('textbox', { name: card['Confirm Password'] }).fill('other')
  await page.getByRole('textbox', { name: card.Email }).focus()
  await lookAtCard(page, 'a sign-up')
}

async function choose(
  page: Page,
  file: { name: string; mimeType: string; buffer: Buffer },
): Promise<void> {
  await page.getByLabel(t.start.file).setInputFiles(file)
}

async function photo() {
  const create = { width: 480, height: 360, channels: 3 as const, background: '#4711aa' }
  const buffer = await sharp({ create }).png().toBuffer()
  return { name: 'lakeside.png', mimeType: 'image/png', buffer }
}
