import type { AppError } from '#domain/errors.ts'
import type { Draft, Situation } from './draft.ts'
import type { Missing, Terms } from './plan-draft.ts'

/** What the parts of the panel need of its state. */
export type PanelProps = Terms & {
  readonly situation: Situation
  readonly draft: Draft
  readonly problem: Missing | AppError | undefined
}
