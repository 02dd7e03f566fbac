import type { KeyPrefix } from '#domain/object-key.ts'
import { limitSettingsOf } from '#domain/usage/limit-settings.ts'
import { limitKinds } from '#domain/usage/usage.ts'
import type { SettingName } from '../settings.ts'

/**
 * What one function is told, and what it may touch. `grant.ts` turns it into statements of named
 * actions and an environment; `read-needs.ts` reads that environment again, typed by the same row.
 */
export type Needs = {
  readonly settings?: readonly SettingName[]
  readonly queries?: readonly string[]
  readonly mutations?: readonly string[]
  readonly reads?: readonly KeyPrefix[]
  readonly writes?: readonly KeyPrefix[]
  readonly deletes?: readonly KeyPrefix[]
  /** Listing under the prefixes: to remove an account, or to see how much somebody stores. */
  readonly lists?: boolean
  /**
   * Reserving quota, only giving it back, keeping what a leaving person used, only looking whether
   * somebody left, or only counting calls, in the Usage table.
   */
  readonly usage?: 'RESERVE' | 'SETTLE' | 'KEEP' | 'READ' | 'COUNT'
  /** The index of unfinished jobs of everybody, on the table itself. */
  readonly findsOpenJobs?: boolean
  readonly sendsJobs?: boolean
  readonly sendsIngests?: boolean
  readonly sendsExports?: boolean
  /** Keeping an upload back that could not be taken in. */
  readonly hidesIngests?: boolean
  /** Keeping a job's message back while somebody else holds the job. */
  readonly hidesJobs?: boolean
  readonly callsModels?: boolean
  /** The keys of endpoints that a deployment added, where it added any. */
  readonly readsKeys?: boolean
  /** Asking Bedrock what it knows of the models of the catalogue. */
  readonly describesModels?: boolean
  /** The address of an account, and its removal. */
  readonly readsUsers?: boolean
  readonly deletesUsers?: boolean
}

const limits = limitSettingsOf(limitKinds)

