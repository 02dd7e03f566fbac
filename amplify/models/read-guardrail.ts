import * as z from 'zod'
import { fails, type ModelFailure } from './read-failure.ts'

/** The marks that a guardrail leaves in the body of an answer (Bedrock's page on InvokeModel). */
const interventionSchema = z.object({
  'amazon-bedrock-guardrailAction': z.literal('INTERVENED'),
  'amazon-bedrock-trace': z
    .object({
      guardrail: z.object({ input: z.unknown(), outputs: z.array(z.unknown()).optional() }),
    })
    .optional()
    .catch(undefined),
})

const prompt = fails('BLOCKED_PROMPT', { key: 'guardrailStopped' })
const input = fails('BLOCKED_INPUT', { key: 'guardrailStoppedPicture' })
const output = fails('BLOCKED_OUTPUT', { key: 'guardrailWithheld' })

/**
 * Reads whether a guardrail stopped a call, and what it found fault with: the answer is HTTP 200.
 * @returns `undefined` when none did
 */
export function readGuardrail(body: unknown): ModelFailure | undefined {
  const parsed = interventionSchema.safeParse(body)
  if (!parsed.success) return undefined
  return guardrailFailure(parsed.data['amazon-bedrock-trace']?.guardrail ?? {})
}

/** What a guardrail found fault with, by what it traced of its assessments. */
export function guardrailFailure(trace: {
  readonly input?: unknown
  readonly outputs?: readonly unknown[] | undefined
}): ModelFailure {
  if (trace.outputs && trace.outputs.length > 0) return output
  const looked = JSON.stringify(trace.input ?? '')
  // The trace counts what was looked at; without any words it was the picture.
  return looked.includes('"images"') && !looked.includes('"textCharacters"') ? input : prompt
}
