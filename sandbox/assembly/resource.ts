/** One resource of the synthesised templates with every intrinsic function evaluated. */
export type Resource = {
  /** Logical ids from the root stack down, e.g. `storage0EC3F24A/imagesBucket6E7A`. */
  readonly path: string
  readonly type: string
  /** What `Ref` gives; stable across restarts, derived from `path`. */
  readonly physicalId: string
  /** What `Fn::GetAtt` gives. */
  readonly attributes: Readonly<Record<string, unknown>>
  readonly properties: Readonly<Record<string, unknown>>
}

/** A deployed assembly as the services see it. */
export type Deployment = {
  readonly region: string
  readonly accountId: string
  /** e.g. `http://127.0.0.1:4600`; every AWS endpoint is this one. */
  readonly endpoint: string
  readonly resources: readonly Resource[]
  /** Folder of the cloud assembly, for assets: `${assemblyDir}/asset.<hash>…`. */
  readonly assemblyDir: string
  /** Folder in which the services keep their state; each uses its own sub-folder. */
  readonly stateDir: string
}

/** @returns the resources of one CloudFormation type, in template order */
export function resourcesOfType(deployment: Deployment, type: string): readonly Resource[] {
  return deployment.resources.filter((resource) => resource.type === type)
}
