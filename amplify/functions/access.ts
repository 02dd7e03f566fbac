import type { KeyPrefix } from '#domain/object-key.ts'

/** What one function may touch; `grant.ts` turns it into statements of named actions. */
export type Access = {
  readonly queries: readonly string[]
  readonly mutations: readonly string[]
  readonly reads?: readonly KeyPrefix[]
  readonly writes?: readonly KeyPrefix[]
  readonly deletes?: readonly KeyPrefix[]
  /** Listing under the four prefixes, which only the removal of an account needs. */
  readonly lists?: boolean
  /** Reserving quota, or only giving it back, by conditional updates of the Usage table. */
  readonly usage?: 'RESERVE' | 'SETTLE'
  readonly sendsJobs?: boolean
  readonly sendsIngests?: boolean
  /** Keeping an upload back that could not be taken in. */
  readonly hidesIngests?: boolean
  /** Keeping a job's message back while somebody else holds the job. */
  readonly hidesJobs?: boolean
  readonly callsModels?: boolean
  /** Asking Bedrock what it knows of the models of the catalogue. */
  readonly describesModels?: boolean
  readonly deletesUsers?: boolean
}

/** The least that each function needs, by field of the API and by prefix of the bucket. */
export const access = {
  generateImage: {
    queries: ['getGeneration', 'getPicture', 'listModelStates'],
    mutations: ['createGeneration', 'updateGeneration'],
    reads: ['masks'],
    usage: 'RESERVE',
    sendsJobs: true,
  },
  cancelGeneration: {
    queries: ['getGeneration'],
    mutations: ['updateGeneration'],
    usage: 'SETTLE',
    sendsJobs: true,
  },
  removeGenerations: {
    queries: ['getGeneration', 'getPicture', 'generationsByOwner'],
    mutations: ['updateGeneration', 'deleteGeneration', 'deletePicture'],
    deletes: ['masks', 'previews', 'results', 'answers'],
    usage: 'SETTLE',
  },
  removePictures: {
    queries: ['getGeneration', 'getPicture', 'generationsByOwner'],
    mutations: ['updateGeneration', 'deletePicture'],
    deletes: ['originals', 'previews', 'results'],
    usage: 'SETTLE',
  },
  deleteAccount: {
    queries: ['generationsByOwner', 'picturesByOwner', 'usageByOwner'],
    mutations: ['deleteGeneration', 'deletePicture', 'deleteUsage'],
    deletes: ['originals', 'masks', 'previews', 'results', 'answers'],
    lists: true,
    deletesUsers: true,
  },
  runGeneration: {
    queries: ['getGeneration', 'getModelState', 'listModelStates'],
    mutations: ['updateGeneration', 'createPicture', 'createModelState', 'updateModelState'],
    reads: ['originals', 'masks', 'results', 'answers'],
    writes: ['results', 'previews', 'answers'],
    deletes: ['answers'],
    usage: 'SETTLE',
    sendsJobs: true,
    hidesJobs: true,
    callsModels: true,
  },
  enqueueUpload: { queries: [], mutations: [], sendsIngests: true },
  ingestUpload: {
    queries: ['getPicture'],
    mutations: ['createPicture', 'updatePicture'],
    reads: ['originals'],
    // Under results lie the PNGs of uploads that are not used as they are.
    writes: ['previews', 'results'],
    hidesIngests: true,
  },
  sweep: {
    queries: ['openGenerations', 'getGeneration', 'usageByOwner'],
    mutations: ['updateGeneration'],
    usage: 'RESERVE',
    sendsJobs: true,
  },
  checkModels: {
    queries: ['listModelStates', 'getModelState'],
    mutations: ['createModelState', 'updateModelState'],
    describesModels: true,
  },
} as const satisfies Record<string, Access>
