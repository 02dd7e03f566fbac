// Runs one function in its own process, as Lambda's Node runtime does: loads the handler once, then
// answers one invocation at a time. Plain JavaScript, so that a cold start pays for no transpiler.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { importCompiled } from './import-compiled.mjs'

const [, , compiledFile] = process.argv
const root = process.env.LAMBDA_TASK_ROOT
const [file, exportName] = process.env._HANDLER.split(/\.(?=[^.]+$)/)
const path = ['.mjs', '.js', '.cjs'].map((ending) => join(root, file + ending)).find(existsSync)

let handler
let loadError
try {
  if (path === undefined) throw new Error(`Cannot find module '${file}'`)
  const module = path.endsWith('.mjs')
    ? await importCompiled(path, compiledFile)
    : await import(pathToFileURL(path).href)
  handler = module[exportName] ?? module.default?.[exportName]
  if (typeof handler !== 'function')
    throw new Error(`${process.env._HANDLER} is undefined or not exported`)
} catch (error) {
  loadError = error
}

process.on('message', (invocation) => {
  invoke(invocation).then(
    (payload) => process.send({ kind: 'returned', payload: payload ?? null }),
    (error) => process.send({ kind: 'failed', ...describe(error) }),
  )
})
process.on('disconnect', () => process.exit(0))
process.send({ kind: 'ready' })

async function invoke({ requestId, payload, deadlineMs, functionArn }) {
  if (loadError) throw loadError
  process.env._X_AMZN_TRACE_ID = `Root=1-${requestId}`
  const context = {
    awsRequestId: requestId,
    callbackWaitsForEmptyEventLoop: false,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: '$LATEST',
    invokedFunctionArn: functionArn,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    getRemainingTimeInMillis: () => Math.max(0, deadlineMs - Date.now()),
  }
  return new Promise((resolve, reject) => {
    const callback = (error, result) => (error ? reject(error) : resolve(result))
    const result = handler(payload, context, callback)
    if (typeof result?.then === 'function') result.then(resolve, reject)
    else if (handler.length < 3) resolve(result)
  })
}

function describe(error) {
  const isError = error instanceof Error
  return {
    errorType: isError ? error.name : 'Error',
    errorMessage: isError ? error.message : String(error),
    stack: isError ? String(error.stack) : '',
  }
}
