import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const projectRoot = join(dirname(fileURLToPath(import.meta.url)), '..')

/** Everything that the local backend keeps: state, assemblies, outputs. Git ignores it. */
export const localDir = join(projectRoot, '.sandbox')
