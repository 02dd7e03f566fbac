import { expect, type Page } from '@playwright/test'
import sharp from 'sharp'
import { centreOf, type Place, type Shot, shotOf, sizeOf } from './canvas-pixels.ts'
import { stroke } from './person.ts'

/** A picture of coloured discs on a plain wall, whose edits show by which discs are left. */

const discs = {
  red: [200, 30, 30],
  green: [30, 140, 40],
  blue: [30, 30, 200],
} as const
export type Disc = keyof typeof discs

const names = Object.keys(discs) as Disc[]

/**
 * @param at where discs lie, in pixels of a wall of 480 × 360
 * @param scale times that; discs of larger pictures are smaller, for those are fitted into the window
 */
export async function wallWith(
  at: Partial<Record<Disc, readonly [x: number, y: number]>>,
  scale = 1,
): Promise<Buffer> {
  const radius = scale === 1 ? 14 : 8
  const marks = names.flatMap((disc) => {
    const place = at[disc]
    if (!place) return []
    const [x, y] = place
    return [`<circle cx="${x}" cy="${y}" r="${radius}" fill="rgb(${discs[disc].join()})"/>`]
  })
  const wall = '<rect width="480" height="360" fill="rgb(214,204,188)"/>'
  const size = `width="${480 * scale}" height="${360 * scale}" viewBox="0 0 480 360"`
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" ${size}>${wall}${marks.join('')}</svg>`
  return sharp(Buffer.from(svg)).removeAlpha().png().toBuffer()
}

/** Opens a PNG from the start screen. */
export async function openWall(page: Page, buffer: Buffer): Promise<void> {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Choose a picture' }).click(),
  ])
  await chooser.setFiles({ name: 'discs.png', mimeType: 'image/png', buffer })
  await expect(page.getByRole('application')).toBeVisible()
}

/** Asks for a single image, from now on. */
export async function chooseOne(page: Page): Promise<void> {
  const panel = page.getByRole('region', { name: 'Edit with words' })
  const group = panel.getByRole('group', { name: 'Variations' })
  await group.getByText('1', { exact: true }).click()
}

export async function paintOver(page: Page, disc: Disc): Promise<void> {
  await paint(page, await discAt(page, disc))
}

/** Paints a square of some fifty pixels around a place. */
export async function paint(page: Page, { x, y }: Place): Promise<void> {
  const { width, height } = await sizeOf(page)
  const [left, right] = [x - 20 / width, x + 20 / width]
  const line = (dy: number) => {
    const row = y + dy / height
    return [
      [left, row],
      [right, row],
    ] as const
  }
  await stroke(page, [-20, -10, 0, 10, 20].flatMap(line))
}

/** Waits for a disc: the canvas is there before the picture is drawn. */
export async function discAt(page: Page, disc: Disc): Promise<Place> {
  let place: Place | undefined
  const look = async () => (place = centreOf(await shotOf(page), discs[disc]))
  await expect.poll(look, { message: `the ${disc} disc` }).toBeDefined()
  return place as Place
}

/** The discs that the canvas shows. */
export async function discsLeft(page: Page): Promise<Disc[]> {
  return discsOf(await shotOf(page))
}

/** The discs of a file that was exported. */
export async function discsIn(file: Buffer): Promise<Disc[]> {
  const { data, info } = await sharp(file).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  return discsOf({ data, width: info.width, height: info.height })
}

function discsOf(shot: Shot): Disc[] {
  return names.filter((disc) => centreOf(shot, discs[disc]) !== undefined)
}