/** The least that each function needs, by field of the API and by prefix of the bucket. */
export const needs = {
  admitPerson: { settings: ['signUp'] },
  generateImage: {
    settings: [
      'modelRegions',
      'preferredModels',
      'allowedRetiredModels',
      'previewModels',
      'imageEndpoints',
      'lifetimeSeconds',
      'personalRequestsPerMinute',
      'storedBytes',
      ...limits,
    ],
    queries: ['getGeneration', 'getPicture', 'listModelStates'],
    mutations: ['createGeneration', 'updateGeneration'],
    reads: ['masks'],
    lists: true,
    usage: 'RESERVE',
    readsUsers: true,
    sendsJobs: true,
  },
  cancelGeneration: {
    settings: ['personalRequestsPerMinute'],
    queries: ['getGeneration'],
    mutations: ['updateGeneration'],
    usage: 'SETTLE',
    sendsJobs: true,
  },
  removeGenerations: {
    settings: ['personalRequestsPerMinute'],
    queries: ['getGeneration', 'getPicture', 'generationsByOwner', 'documentsByOwner'],
    mutations: ['updateGeneration', 'deleteGeneration', 'deletePicture'],
    deletes: ['originals', 'masks', 'previews', 'results', 'answers'],
    usage: 'SETTLE',
  },
  removePictures: {
    settings: ['personalRequestsPerMinute'],
    queries: ['getGeneration', 'getPicture', 'generationsByOwner', 'documentsByOwner'],
    mutations: ['updateGeneration', 'updatePicture', 'deletePicture'],
    deletes: ['originals', 'previews', 'results'],
    usage: 'SETTLE',
  },
  saveDocument: {
    settings: ['personalRequestsPerMinute', 'storedBytes'],
    queries: ['getDocument', 'getGeneration', 'getPicture'],
    mutations: ['createDocument', 'updateDocument'],
    deletes: ['documents'],
    lists: true,
    usage: 'SETTLE',
  },
  trashDocuments: {
    settings: ['personalRequestsPerMinute'],
    queries: ['getDocument'],
    mutations: ['updateDocument'],
    usage: 'COUNT',
  },
  restoreDocuments: {
    settings: ['personalRequestsPerMinute'],
    queries: ['getDocument'],
    mutations: ['updateDocument'],
    usage: 'COUNT',
  },
  removeDocuments: {
    settings: ['personalRequestsPerMinute'],
    queries: [
      'getDocument',
      'getGeneration',
      'getPicture',
      'generationsByOwner',
      'documentsByOwner',
    ],
    mutations: ['deleteDocument', 'deleteGeneration', 'deletePicture', 'updateGeneration'],
    deletes: ['originals', 'masks', 'previews', 'results', 'answers', 'documents'],
    usage: 'SETTLE',
  },
  exportPicture: {
    settings: ['personalRequestsPerMinute', 'storedBytes'],
    queries: ['getExport', 'getGeneration', 'getPicture'],
    mutations: ['createExport', 'updateExport'],
    lists: true,
    usage: 'SETTLE',
    sendsExports: true,
  },
  cancelExport: {
    settings: ['personalRequestsPerMinute'],
    queries: ['getExport'],
    mutations: ['updateExport'],
    usage: 'COUNT',
  },
  deleteAccount: {
    settings: ['personalRequestsPerMinute'],
    queries: [
      'getGeneration',
      'generationsByOwner',
      'picturesByOwner',
      'exportsByOwner',
      'documentsByOwner',
      'usageByOwner',
    ],
    mutations: [
      'updateGeneration',
      'deleteGeneration',
      'deletePicture',
      'deleteExport',
      'deleteDocument',
      'deleteUsage',
    ],
    deletes: ['originals', 'masks', 'previews', 'results', 'answers', 'exports', 'documents'],
    lists: true,
    usage: 'KEEP',
    readsUsers: true,
    deletesUsers: true,
  },
  runGeneration: {
    settings: [
      'modelRegions',
      'preferredModels',
      'allowedRetiredModels',
      'previewModels',
      'imageEndpoints',
      'endpointsOnLoopback',
      'requestsPerMinute',
      'guardrailIdentifier',
      'guardrailVersion',
      'modelSeconds',
      'runSeconds',
      'leaseSeconds',
      'backoffSeconds',
      'backoffCapSeconds',
      ...limits,
    ],
    queries: ['getGeneration', 'getModelState', 'listModelStates'],
    mutations: ['updateGeneration', 'createPicture', 'createModelState', 'updateModelState'],
    reads: ['originals', 'masks', 'results', 'answers'],
    writes: ['results', 'previews', 'answers'],
    deletes: ['answers'],
    usage: 'SETTLE',
    sendsJobs: true,
    hidesJobs: true,
    callsModels: true,
    readsKeys: true,
  },
  enqueueUpload: { sendsIngests: true },
  ingestUpload: {
    settings: ['storedBytes'],
    queries: ['getPicture'],
    mutations: ['createPicture', 'updatePicture'],
    reads: ['originals', 'masks'],
    // PNGs of uploads that are not used as they are lie under results.
    writes: ['originals', 'masks', 'previews', 'results'],
    deletes: ['originals', 'masks', 'documents'],
    lists: true,
    usage: 'READ',
    hidesIngests: true,
  },
  makeExport: {
    settings: ['runSeconds'],
    queries: ['getExport', 'getGeneration', 'getPicture'],
    mutations: ['updateExport'],
    reads: ['originals', 'results'],
    writes: ['exports'],
    usage: 'READ',
  },
  sweep: {
    settings: ['leaseSeconds', 'previewModels', 'imageEndpoints', ...limits],
    queries: ['getGeneration', 'usageByOwner'],
    mutations: ['updateGeneration', 'deleteGeneration'],
    findsOpenJobs: true,
    usage: 'RESERVE',
    sendsJobs: true,
  },
  tidyObjects: {
    queries: ['generationsByOwner', 'picturesByOwner', 'exportsByOwner', 'documentsByOwner'],
    mutations: ['deleteGeneration', 'deletePicture', 'deleteExport', 'deleteDocument'],
    deletes: ['originals', 'masks', 'previews', 'results', 'exports', 'documents'],
    lists: true,
    usage: 'READ',
  },
  checkModels: {
    settings: ['modelRegions', 'allowedRetiredModels'],
    queries: ['listModelStates', 'getModelState'],
    mutations: ['createModelState', 'updateModelState'],
    describesModels: true,
  },
} as const satisfies Record<string, Needs>

export type FunctionName = keyof typeof needs

/**
 * The variable of a function's environment that says where each thing is that it needs.
 * A need without one is met by a right alone.
 */
export const placeOf = {
  queries: 'dataEndpoint',
  mutations: 'dataEndpoint',
  reads: 'bucketName',
  writes: 'bucketName',
  deletes: 'bucketName',
  lists: 'bucketName',
  usage: 'usageTable',
  findsOpenJobs: 'generationTable',
  sendsJobs: 'generationQueueUrl',
  hidesJobs: 'generationQueueUrl',
  sendsIngests: 'ingestQueueUrl',
  hidesIngests: 'ingestQueueUrl',
  sendsExports: 'exportQueueUrl',
  readsUsers: 'userPoolId',
  deletesUsers: 'userPoolId',
  readsKeys: 'secretPaths',
} as const satisfies Partial<Record<keyof Needs, string>>

export type Place = (typeof placeOf)[keyof typeof placeOf]

/** The places that a function has to know, each once. */
export function placesOf(of: Needs): readonly Place[] {
  const named = Object.keys(of).flatMap((need) =>
    need in placeOf ? placeOf[need as keyof typeof placeOf] : [],
  )
  return [...new Set(named)]
}
