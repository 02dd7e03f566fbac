/** Something that whoever deploys should know: it stops the deployment, or it will surprise them. */
export type Finding = {
  readonly level: 'MISSING' | 'WARNING'
  /** One sentence. */
  readonly says: string
  /** The command that mends it, or a setting as the environment has it. */
  readonly mend: string
}

export function missing(says: string, mend: string): Finding {
  return { level: 'MISSING', says, mend }
}

export function warning(says: string, mend: string): Finding {
  return { level: 'WARNING', says, mend }
}
