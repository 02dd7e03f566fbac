import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Where tests start whole backends, for a minute or more a file. */
const long = ['/tests/soak/', '/tests/backend/', '/tests/second-app/', '/sandbox/live/']

/**
 * Vitest's order, but for the longest files: begun last, they would run on when all others have
 * ended. Vitest itself knows them only after a first run on the same machine.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return sorted.toSorted((left, right) => rank(left) - rank(right))
  }
}

function rank({ moduleId }: TestSpecification): number {
  const at = long.findIndex((part) => moduleId.includes(part))
  return at < 0 ? long.length : at
}
