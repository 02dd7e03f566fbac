import { defineBackend } from '@aws-amplify/backend'
import { Duration, RemovalPolicy } from 'aws-cdk-lib'
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch'
import { readSignUpRule } from '#domain/account/sign-up.ts'
import { modelsWith } from '#domain/model/catalogue.ts'
import { offeredBy, readEndpoints } from '#domain/model/endpoints.ts'
import { previewsNamed } from '#domain/model/previews.ts'
import { personalKinds } from '#domain/usage/allowance.ts'
import { limitSettingsOf } from '#domain/usage/limit-settings.ts'
import { guardAdmission } from './auth/admission.ts'
import { mailBySes } from './auth/mail.ts'
import { bindOwnKeys } from './auth/own-keys.ts'
import { auth } from './auth/resource.ts'
import { answerRefusals } from './data/answer-refusals.ts'
import { boundDocuments, boundPictureFields } from './data/bound-fields.ts'
import { expireRows, protectTables } from './data/protection.ts'
import { data } from './data/resource.ts'
import { readDeployment } from './deployment.ts'
import { guardAddresses } from './firewall.ts'
import { admitPerson } from './functions/admit-person/resource.ts'
import { checkModels } from './functions/check-models/resource.ts'
import { enqueueUpload } from './functions/enqueue-upload/resource.ts'
import { grant, tellSettings } from './functions/grant.ts'
import { ingestUpload } from './functions/ingest-upload/resource.ts'
import { makeExport } from './functions/make-export/resource.ts'
import { type FunctionName, needs } from './functions/needs.ts'
import { resolvers } from './functions/resolvers.ts'
import { runGeneration } from './functions/run-generation/resource.ts'
import { secretPaths } from './functions/secret-paths.ts'
import { sweep } from './functions/sweep/resource.ts'
import { tidyObjects } from './functions/tidy-objects/resource.ts'
import { consumeQueue, runEvery } from './functions/triggers.ts'
import { alarmOnDeadLetters, alarmOnErrors, alarmOnService } from './observability/alarms.ts'
import { alertTopic, sendAlarms } from './observability/alerts.ts'
import { dashboard } from './observability/dashboard.ts'
import { expireLogs, logApi } from './observability/logs.ts'
import { exportQueue, generationQueue, ingestQueue } from './queue/resource.ts'
import { minAtOnce } from './settings.ts'
import { logRequests, secureBucket, uploadQueue } from './storage/bucket.ts'
import { storage } from './storage/resource.ts'

/**
 * The whole backend, wired. Stacks depend in one direction only: jobs → data → auth → storage, and
 * jobs, data → queue; a second direction anywhere is a cycle that only deployment would notice.
 */
const workers = {
  runGeneration,
  enqueueUpload,
  ingestUpload,
  makeExport,
  sweep,
  tidyObjects,
  checkModels,
}

export const backend = defineBackend({
  auth,
  data,
  storage,
  admitPerson,
  ...resolvers,
  ...workers,
})

export const deployment = readDeployment(backend.stack.node)
const endpoints = readEndpoints(deployment.imageEndpoints)

const { bucket, cfnResources: bucketResources } = backend.storage.resources
secureBucket(bucketResources.cfnBucket, deployment)
if (deployment.accessLogs) logRequests(bucketResources.cfnBucket, deployment.logDays)
const uploads = uploadQueue(bucket)
const queues = backend.createStack('queue')
const generations = generationQueue(queues, deployment.visibilitySeconds)
const ingests = ingestQueue(queues)
const exports = exportQueue(queues, deployment.visibilitySeconds)
const pairs = [uploads, generations, ingests, exports]
for (const pair of pairs) alarmOnDeadLetters(pair)

const {
  userPool,
  userPoolClient,
  authenticatedUserIamRole,
  cfnResources: authResources,
} = backend.auth.resources
bindOwnKeys(
  {
    userPool,
    identityPool: authResources.cfnIdentityPool,
    signedIn: authenticatedUserIamRole,
  },
  bucket,
)

guardAdmission(
  { userPool, cfnUserPool: authResources.cfnUserPool },
  backend.admitPerson.resources.lambda,
  deployment,
)

