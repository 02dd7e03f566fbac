import type { KeyPrefix } from '#domain/object-key.ts'

/** What one function may touch; `grant.ts` turns it into statements of named actions. */
export type Access = {
  readonly queries: readonly string[]
  readonly mutations: readonly string[]
  readonly reads?: readonly KeyPrefix[]
  readonly writes?: readonly KeyPrefix[]
  readonly deletes?: readonly KeyPrefix[]
  /** Listing under the prefixes: to remove an account, or to see how much somebody stores. */
  readonly lists?: boolean
  /**
   * Reserving quota, only giving it back, keeping what a leaving person used, or only looking
   * whether somebody left, in the Usage table.
   */
  readonly usage?: 'RESERVE' | 'SETTLE' | 'KEEP' | 'READ'
  /** The index of unfinished jobs of everybody, on the table itself. */
  readonly findsOpenJobs?: boolean
  readonly sendsJobs?: boolean
  readonly sendsIngests?: boolean
  /** Keeping an upload back that could not be taken in. */
  readonly hidesIngests?: boolean
  /** Keeping a job's message back while somebody else holds the job. */
  readonly hidesJobs?: boolean
  readonly callsModels?: boolean
  /** Asking Bedrock what it knows of the models of the catalogue. */
  readonly describesModels?: boolean
  /** The address of an account, and its removal. */
  readonly readsUsers?: boolean
  readonly deletesUsers?: boolean
}

/** The least that each function needs, by field of the API and by prefix of the bucket. */
export const access = {
  generateImage: {
    queries: ['getGeneration', 'getPicture', 'listModelStates'],
    mutations: ['createGeneration', 'updateGeneration'],
    reads: ['masks'],
    lists: true,
    usage: 'RESERVE',
    readsUsers: true,
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
    queries: ['getGeneration', 'generationsByOwner', 'picturesByOwner', 'usageByOwner'],
    mutations: ['updateGeneration', 'deleteGeneration', 'deletePicture', 'deleteUsage'],
    deletes: ['originals', 'masks', 'previews', 'results', 'answers'],
    lists: true,
    usage: 'KEEP',
    readsUsers: true,
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
    reads: ['originals', 'masks'],
    // Under results lie the PNGs of uploads that are not used as they are.
    writes: ['originals', 'masks', 'previews', 'results'],
    deletes: ['originals', 'masks'],
    lists: true,
    usage: 'READ',
    hidesIngests: true,
  },
  sweep: {
    queries: ['getGeneration', 'usageByOwner'],
    mutations: ['updateGeneration', 'deleteGeneration'],
    findsOpenJobs: true,
    usage: 'RESERVE',
    sendsJobs: true,
  },
  tidyObjects: {
    queries: ['generationsByOwner', 'picturesByOwner'],
    mutations: ['deleteGeneration', 'deletePicture'],
    deletes: ['originals', 'masks', 'previews', 'results'],
    lists: true,
    usage: 'READ',
  },
  checkModels: {
    queries: ['listModelStates', 'getModelState'],
    mutations: ['createModelState', 'updateModelState'],
    describesModels: true,
  },
} as const satisfies Record<string, Access>
