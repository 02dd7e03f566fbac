import { BackendIdentifierConversions } from '@aws-amplify/platform-core'
import { type Deployment, readDeployment } from '../../amplify/deployment.ts'
import { regionFor } from '../../domain/model/access.ts'
import { catalogue } from '../../domain/model/catalogue.ts'
import { hasEnded } from '../../domain/model/state.ts'
import type { CalledModel, Wanted } from './read-account.ts'

export type Branch = { readonly appId: string; readonly name: string }

/** The deployment that the environment describes, as its synthesis would read it. */
export function deploymentOf(
  branch: Branch | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Deployment {
  const context: Record<string, string> = {
    'amplify-backend-type': branch ? 'branch' : 'sandbox',
    'amplify-backend-namespace': branch?.appId ?? 'repaint',
    'amplify-backend-name': branch?.name ?? 'own',
  }
  return readDeployment({ tryGetContext: (key) => context[key] }, environment)
}

/** How the names of a branch's stacks begin, as Amplify makes them. */
export function rootStackOf({ appId, name }: Branch): string {
  return BackendIdentifierConversions.toStackName({ namespace: appId, name, type: 'branch' })
}

/** What to look at for a deployment. @param today an ISO date */
export function wantedOf(
  deployment: Deployment,
  branch: Branch | undefined,
  today: string,
): Wanted {
  const { mailFrom, modelRegions, allowedRetiredModels } = deployment
  const models = catalogue.flatMap((card): CalledModel[] => {
    const region = regionFor(card, modelRegions)
    const isCalled = !hasEnded(card, today) || allowedRetiredModels.includes(card.id)
    return region !== undefined && isCalled ? [{ card, region }] : []
  })
  return {
    models,
    mailDomain: mailFrom.slice(mailFrom.lastIndexOf('@') + 1),
    rootStack: branch ? rootStackOf(branch) : 'amplify-',
  }
}
