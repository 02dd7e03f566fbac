import { afterEach, expect, test } from 'vitest'
import { cleanup, render } from 'vitest-browser-react'
import { AppError } from '#domain/errors.ts'
import { t } from '../i18n/language.ts'
import type { DownloadOptions } from './download-options.tsx'
import { DownloadView, type DownloadViewProps } from './download-view.tsx'

afterEach(cleanup)

async function aView(overrides: Partial<DownloadViewProps> = {}) {
  const calls: string[] = []
  const asked: DownloadOptions[] = []
  const screen = await render(
    <DownloadView
      size={{ width: 3_000, height: 2_000 }}
      hasOriginal={false}
      progress={undefined}
      saved={undefined}
      error={undefined}
      onDownload={(options) => asked.push(options)}
      onOriginal={() => calls.push('original')}
      onCancel={() => calls.push('cancel')}
      onClose={() => calls.push('close')}
      {...overrides}
    />,
  )
  const press = (name: string) => screen.getByRole('button', { name, exact: true }).last().click()
  return { screen, calls, asked, press }
}

test('a lossless file of full size that says all it knows is the first offer', async () => {
  const { asked, press } = await aView()
  await press(t.download.action)
  expect(asked).toEqual([
    { mime: 'image/png', quality: 90, keepMetadata: true, keepProvenance: true },
  ])
})

test('type, quality, size and what the file says are chosen', async () => {
  const { screen, asked, press } = await aView()
  await expect.element(screen.getByText(t.download.quality)).not.toBeInTheDocument()
  await screen.getByText('JPEG', { exact: true }).click()
  await screen.getByLabelText(t.download.quality).fill('70')
  await screen.getByLabelText(t.download.size).selectOptions('1024')
  await screen.getByLabelText(t.download.metadata).click()
  await screen.getByLabelText(t.download.provenance).click()
  await press(t.download.action)
  expect(asked).toEqual([
    {
      mime: 'image/jpeg',
      quality: 70,
      maxSidePx: 1024,
      keepMetadata: false,
      keepProvenance: false,
    },
  ])
})

test('no size is offered that the picture does not have', async () => {
  const { screen } = await aView({ size: { width: 800, height: 600 } })
  const options = screen.getByLabelText(t.download.size).element().querySelectorAll('option')
  expect([...options].map(({ value }) => value)).toEqual(['', '512'])
})

test('while the file is made, its progress is shown and it can be cancelled', async () => {
  const { screen, calls, press } = await aView({ progress: 0.42, hasOriginal: true })
  await expect.element(screen.getByText('42%')).toBeVisible()
  expect(screen.getByRole('progressbar').element()).toHaveProperty('value', 42)
  await expect.element(screen.getByRole('button', { name: t.download.action })).toBeDisabled()
  await expect.element(screen.getByRole('button', { name: t.download.original })).toBeDisabled()
  await expect.element(screen.getByLabelText(t.download.metadata)).toBeDisabled()
  await press(t.cancel)
  expect(calls).toEqual(['cancel'])
})

test('what was saved is said', async () => {
  const file = { name: 'lake.png', widthPx: 3_000, heightPx: 2_000, bytes: 1_234_567 }
  const { screen, calls, press } = await aView({ saved: t.download.saved(file) })
  await expect.element(screen.getByRole('status')).toHaveTextContent('3000 × 2000 pixels, 1.2 MB')
  await press(t.close)
  expect(calls).toEqual(['close'])
})

test('why there is no file is said', async () => {
  const refused = new AppError('INVALID_REQUEST', {
    key: 'exportTooManyPixels',
    kind: 'AVIF',
    maxMegapixels: 40,
  })
  const { screen } = await aView({ error: refused })
  await expect.element(screen.getByRole('alert')).toHaveTextContent('40 megapixels')
})

test('of what was cancelled nothing is said', async () => {
  const { screen } = await aView({ error: new AppError('CANCELLED', { key: 'exportCancelled' }) })
  await expect.element(screen.getByRole('alert')).not.toBeInTheDocument()
})

test('the upload itself is there where there is one', async () => {
  const { calls, press } = await aView({ hasOriginal: true })
  await press(t.download.original)
  expect(calls).toEqual(['original'])
})
