import type { Resource } from '../../assembly/resource.ts'
import type { Service } from '../../gateway/service.ts'
import {
  allowAll,
  deploymentOf,
  fakeFunctions,
  fakeTokens,
  roleSession,
} from '../appsync.fixture.ts'
import { type AppSyncOptions, createAppSync } from '../service.ts'

export const api = 'code1'

const schema = `
type Query { unit(input: AWSJSON): AWSJSON pipeline(input: AWSJSON): AWSJSON }
type Mutation { change(input: AWSJSON): AWSJSON }
schema { query: Query mutation: Mutation }
`

/** A data source and the code, or the request template, that goes before it. */
type Step = { readonly source?: 'NONE' | 'FN' | 'TABLE' } & (
  | { readonly code: string }
  | { readonly template: string }
)

const templateResponse = '$util.toJson({"error": $ctx.error, "result": $ctx.result})'

const mappingOf = (step: Step): Record<string, unknown> =>
  'code' in step
    ? { DataSourceName: step.source ?? 'NONE', Code: step.code }
    : {
        DataSourceName: step.source ?? 'NONE',
        RequestMappingTemplate: step.template,
        ResponseMappingTemplate: templateResponse,
      }

const resource = (type: string, path: string, of: Record<string, unknown>): Resource => {
  const { attributes = {}, ...properties } = of
  return {
    path,
    type: `AWS::AppSync::${type}`,
    physicalId: path,
    attributes: attributes as Record<string, unknown>,
    properties: { ApiId: api, ...properties },
  }
}

/**
 * An API with JavaScript of the test's own.
 * @param of.unit `Query.unit`; a template answers with the error and result of its data source
 * @param of.pipeline `Query.pipeline`: the code before and after, and the steps
 */
export function codeResources(of: {
  unit?: Step
  pipeline?: { code: string; steps: readonly Step[] }
}): Resource[] {
  const { unit, pipeline } = of
  const steps = pipeline?.steps ?? []
  return [
    resource('GraphQLApi', api, {
      Name: 'code',
      AuthenticationType: 'AMAZON_COGNITO_USER_POOLS',
      UserPoolConfig: { UserPoolId: 'pool' },
      EnvironmentVariables: { STAGE: 'test' },
      attributes: { ApiId: api },
    }),
    resource('GraphQLSchema', 'schema', { Definition: schema }),
    resource('DataSource', 'none', { Name: 'NONE', Type: 'NONE' }),
    resource('DataSource', 'fn', {
      Name: 'FN',
      Type: 'AWS_LAMBDA',
      ServiceRoleArn: 'arn:aws:iam::000000000000:role/source',
      LambdaConfig: { LambdaFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:fn' },
    }),
    resource('DataSource', 'table', {
      Name: 'TABLE',
      Type: 'AMAZON_DYNAMODB',
      ServiceRoleArn: 'arn:aws:iam::000000000000:role/source',
      DynamoDBConfig: { TableName: 'things' },
    }),
    ...(unit
      ? [
          resource('Resolver', 'unit', {
            TypeName: 'Query',
            FieldName: 'unit',
            ...mappingOf(unit),
          }),
        ]
      : []),
    ...steps.map((step, index) =>
      resource('FunctionConfiguration', `f${index}`, {
        ...mappingOf(step),
        attributes: { FunctionId: `f${index}` },
      }),
    ),
    ...(pipeline
      ? [
          resource('Resolver', 'pipeline', {
            TypeName: 'Query',
            FieldName: 'pipeline',
            Code: pipeline.code,
            PipelineConfig: { Functions: steps.map((_, index) => `f${index}`) },
          }),
        ]
      : []),
  ]
}

/** @returns the service over such an API, with fakes at its edges */
export function serveCode(
  of: Parameters<typeof codeResources>[0],
  options: Partial<AppSyncOptions> = {},
): Service {
  return createAppSync({
    deployment: deploymentOf(codeResources(of)),
    authorizer: allowAll,
    tokens: fakeTokens,
    functions: fakeFunctions(),
    dynamodb: { call: async () => ({ status: 400, body: {} }) },
    roleCaller: (roleArn) => roleSession('source', { roleArn }),
    log: () => undefined,
    ...options,
  })
}
