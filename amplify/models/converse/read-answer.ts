import type { ConverseCommandOutput } from '@aws-sdk/client-bedrock-runtime'
import type { ModelAnswer } from '../caller.ts'
import { fails } from '../read-failure.ts'
import { guardrailFailure } from '../read-guardrail.ts'

/** The picture that came, if one did, and whether the model's own filter stopped it. */
export type Brought = {
  readonly kind: 'BROUGHT'
  readonly isFiltered: boolean
  readonly image?: Buffer
}

type Failed = Extract<ModelAnswer, { kind: 'FAILED' }>

/**
 * Reads an answer of Converse: its content mixes texts, reasoning and pictures, of which the first is
 * taken. HTTP 200 without a picture is a refusal, a question back or a filter, and was most likely charged.
 */
export function readAnswer({
  output,
  stopReason,
  trace,
}: Pick<ConverseCommandOutput, 'output' | 'stopReason' | 'trace'>):
  | Brought
  | Extract<ModelAnswer, { kind: 'FAILED' }> {
  if (stopReason === 'guardrail_intervened') {
    const { inputAssessment: input, outputAssessments } = trace?.guardrail ?? {}
    const failure = guardrailFailure({ input, outputs: Object.values(outputAssessments ?? {}) })
    return { kind: 'FAILED', failure, log: `guardrail ${failure.code}` }
  }
  const isFiltered = stopReason === 'content_filtered'
  const content = output?.message?.content ?? []
  const bytes = content.map(({ image }) => image?.source?.bytes).find((each) => each?.length)
  if (bytes) return { kind: 'BROUGHT', isFiltered, image: Buffer.from(bytes) }
  if (isFiltered) return { kind: 'BROUGHT', isFiltered }
  const log = `no picture, ${stopReason}`
  return content.some(({ text }) => text)
    ? { kind: 'FAILED', failure: inWords, log }
    : noPicture(log)
}

/** An answer that holds neither picture nor words. */
export function noPicture(log: string): Failed {
  return { kind: 'FAILED', failure: unreadable, log }
}

const inWords = fails('MODEL_UNAVAILABLE', { key: 'answerInWords' })
const unreadable = fails('MODEL_UNAVAILABLE', { key: 'answerUnreadable' })
