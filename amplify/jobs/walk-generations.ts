import { AppError } from '#domain/errors.ts'
import type { Generation } from '#domain/generation/generation.ts'
import type { UserId } from '#domain/ids.ts'
import type { Generations } from '../store/generations.ts'

/** 200,000 records at 500 a page: beyond that, a removal is refused rather than done blindly. */
const maxPages = 400

/**
 * Visits every job of one person. An object may be needed by any of them, and nothing else knows.
 * @throws AppError INTERNAL when there are too many to look at
 */
export async function walkGenerations(
  generations: Pick<Generations, 'byOwner'>,
  owner: UserId,
  visit: (generation: Generation) => void,
): Promise<void> {
  let cursor: string | undefined
  for (let page = 0; page < maxPages; page += 1) {
    const found = await generations.byOwner(owner, cursor)
    found.items.forEach(visit)
    cursor = found.cursor
    if (cursor === undefined) return
  }
  throw new AppError('INTERNAL', 'There is too much history to remove a part of it.')
}

/** Every object that a job made: results and their renditions. */
export function outputKeysOf(generation: Generation): string[] {
  return (generation.outputs ?? []).flatMap(({ key, patchKey, previewKey, thumbnailKey }) =>
    [key, patchKey, previewKey, thumbnailKey].filter((each) => each !== undefined),
  )
}
