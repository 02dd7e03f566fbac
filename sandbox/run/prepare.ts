import { type EvaluatedAssembly, evaluateAssembly } from '../assembly/evaluate.ts'
import { clientOutputs } from '../assembly/outputs.ts'
import type { Deployment } from '../assembly/resource.ts'
import { type Assembly, openAssembly } from '../assembly/template.ts'
import { createCredentialStore } from '../iam/credentials.ts'
import { type Roles, readRoles } from '../iam/roles.ts'

/** The account that every ARN names; it cannot be a real one. */
const accountId = '000000000000'

/** An assembly ready to be served. */
export type Prepared = {
  readonly assembly: Assembly
  readonly evaluated: EvaluatedAssembly
  readonly deployment: Deployment
  readonly roles: Roles
  readonly credentials: ReturnType<typeof createCredentialStore>
  /** `amplify_outputs.json`; `connect.ts` takes it. */
  readonly outputs: Record<string, unknown>
}

/**
 * Reads an assembly as CloudFormation would, without starting anything of it.
 * @param place.key the installation's key, which credentials are derived from
 * @throws Error for what the evaluator does not know
 */
export async function prepare(
  assemblyDir: string,
  place: { region: string; endpoint: string; stateDir: string; key: Buffer },
): Promise<Prepared> {
  const { region, endpoint, stateDir, key } = place
  const assembly = openAssembly(assemblyDir)
  const { stackName } = assembly
  const evaluated = evaluateAssembly(assembly, { region, accountId, endpoint, stackName })
  const deployment: Deployment = {
    region,
    accountId,
    endpoint,
    resources: evaluated.resources,
    assemblyDir,
    stateDir,
  }
  const roles = readRoles(deployment)
  return {
    assembly,
    evaluated,
    deployment,
    roles,
    credentials: createCredentialStore({ key, accountId, roles }),
    outputs: await clientOutputs(assembly, evaluated, endpoint),
  }
}
