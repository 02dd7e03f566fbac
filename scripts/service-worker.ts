import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { build, type Plugin } from 'vite'
import { projectRoot } from './paths.ts'

/** Larger files are kept by who uses them, or not at all. */
const maxKeptBytes = 1_000_000

/** Vite's own names of files hold a hash of their content; others need a revision. */
const hashed = /^assets\/.+-[\w-]{8}\.\w+$/

/**
 * Builds the service worker beside the app, with the list of the app's files in it. Development has
 * none: what is edited would be served as it was.
 */
export function serviceWorker(): Plugin {
  return {
    name: 'repaint-service-worker',
    apply: 'build',
    async writeBundle({ dir }) {
      if (!dir) return
      const buildFiles = await filesIn(dir)
      await build({
        configFile: false,
        root: projectRoot,
        logLevel: 'warn',
        publicDir: false,
        define: { buildFiles: JSON.stringify(buildFiles), 'process.env.NODE_ENV': '"production"' },
        build: {
          outDir: dir,
          emptyOutDir: false,
          target: 'es2023',
          reportCompressedSize: false,
          lib: {
            entry: 'src/offline/service-worker.ts',
            formats: ['iife'],
            name: 'serviceWorker',
            fileName: () => 'service-worker.js',
          },
        },
      })
    },
  }
}

/** The files of a build with their revisions, but for the large ones. */
async function filesIn(dir: string): Promise<{ url: string; revision: string | null }[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true })
  const files = await Promise.all(
    entries.map(async (entry) => {
      if (!entry.isFile()) return []
      const path = join(entry.parentPath, entry.name)
      const url = relative(dir, path).split(sep).join('/')
      const content = await readFile(path)
      if (content.length > maxKeptBytes || url === 'service-worker.js') return []
      const digest = createHash('sha256').update(content).digest('hex').slice(0, 16)
      return [{ url: `/${url}`, revision: hashed.test(url) ? null : digest }]
    }),
  )
  return files.flat().toSorted((one, other) => one.url.localeCompare(other.url))
}
