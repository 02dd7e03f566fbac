import { defineFunction } from '@aws-amplify/backend'
import { nodeVersion } from './runtime.ts'

/**
 * The functions behind the API's own mutations, all alike: AppSync waits 30 s for an answer, so they
 * give up before. They lie in the API's stack, which names them.
 */
export const resolvers = {
  generateImage: resolver('generate-image'),
  cancelGeneration: resolver('cancel-generation'),
  exportPicture: resolver('export-picture'),
  cancelExport: resolver('cancel-export'),
  saveDocument: resolver('save-document'),
  trashDocuments: resolver('trash-documents'),
  restoreDocuments: resolver('restore-documents'),
  removeDocuments: resolver('remove-documents'),
  removeGenerations: resolver('remove-generations'),
  removePictures: resolver('remove-pictures'),
  deleteAccount: resolver('delete-account'),
}

/** @param name of the function and of the folder of its handler */
function resolver(name: string) {
  return defineFunction({
    name,
    entry: `./${name}/handler.ts`,
    runtime: nodeVersion,
    architecture: 'arm64',
    timeoutSeconds: 25,
    memoryMB: 512,
    resourceGroupName: 'data',
  })
}
