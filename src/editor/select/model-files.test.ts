import { stat } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { modelFiles } from './model-files.ts'

test('each file is as large as people are told', async () => {
  const sizes = await Promise.all(
    Object.values(modelFiles).map(async ({ url }) => (await stat(`.${url}`)).size),
  )
  expect(sizes).toEqual(Object.values(modelFiles).map(({ bytes }) => bytes))
})
