import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const projectRoot = join(dirname(fileURLToPath(import.meta.url)), '..')

/** Everything that the local backend keeps: state, assemblies, outputs. Git ignores it. */
export const localDir = join(projectRoot, '.sandbox')

/** The build that `npm run preview` serves on a port: it names the backend beside it. */
export function previewDirOf(port: number): string {
  return join(localDir, `preview-${port}`)
}

/**
 * Another folder for what can be made again (assemblies, Vite's bundles of dependencies), so that
 * a first start can be measured on a machine that has started before.
 */
export const cacheDir = process.env['REPAINT_CACHE_DIR']
