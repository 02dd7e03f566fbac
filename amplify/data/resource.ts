import { a, type ClientSchema, defineData } from '@aws-amplify/backend'
import { exportStatuses } from '#domain/export/export.ts'
import { operations } from '#domain/operation/table.ts'
import { resolvers } from '../functions/resolvers.ts'

/**
 * What a request says and its record keeps: every field that some operation has. Which ones, and
 * their ranges, `domain/` checks.
 */
const asked = {
  prompt: a.string(),
  negativePrompt: a.string(),
  stylePreset: a.string(),
  pictureId: a.id(),
  canvas: a.ref('Rect'),
  layers: a.ref('Layer').required().array(),
  referenceIds: a.id().required().array(),
  stylePictureId: a.id(),
  maskKey: a.string(),
  frame: a.ref('Frame'),
  edge: a.string(),
  search: a.string(),
  colors: a.string().required().array(),
  guide: a.string(),
  mode: a.string(),
  strength: a.float(),
  similarity: a.float(),
  creativity: a.float(),
  widthPx: a.integer(),
  heightPx: a.integer(),
  count: a.integer().required(),
  seed: a.float(),
  /** Whether the results' files may say the prompt. */
  keepPrompt: a.boolean(),
}

/** What an export is made of, and how its file is to be; its record keeps it. */
const exported = {
  pictureId: a.id().required(),
  canvas: a.ref('Rect'),
  layers: a.ref('Layer').required().array(),
  mime: a.string().required(),
  quality: a.integer(),
  maxSidePx: a.integer(),
  keepMetadata: a.boolean().required(),
  keepProvenance: a.boolean().required(),
}

/**
 * People read their own records and change only a few fields of a picture; every other write is a
 * function's (granted by field in `backend.ts`) or goes through one of the mutations below.
 * Generated `list` queries scan the whole table, so they are switched off: use the indexes.
 */
