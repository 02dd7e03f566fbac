import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The projects in this order: files of one follow each other, or its process would be left and begun anew. */
const projects = ['backends', 'alone', 'unit', 'browser']
/** Files that take a minute or more. */
const long = ['/tests/soak/', '/tests/backend/']

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

function rank({ moduleId, project }: TestSpecification): number {
  const at = long.findIndex((part) => moduleId.includes(part))
  return projects.indexOf(project.name) * 10 + (at < 0 ? long.length : at)
}
