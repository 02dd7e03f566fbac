import type { UserId } from '#domain/ids.ts'
import type { GenerationRequest } from '#domain/operation/request.ts'
import { holdRequest } from '../../backend/generations.ts'
import type { LayerCommand } from '../document/layer-commands.ts'
import { editorStore } from './editor-store.ts'
import { whenSaved } from './when-saved.ts'

/**
 * Asks for a job: its request is on this device before the document names it, and its layer, or its place
 * in one, is in the document and saved before the request leaves. So whenever the page goes away, what was
 * asked for is sent, and whatever is paid for is found again.
 */
export async function ask(
  owner: UserId,
  request: GenerationRequest,
  command: Extract<LayerCommand, { kind: 'ASK' | 'ASK_AGAIN' }>,
): Promise<void> {
  const send = await holdRequest(owner, command.generationId, request)
  editorStore.getState().actions.run(command)
  await whenSaved()
  await send()
}