export const schema = a.schema({
  PictureStatus: a.enum(['PROCESSING', 'READY', 'REJECTED']),
  PictureOrigin: a.enum(['UPLOAD', 'GENERATION']),
  Operation: a.enum(operations),
  Quality: a.enum(['STANDARD', 'PREMIUM']),
  GenerationStatus: a.enum([
    'QUEUED',
    'RUNNING',
    'WAITING',
    'SUCCEEDED',
    'PARTIAL',
    'BLOCKED',
    'FAILED',
    'CANCELLED',
  ]),
  ModelStatus: a.enum(['ACTIVE', 'LEGACY', 'RETIRED']),
  ExportStatus: a.enum(exportStatuses),
  OutputStatus: a.enum(['SUCCEEDED', 'BLOCKED', 'FAILED']),

  Picture: a
    .model({
      owner: a.string().required(),
      status: a.ref('PictureStatus').required(),
      /** Why a file was rejected: an error code, and a sentence for the person. */
      reasonCode: a.string(),
      reason: a.string(),
      key: a.string().required(),
      /** The PNG that editor and worker use, of an upload that they do not use as it is. */
      editKey: a.string(),
      previewKey: a.string(),
      thumbnailKey: a.string(),
      sha256: a.string().required(),
      /** Size as shown: after the EXIF orientation was applied. */
      width: a.integer(),
      height: a.integer(),
      bytes: a.integer(),
      previewBytes: a.integer(),
      thumbnailBytes: a.integer(),
      mime: a.string(),
      /** Frames or pages of the upload, of which the first became the picture. */
      frames: a.integer(),
      fileName: a.string(),
      origin: a.ref('PictureOrigin').required(),
      generationId: a.id(),
      parentId: a.id(),
      /** What an upload says that it was made with, if we made it; a suggestion, not a fact. */
      madeWith: a.ref('Provenance'),
      revision: a.integer().required(),
      createdAt: a.datetime().required(),
      /** Removed, but edits still lie over it: lists leave it out. */
      removedAt: a.datetime(),
      title: a
        .string()
        .authorization((allow) => [
          allow.ownerDefinedIn('owner').identityClaim('sub').to(['read', 'update', 'delete']),
        ]),
      favourite: a
        .boolean()
        .authorization((allow) => [
          allow.ownerDefinedIn('owner').identityClaim('sub').to(['read', 'update', 'delete']),
        ]),
      tags: a
        .string()
        .array()
        .authorization((allow) => [
          allow.ownerDefinedIn('owner').identityClaim('sub').to(['read', 'update', 'delete']),
        ]),
    })
    .secondaryIndexes((index) => [
      index('owner').sortKeys(['createdAt']).queryField('picturesByOwner'),
    ])
    .disableOperations(['list'])
    .authorization((allow) => [allow.ownerDefinedIn('owner').identityClaim('sub').to(['read'])]),

  /** What a result of ours says about itself in its file. */
  Provenance: a.customType({
    version: a.integer().required(),
    operation: a.string().required(),
    model: a.string().required(),
    seed: a.float(),
    madeAt: a.datetime().required(),
    parentId: a.id(),
    prompt: a.string(),
    negativePrompt: a.string(),
  }),

  /** By how many pixels a picture grows on each side. */
  Frame: a.customType({
    leftPx: a.integer().required(),
    rightPx: a.integer().required(),
    upPx: a.integer().required(),
    downPx: a.integer().required(),
  }),

  /** In pixels of the root picture; `x` and `y` may be negative. */
  Rect: a.customType({
    x: a.integer().required(),
    y: a.integer().required(),
    width: a.integer().required(),
    height: a.integer().required(),
  }),

  /** The patch that a job made as its n-th image, and how much of it is seen. */
  Layer: a.customType({
    generationId: a.id().required(),
    index: a.integer().required(),
    opacity: a.float().required(),
  }),

  GenerationOutput: a.customType({
    index: a.integer().required(),
    status: a.ref('OutputStatus').required(),
    errorCode: a.string(),
    reason: a.string(),
    pictureId: a.id(),
    key: a.string(),
    previewKey: a.string(),
    thumbnailKey: a.string(),
    width: a.integer(),
    height: a.integer(),
    bytes: a.integer(),
    seed: a.float(),
    /** Of an edit: its patch, and where that lies, in pixels of the root. */
    patchKey: a.string(),
    patchRect: a.ref('Rect'),
    /** Pixels that differ from the source outside mask + feather; the product promises 0. */
    changedOutside: a.integer(),
  }),

  Generation: a
    .model({
      owner: a.string().required(),
      createdAt: a.datetime().required(),
      /** Digest of the accepted request: the same id with another request is a conflict. */
      requestHash: a.string().required(),
      operation: a.ref('Operation').required(),
      modelAsked: a.string(),
      modelUsed: a.string().required(),
      modelReason: a.string(),
      /** How the model comes nearest to what was asked, where it cannot do just that. */
      modelNote: a.string(),
      ...asked,
      sourceKey: a.string(),
      /** Objects of the further pictures. */
      referenceKeys: a.string().required().array(),
      /** Where the patches of `layers` lie. */
      layerRects: a.ref('Rect').required().array(),
      quality: a.ref('Quality').required(),
      status: a.ref('GenerationStatus').required(),
      /** Grows by one with each change; a client ignores a lower one. */
      revision: a.integer().required(),
      attempt: a.integer().required(),
      leaseUntil: a.datetime(),
      /** While it waits for its model: when it is expected to go on, and its place, 1 being next. */
      waitUntil: a.datetime(),
      waitPosition: a.integer(),
      /** Present while the job is unfinished, so that the sweeper's index stays small. */
      open: a.string(),
      deadline: a.datetime().required(),
      cancelRequested: a.boolean(),
      outputs: a.ref('GenerationOutput').required().array(),
      errorCode: a.string(),
      errorDetail: a.string(),
      /** What was charged, in integer micro-dollars. */
      costMicros: a.integer(),
      success: a.boolean(),
      requestId: a.string(),
      sourceBytes: a.integer(),
      maskBytes: a.integer(),
      outputBytes: a.integer(),
      queueMs: a.integer(),
      prepareMs: a.integer(),
      modelMs: a.integer(),
      pasteMs: a.integer(),
      totalMs: a.integer(),
      /** Calls that a model may have been paid for, and how many of them were second tries. */
      modelCalls: a.integer(),
      retries: a.integer(),
      finishedAt: a.datetime(),
      /** Removed, but its patch still lies under another edit: lists leave it out. */
      removedAt: a.datetime(),
    })
    .secondaryIndexes((index) => [
      index('owner').sortKeys(['createdAt']).queryField('generationsByOwner'),
      index('owner').sortKeys(['status']).queryField('generationsByOwnerAndStatus'),
      // For the sweeper alone, which reads the table: as a field it would count everybody's jobs.
      index('open').sortKeys(['deadline']).queryField(null),
    ])
    .disableOperations(['list'])
    .authorization((allow) => [allow.ownerDefinedIn('owner').identityClaim('sub').to(['read'])]),

  /** One file of a composition, made on demand. */
  Export: a
    .model({
      owner: a.string().required(),
      createdAt: a.datetime().required(),
      ...exported,
      status: a.ref('ExportStatus').required(),
      /** Grows by one with each change; a client ignores a lower one. */
      revision: a.integer().required(),
      attempt: a.integer().required(),
      leaseUntil: a.datetime(),
      /** From 0 to 1. */
      progress: a.float().required(),
      key: a.string(),
      width: a.integer(),
      height: a.integer(),
      bytes: a.integer(),
      /** Of a lossless file of full size: pixels that differ from the root outside of all layers; 0 is promised. */
      changedOutside: a.integer(),
      errorCode: a.string(),
      reason: a.string(),
      /** When DynamoDB lets it go; its file follows. */
      expiresAt: a.timestamp().required(),
    })
    .secondaryIndexes((index) => [
      index('owner').sortKeys(['createdAt']).queryField('exportsByOwner'),
    ])
    .disableOperations(['list'])
    .authorization((allow) => [allow.ownerDefinedIn('owner').identityClaim('sub').to(['read'])]),

  /** What a person works on. It is small: its content and its thumbnail are objects. */
  Document: a
    .model({
      owner: a.string().required(),
      createdAt: a.datetime().required(),
      updatedAt: a.datetime().required(),
      name: a.string().required(),
      /** Grows by one with each change; a save names the one that it is based on. */
      revision: a.integer().required(),
      rootPictureId: a.id(),
      /** What its content names, and so keeps. */
      pictureIds: a.id().required().array().required(),
      generationIds: a.id().required().array().required(),
      key: a.string().required(),
      thumbnailKey: a.string(),
      trashedAt: a.datetime(),
      /** Of one in the trash: when DynamoDB lets it go; its objects follow. */
      expiresAt: a.timestamp(),
    })
    .secondaryIndexes((index) => [
      index('owner').sortKeys(['updatedAt']).queryField('documentsByOwner'),
    ])
    .disableOperations(['list'])
    .authorization((allow) => [allow.ownerDefinedIn('owner').identityClaim('sub').to(['read'])]),

  /**
   * What an owner used in one UTC day or month; `id` is `{sub}#{YYYY-MM-DD}` or `{sub}#{YYYY-MM}`.
   * The table also holds rows of nobody: what all used, and a mark for each job that is counted.
   */
  Usage: a
    .model({
      owner: a.string().required(),
      period: a.string().required(),
      images: a.integer().required(),
      costMicros: a.integer().required(),
    })
    .secondaryIndexes((index) => [index('owner').sortKeys(['period']).queryField('usageByOwner')])
    .disableOperations(['list', 'subscriptions'])
    .authorization((allow) => [allow.ownerDefinedIn('owner').identityClaim('sub').to(['read'])]),

  /**
   * What is known of a model beyond the catalogue; `id` is its id there. A scan of as many rows as
   * there are models, so this one has its generated `list`.
   */
  ModelState: a
    .model({
      status: a.ref('ModelStatus').required(),
      legacyAt: a.datetime(),
      endOfLifeAt: a.datetime(),
      checkedAt: a.datetime().required(),
      revision: a.integer().required(),
    })
    .authorization((allow) => [allow.authenticated().to(['read'])]),

  GenerationRequest: a.customType({
    ...asked,
    operation: a.string().required(),
    model: a.string(),
    quality: a.ref('Quality'),
  }),

  generateImage: a
    .mutation()
    .arguments({ id: a.id().required(), request: a.ref('GenerationRequest').required() })
    .returns(a.ref('Generation'))
    .authorization((allow) => [allow.authenticated()])
    .handler(a.handler.function(resolvers.generateImage)),

  cancelGeneration: a
    .mutation()
    .arguments({ id: a.id().required() })
    .returns(a.ref('Generation'))
    .authorization((allow) => [allow.authenticated()])
    .handler(a.handler.function(resolvers.cancelGeneration)),

  ExportRequest: a.customType(exported),

  /** Makes a composition into a file, once: asked for again, it gives the same export. */
  exportPicture: a
    .mutation()
    .arguments({ request: a.ref('ExportRequest').required() })
    .returns(a.ref('Export'))
    .authorization((allow) => [allow.authenticated()])
    .handler(a.handler.function(resolvers.exportPicture)),

  cancelExport: a
    .mutation()
    .arguments({ id: a.id().required() })
    .returns(a.ref('Export'))
    .authorization((allow) => [allow.authenticated()])
    .handler(a.handler.function(resolvers.cancelExport)),

  /** Removes history entries with their objects; at most 100 ids. @returns the ids removed */
  removeGenerations: a
    .mutation()
    .arguments({ ids: a.id().required().array().required() })
    .returns(a.id().required().array().required())
    .authorization((allow) => [allow.authenticated()])
    .handler(a.handler.function(resolvers.removeGenerations)),

  /** Removes pictures with their objects; at most 100 ids. @returns the ids removed */
  removePictures: a
    .mutation()
    .arguments({ ids: a.id().required().array().required() })
    .returns(a.id().required().array().required())
    .authorization((allow) => [allow.authenticated()])
    .handler(a.handler.function(resolvers.removePictures)),

  DocumentSave: a.customType({
    id: a.id().required(),
    revision: a.integer().required(),
    name: a.string().required(),
    key: a.string().required(),
    thumbnailKey: a.string(),
    rootPictureId: a.id(),
    pictureIds: a.id().required().array().required(),
    generationIds: a.id().required().array().required(),
  }),

  /** Saves a document, unless it was saved from elsewhere since the revision that this one is based on. */
  saveDocument: a
    .mutation()
    .arguments({ document: a.ref('DocumentSave').required() })
    .returns(a.ref('Document'))
    .authorization((allow) => [allow.authenticated()])
    .handler(a.handler.function(resolvers.saveDocument)),

  /** Puts documents into the trash, for 30 days; at most 100 ids. @returns the ids that are in it */
  trashDocuments: a
    .mutation()
    .arguments({ ids: a.id().required().array().required() })
    .returns(a.id().required().array().required())
    .authorization((allow) => [allow.authenticated()])
    .handler(a.handler.function(resolvers.trashDocuments)),

  /** Takes documents out of the trash; at most 100 ids. @returns the ids that are not in it */
  restoreDocuments: a
    .mutation()
    .arguments({ ids: a.id().required().array().required() })
    .returns(a.id().required().array().required())
    .authorization((allow) => [allow.authenticated()])
    .handler(a.handler.function(resolvers.restoreDocuments)),

  /** Removes documents for good, with what only they kept; at most 100 ids. @returns the ids removed */
  removeDocuments: a
    .mutation()
    .arguments({ ids: a.id().required().array().required() })
    .returns(a.id().required().array().required())
    .authorization((allow) => [allow.authenticated()])
    .handler(a.handler.function(resolvers.removeDocuments)),

  /** Removes everything that the caller owns, then the account itself. */
  deleteAccount: a
    .mutation()
    .returns(a.boolean())
    .authorization((allow) => [allow.authenticated()])
    .handler(a.handler.function(resolvers.deleteAccount)),
})

export type Schema = ClientSchema<typeof schema>

export const data = defineData({
  name: 'repaint',
  schema,
  authorizationModes: { defaultAuthorizationMode: 'userPool' },
})
