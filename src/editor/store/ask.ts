import type { UserId } from '#domain/ids.ts'
import type { GenerationRequest } from '#domain/operation/request.ts'
import { requestGeneration } from '../../backend/generations.ts'
import type { LayerCommand } from '../document/layer-commands.ts'
import { editorStore } from './editor-store.ts'
import { whenSaved } from './when-saved.ts'

/**
 * Asks for a job: its layer, or its place in one, is in the document and saved before its request
 * leaves. So whatever is paid for is found again, whenever the page goes away.
 */
export async function ask(
  owner: UserId,
  request: GenerationRequest,
  command: Extract<LayerCommand, { kind: 'ASK' | 'ASK_AGAIN' }>,
): Promise<void> {
  editorStore.getState().actions.run(command)
  await whenSaved()
  await requestGeneration(owner, command.generationId, request)
}
