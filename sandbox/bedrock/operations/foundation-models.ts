import type { ServiceRequest, ServiceResponse } from '../../gateway/service.ts'
import { accessDenied, notFoundError, validationError } from '../errors.ts'
import { describeLifecycle, hasEnded, lifecycleOf } from '../lifecycle.ts'
import type { Model } from '../models/model.ts'
import { models } from '../models/table.ts'
import { type BedrockEdges, jsonResponse, signerOf } from './edges.ts'

/**
 * GetFoundationModel: `GET /foundation-models/{modelIdentifier}`, an id or an ARN.
 * @throws {BedrockError} ResourceNotFoundException when the Region has no such model, or no more
 */
export async function getFoundationModel(
  edges: BedrockEdges,
  request: ServiceRequest,
  named: string,
): Promise<ServiceResponse> {
  const { caller, region } = signerOf(request, edges)
  const prefix = modelArn('', region)
  const id = named.startsWith(prefix) ? named.slice(prefix.length) : named
  const resource = modelArn(id, region)
  const question = { caller, action: 'bedrock:GetFoundationModel', resource }
  const decision = edges.authorizer.authorize(question)
  if (!decision.allowed) throw accessDenied(decision.message)
  const model = models.get(id)
  if (model === undefined || !isServed(model, region, edges)) {
    throw notFoundError(
      'Could not resolve the foundation model from the provided model identifier.',
    )
  }
  return jsonResponse(request, { modelDetails: describe(model, region, edges) })
}

/**
 * GetFoundationModelAvailability: `GET /foundation-model-availability/{modelId}`.
 * @throws {BedrockError} ResourceNotFoundException when the Region has no such model
 */
export async function getAvailability(
  edges: BedrockEdges,
  request: ServiceRequest,
  id: string,
): Promise<ServiceResponse> {
  const { caller, region } = signerOf(request, edges)
  const action = 'bedrock:GetFoundationModelAvailability'
  const decision = edges.authorizer.authorize({ caller, action, resource: '*' })
  if (!decision.allowed) throw accessDenied(decision.message)
  const model = models.get(id)
  if (model === undefined || !isServed(model, region, edges)) {
    throw notFoundError('The model is not in this Region.')
  }
  const isAgreed = !edges.withoutAgreement.has(id)
  return jsonResponse(request, {
    modelId: id,
    agreementAvailability: { status: isAgreed ? 'AVAILABLE' : 'NOT_AVAILABLE' },
    authorizationStatus: 'AUTHORIZED',
    entitlementAvailability: isAgreed ? 'AVAILABLE' : 'NOT_AVAILABLE',
    regionAvailability: 'AVAILABLE',
  })
}

/** The filters of ListFoundationModels, each with the values that it may have. */
const filters = {
  byProvider: { form: /^[A-Za-z0-9- ]{1,63}$/, of: (model: Model) => [model.provider] },
  byOutputModality: { form: /^(TEXT|IMAGE|EMBEDDING)$/, of: () => ['IMAGE'] },
  byInferenceType: {
    form: /^(ON_DEMAND|PROVISIONED)$/,
    of: (model: Model) => model.inferenceTypes,
  },
  byCustomizationType: {
    form: /^(FINE_TUNING|CONTINUED_PRE_TRAINING|DISTILLATION)$/,
    of: (model: Model) => model.customizations,
  },
} as const

/**
 * ListFoundationModels: `GET /foundation-models`, the models of the signature's Region.
 * @throws {BedrockError} ValidationException for a filter's value that there is not
 */
export async function listFoundationModels(
  edges: BedrockEdges,
  request: ServiceRequest,
): Promise<ServiceResponse> {
  const { caller, region } = signerOf(request, edges)
  const question = { caller, action: 'bedrock:ListFoundationModels', resource: '*' }
  const decision = edges.authorizer.authorize(question)
  if (!decision.allowed) throw accessDenied(decision.message)
  const asked = Object.entries(filters).map(([name, filter]) => {
    const value = request.query.get(name)
    if (value !== null && !filter.form.test(value)) {
      throw validationError(`${value} is not a value of ${name}.`)
    }
    return { value, filter }
  })
  const wanted = [...models.values()].filter(
    (model) =>
      isServed(model, region, edges) &&
      asked.every(
        ({ value, filter }) => value === null || filter.of(model).some((each) => each === value),
      ),
  )
  const modelSummaries = wanted.map((model) => describe(model, region, edges))
  return jsonResponse(request, { modelSummaries })
}

function isServed(model: Model, region: string, edges: BedrockEdges): boolean {
  return (
    !model.isUnlisted &&
    model.regions.includes(region) &&
    !hasEnded(lifecycleOf(model, edges.retiredFrom), edges.clock())
  )
}

function describe(model: Model, region: string, edges: BedrockEdges): object {
  return {
    modelArn: modelArn(model.id, region),
    modelId: model.id,
    modelName: model.name,
    providerName: model.provider,
    inputModalities: model.inputs,
    outputModalities: ['IMAGE'],
    responseStreamingSupported: false,
    customizationsSupported: model.customizations,
    inferenceTypesSupported: model.inferenceTypes,
    modelLifecycle: describeLifecycle(lifecycleOf(model, edges.retiredFrom), edges.clock()),
  }
}

function modelArn(id: string, region: string): string {
  return `arn:aws:bedrock:${region}::foundation-model/${id}`
}
