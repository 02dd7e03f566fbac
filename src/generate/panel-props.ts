import type { AppError } from '#domain/errors.ts'
import type { Draft, Situation } from './draft.ts'
import type { Offer } from './offer.ts'

/** What the parts of the panel need of its state. */
export type PanelProps = {
  readonly situation: Situation
  readonly draft: Draft
  readonly offer: Offer
  readonly problem: AppError | undefined
}