const { graphqlApi, tables, cfnResources: dataResources } = backend.data.resources
const usage = tables['Usage']
const jobs = tables['Generation']
if (!usage || !jobs) throw new Error('The schema has no Usage or no Generation model.')
const edges = {
  api: { grantable: graphqlApi, url: dataResources.cfnGraphqlApi.attrGraphQlUrl },
  bucket,
  usage,
  jobs,
  generations: generations.queue,
  ingests: ingests.queue,
  exports: exports.queue,
  userPool,
  models: {
    cards: modelsWith(previewsNamed(deployment.previewModels)),
    regions: deployment.modelRegions,
    guardrail: deployment.guardrailIdentifier,
  },
  secrets: {
    paths: secretPaths(backend.stack.node),
    names: endpoints.flatMap(({ key }) => key ?? []),
  },
}
for (const name of Object.keys(needs) as FunctionName[]) {
  tellSettings(backend[name], needs[name], deployment)
  grant(backend[name], needs[name], edges)
}
// Not of who may sign up: its errors are its refusals.
const watched = (Object.keys({ ...resolvers, ...workers }) as FunctionName[]).map(
  (name) => backend[name].resources.lambda,
)
for (const fn of watched) alarmOnErrors(fn)

consumeQueue(backend.runGeneration.resources.lambda, generations.queue, deployment.concurrency)
consumeQueue(backend.enqueueUpload.resources.lambda, uploads.queue, minAtOnce)
consumeQueue(backend.ingestUpload.resources.lambda, ingests.queue, deployment.ingestConcurrency)
consumeQueue(backend.makeExport.resources.lambda, exports.queue, deployment.exportConcurrency)
runEvery(backend.sweep.resources.lambda, Duration.minutes(deployment.sweepMinutes))
runEvery(backend.tidyObjects.resources.lambda, Duration.hours(1))
runEvery(backend.checkModels.resources.lambda, Duration.days(1))

expireRows(dataResources.amplifyDynamoDbTables)
boundDocuments(dataResources, deployment)
boundPictureFields(dataResources)
answerRefusals(dataResources.cfnFunctionConfigurations, Object.keys(resolvers).length)

if (deployment.keepsData) {
  protectTables(dataResources.amplifyDynamoDbTables)
  // Nobody misses an empty bucket of a first deployment that failed.
  bucketResources.cfnBucket.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
  authResources.cfnUserPool.deletionProtection = 'ACTIVE'
  authResources.cfnUserPool.applyRemovalPolicy(RemovalPolicy.RETAIN)
}

if (deployment.mailFrom !== '') mailBySes(authResources.cfnUserPool, deployment.mailFrom)
if (deployment.accessLogs) {
  logApi(backend.data.stack, dataResources.cfnGraphqlApi, deployment.logDays)
}
if (deployment.requestsPerAddress > 0) {
  guardAddresses(backend.createStack('firewall'), deployment.requestsPerAddress, {
    Api: dataResources.cfnGraphqlApi.attrArn,
    UserPool: userPool.userPoolArn,
  })
}

// Nothing depends on `operations`, so that it may look at everything; everything may name `alerts`.
const operations = backend.createStack('operations')
const services = {
  apiId: dataResources.cfnGraphqlApi.attrApiId,
  userPoolId: userPool.userPoolId,
  userPoolClientId: userPoolClient.userPoolClientId,
}
alarmOnService(operations, deployment, services)
const alarms = backend.stack.node.findAll().filter((each) => each instanceof Alarm)
sendAlarms(alarms, alertTopic(backend.createStack('alerts'), deployment))
dashboard(operations, {
  deployment: deployment.name,
  services,
  queues: pairs,
  functions: watched,
  alarms,
})
// Last, when all functions are there.
expireLogs(backend.stack, deployment.logDays)

/** What the browser must know of this deployment, beyond what Amplify tells it by itself. */
backend.addOutput({
  custom: {
    modelRegions: deployment.modelRegions,
    preferredModels: deployment.preferredModels,
    allowedRetiredModels: deployment.allowedRetiredModels,
    previewModels: deployment.previewModels,
    ownModels: offeredBy(endpoints),
    ...Object.fromEntries(limitSettingsOf(personalKinds).map((name) => [name, deployment[name]])),
    signUp: readSignUpRule(deployment.signUp)?.kind,
  },
})
