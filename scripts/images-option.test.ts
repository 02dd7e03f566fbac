import { expect, test } from 'vitest'
import { cardsOf, readEndpoints } from '#domain/model/endpoints.ts'
import { readDeployment } from '../amplify/deployment.ts'
import { imagesArguments, imagesEnvironment, whoPaints } from './images-option.ts'
import { readOptions, secretsOf } from './options.ts'

const local = ['--images', 'http://127.0.0.1:8000/v1', '--images-model', 'some/FLUX.2-klein-4B']
const remote = ['--images', 'https://api.openai.com/v1', '--images-model', 'gpt-image-2']

test('without the flags all stays as it is', () => {
  const { images, secret } = readOptions([])
  expect([images, imagesEnvironment(images)]).toEqual([undefined, {}])
  expect(secretsOf({ images, secret }, { OPENAI_API_KEY: 'sk-2' })).toEqual({})
  expect(whoPaints(images)).toContain('No AI model')
})

test('a server on this machine needs an address and a model, and costs nothing', () => {
  const { images } = readOptions(local)
  const environment = imagesEnvironment(images)
  const [card] = cardsOf(readEndpoints(environment['REPAINT_IMAGE_ENDPOINTS'] ?? ''))
  expect(card).toMatchObject({ name: 'FLUX.2-klein-4B', prices: [{ perImage: 0 }] })
  expect(environment['REPAINT_PREFERRED_MODELS']?.split(',')[0]).toBe(card?.id)
  expect(whoPaints(images)).toContain('some/FLUX.2-klein-4B at http://127.0.0.1:8000')
  expect(readOptions(imagesArguments(images)).images).toEqual(images)
  const context = { tryGetContext: () => undefined }
  const loopback = { ...environment, REPAINT_ENDPOINTS_ON_LOOPBACK: 'true' }
  expect(readDeployment(context, loopback).imageEndpoints).toContain('8000')
  expect(() => readDeployment(context, environment)).toThrow('imageEndpoints must be https')
  const checked = { ...loopback, REPAINT_GUARDRAIL_IDENTIFIER: 'gr1' }
  expect(() => readDeployment(context, checked)).toThrow(
    'a guardrail checks calls of Bedrock alone',
  )
})

test('a key is read from the variable that is named, and from no other', () => {
  const named = readOptions([...remote, '--images-price', '0.04', '--images-key', 'MY_KEY'])
  expect(secretsOf(named, { MY_KEY: 'sk-1', OPENAI_API_KEY: 'sk-2' })).toEqual({ MY_KEY: 'sk-1' })
  expect(
    JSON.stringify([imagesEnvironment(named.images), imagesArguments(named.images)]),
  ).not.toContain('sk-1')
  expect(() => secretsOf(named, {})).toThrow('no MY_KEY')
  const unnamed = readOptions([...remote, '--images-price', '0.04'])
  expect(secretsOf(unnamed, { OPENAI_API_KEY: 'sk-2' })).toEqual({})
})

test.each([
  [['--images-model', 'x'], 'goes with --images-model'],
  [['--images', 'http://127.0.0.1:8000/v1'], 'goes with --images-model'],
  [['--images', '8000', '--images-model', 'x'], 'takes an address'],
  [['--images', 'http://192.168.1.9/v1', '--images-model', 'x'], 'takes https'],
  [remote, '--images-price says'],
  [[...local, '--images-mask', 'grey'], 'alpha, white or none'],
  [[...local, '--images-price', 'cheap'], 'takes dollars'],
])('%j is refused', (argv, message) => {
  expect(() => readOptions(argv)).toThrow(message)
})
