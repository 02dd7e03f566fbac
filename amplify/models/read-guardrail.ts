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

const prompt = fails(
  'BLOCKED_PROMPT',
  'A guardrail stopped the words or the picture. Say it differently.',
)
const input = fails('BLOCKED_INPUT', 'A guardrail stopped this picture.')
const output = fails('BLOCKED_OUTPUT', 'A guardrail withheld what the model made. Try again.')

/**
 * Reads whether a guardrail stopped a call, and what it found fault with: the answer is HTTP 200.
 * @returns `undefined` when none did
 */
export function readGuardrail(body: unknown): ModelFailure | undefined {
  const parsed = interventionSchema.safeParse(body)
  if (!parsed.success) return undefined
  const trace = parsed.data['amazon-bedrock-trace']?.guardrail
  if (trace?.outputs && trace.outputs.length > 0) return output
  const looked = JSON.stringify(trace?.input ?? '')
  // The trace counts what was looked at; without any words it was the picture.
  return looked.includes('"images"') && !looked.includes('"textCharacters"') ? input : prompt
}
