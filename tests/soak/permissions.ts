import { steps } from '../backend/permissions/steps.ts'
import { openStudy } from '../backend/permissions/study.ts'
import { cases, takeAway } from '../backend/permissions/take-away.ts'
import { Violation } from './load.ts'

/**
 * Takes each statement of the policies away from a running backend, one at a time, and runs the step
 * that needs it.
 * @param say told of each statement that was seen to be needed
 * @returns how many statements were taken away
 * @throws Violation at the first that the step does not miss
 */
export async function runTakeAways(say: (line: string) => void): Promise<{ takenAway: number }> {
  const study = await openStudy()
  try {
    // First without taking anything away: a step that fails anyway would seem to miss whatever is
    // away, and uploads that failed block their owner's lane for a while.
    for (const step of steps) if (!step.isAttack) await step.run(study.world)
    for (const each of cases) {
      const { step, title } = each
      const wrong = await takeAway(study, each)
      if (wrong !== undefined) throw new Violation(`${step.name}, without ${title}: ${wrong}`)
      say(`${step.name}, without ${title}: ${step.isAttack ? 'succeeds' : 'fails'}`)
    }
    return { takenAway: cases.length }
  } finally {
    await study.backend.close()
  }
}
