import type { Generation } from '#domain/generation/generation.ts'

/** Every object that a job made: results and their renditions. */
export function outputKeysOf(generation: Generation): string[] {
  return (generation.outputs ?? []).flatMap(({ key, patchKey, previewKey, thumbnailKey }) =>
    [key, patchKey, previewKey, thumbnailKey].filter((each) => each !== undefined),
  )
}
