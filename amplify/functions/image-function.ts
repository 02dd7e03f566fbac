import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { Duration } from 'aws-cdk-lib'
import { Architecture } from 'aws-cdk-lib/aws-lambda'
import { type BundlingOptions, NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs'
import type { Construct } from 'constructs'
import { type Deployment, readDeployment } from '../deployment.ts'
import { nodeRuntime } from './runtime.ts'

/**
 * A function that carries sharp, whose binaries Amplify's own bundling cannot.
 * @param entry URL of the handler
 * @param of the function's name, memory in MB, and its time limit from the deployment
 */
export function imageFunction(
  scope: Construct,
  entry: URL,
  of: { name: string; memoryMB: number; timeoutSeconds: (deployment: Deployment) => number },
): NodejsFunction {
  const deployment = readDeployment(scope.node)
  const onHost = deployment.functionPlatform === 'host'
  return new NodejsFunction(scope, of.name, {
    entry: fileURLToPath(entry),
    runtime: nodeRuntime,
    architecture: onHost && process.arch === 'x64' ? Architecture.X86_64 : Architecture.ARM_64,
    memorySize: of.memoryMB,
    timeout: Duration.seconds(of.timeoutSeconds(deployment)),
    bundling: {
      format: OutputFormat.ESM,
      target: 'node20',
      bundleAwsSDK: true,
      // CommonJS packages inside the bundle still ask for Node's own modules by require().
      banner:
        "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
      ...(onHost ? sharpOfThisMachine() : sharpForLambda),
    },
  })
}

/** npm fetches the binaries for Lambda's platform, whatever the machine that synthesises. */
const sharpForLambda: BundlingOptions = {
  nodeModules: ['sharp'],
  environment: { npm_config_os: 'linux', npm_config_cpu: 'arm64', npm_config_libc: 'glibc' },
}

/** Copies the sharp that is installed here: no npm, no network. */
function sharpOfThisMachine(): BundlingOptions {
  const require = createRequire(import.meta.url)
  const from = path.resolve(path.dirname(require.resolve('sharp')), '../..')
  return {
    externalModules: ['sharp'],
    commandHooks: {
      beforeBundling: () => [],
      beforeInstall: () => [],
      afterBundling: (_input, output) => [
        `mkdir -p "${output}/node_modules"`,
        ...['sharp', '@img', 'detect-libc', 'semver'].map(
          (name) => `cp -R "${from}/${name}" "${output}/node_modules/"`,
        ),
      ],
    },
  }
}
