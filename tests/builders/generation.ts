import { type Generation, generationSchema } from '#domain/generation/generation.ts'
import { userIdSchema } from '#domain/ids.ts'
import { maskKey, originalKey } from '#domain/object-key.ts'
import { type Picture, pictureSchema } from '#domain/picture/picture.ts'

/** Two people, and the moment at which tests happen. */
export const ada = userIdSchema.parse('a0000000-0000-4000-8000-00000000000a')
export const bob = userIdSchema.parse('b0000000-0000-4000-8000-00000000000b')
export const noon = Date.parse('2026-11-21T12:00:00.000Z')

export const titan = 'amazon.titan-image-generator-v2:0'

/** @returns `00000000-0000-4000-8000-00000000000n` for a small number */
export function uuid(n: number): string {
  return `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
}

/** A queued job of Ada's that describes one 512 × 512 picture, with overrides. */
export function aGeneration(
  overrides: Partial<Record<keyof Generation, unknown>> = {},
): Generation {
  return generationSchema.parse({
    id: uuid(1),
    owner: ada,
    createdAt: new Date(noon).toISOString(),
    deadline: new Date(noon + 3_600_000).toISOString(),
    requestHash: 'f'.repeat(64),
    operation: 'TEXT_TO_IMAGE',
    modelUsed: titan,
    prompt: 'a lighthouse',
    widthPx: 512,
    heightPx: 512,
    count: 1,
    seed: 7,
    quality: 'STANDARD',
    status: 'QUEUED',
    revision: 1,
    attempt: 0,
    open: 'OPEN',
    ...overrides,
  })
}

/** A ready picture of Ada's, 320 × 240 pixels, with overrides. */
export function aPicture(overrides: Partial<Record<keyof Picture, unknown>> = {}): Picture {
  const sha256 = 'c'.repeat(64)
  return pictureSchema.parse({
    id: uuid(100),
    owner: ada,
    status: 'READY',
    key: originalKey(ada, sha256, 'image/png'),
    sha256,
    width: 320,
    height: 240,
    bytes: 1_000,
    mime: 'image/png',
    origin: 'UPLOAD',
    revision: 1,
    createdAt: new Date(noon).toISOString(),
    ...overrides,
  })
}

/** A key of a mask of Ada's. */
export const aMaskKey = maskKey(ada, 'd'.repeat(64))
