import { Stack } from 'aws-cdk-lib'
import {
  type CfnDataSource,
  CfnFunctionConfiguration,
  type CfnGraphQLApi,
  type CfnResolver,
} from 'aws-cdk-lib/aws-appsync'
import type { Message } from '#domain/message/message.ts'
import { maxTagLength, maxTags, maxTitleLength } from '#domain/picture/limits.ts'

/** AppSync's resources as Amplify made them. */
type Api = {
  readonly cfnGraphqlApi: CfnGraphQLApi
  readonly cfnResolvers: Readonly<Record<string, CfnResolver>>
  readonly cfnDataSources: Readonly<Record<string, CfnDataSource>>
}

/** What nests in our schema is three levels deep; a document may ask for twice that. */
const maxDepth = 6
/** The app asks for one at a time; a document may ask for as many, each a function or a table. */
const maxResolvers = 10

/**
 * Bounds what one document may ask of the API. Nothing of ours reads the schema from a running API,
 * so a branch does not show it.
 */
export function boundDocuments(
  { cfnGraphqlApi }: Api,
  { keepsData }: { keepsData: boolean },
): void {
  cfnGraphqlApi.queryDepthLimit = maxDepth
  cfnGraphqlApi.resolverCountLimit = maxResolvers
  if (keepsData) cfnGraphqlApi.introspectionConfig = 'DISABLED'
}

/**
 * Bounds the fields of a picture that people write themselves, before anything is looked up: the
 * generated mutation would store whatever fits into a request.
 */
export function boundPictureFields({ cfnGraphqlApi, cfnResolvers, cfnDataSources }: Api): void {
  const resolver = Object.values(cfnResolvers).find(
    ({ fieldName }) => fieldName === 'updatePicture',
  )
  const nothing = Object.values(cfnDataSources).find(({ type }) => type === 'NONE')
  const steps = resolver?.pipelineConfig as CfnResolver.PipelineConfigProperty | undefined
  if (!resolver || !nothing || !steps?.functions) throw new Error('updatePicture has no pipeline.')
  const bound = new CfnFunctionConfiguration(Stack.of(resolver), 'BoundPictureFields', {
    apiId: cfnGraphqlApi.attrApiId,
    name: 'BoundPictureFields',
    dataSourceName: nothing.name,
    runtime: { name: 'APPSYNC_JS', runtimeVersion: '1.0.0' },
    code: boundCode,
  })
  resolver.pipelineConfig = { functions: [bound.attrFunctionId, ...steps.functions] }
}

/** A message as a literal of the resolver's code. */
function said(message: Message): string {
  return JSON.stringify(message)
}

/** Errors have the form that our functions give theirs. AppSync's dialect has no `throw`. */
const boundCode = `import { util } from '@aws-appsync/utils'

function refuse(field, reason) {
  util.error(JSON.stringify({ code: 'INVALID_REQUEST', reason, field }), 'INVALID_REQUEST')
}

export function request(ctx) {
  const { title, tags } = ctx.args.input
  if (title && title.length > ${maxTitleLength}) {
    refuse('title', ${said({ key: 'titleTooLong', maxLength: maxTitleLength })})
  }
  if (tags && tags.length > ${maxTags}) {
    refuse('tags', ${said({ key: 'tooManyTags', max: maxTags })})
  }
  if (tags && tags.some((tag) => tag && tag.length > ${maxTagLength})) {
    refuse('tags', ${said({ key: 'tagTooLong', maxLength: maxTagLength })})
  }
  return {}
}

export function response() {
  return null
}
`
