import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { projectRoot } from './paths.ts'

/** Where a branch is expected to have begun; the first that there is. */
const trunks = ['origin/main', 'main', 'origin/master', 'master']

/** @returns files that changed since this branch left the trunk, uncommitted ones too, and are there */
export function changedFiles(): readonly string[] {
  const trunk = trunks.find((name) => git('rev-parse', '--verify', '--quiet', name).length > 0)
  const [base = 'HEAD'] = trunk === undefined ? [] : git('merge-base', 'HEAD', trunk)
  const changed = [...git('diff', '--name-only', base), ...untracked()]
  return [...new Set(changed)].filter((file) => existsSync(join(projectRoot, file))).toSorted()
}

/** @returns every file of the repository but those that Git ignores */
export function allFiles(): readonly string[] {
  return [...git('ls-files'), ...untracked()]
}

/** Each file of these starts a whole backend, a minute or more. */
const long = /^(tests\/(backend|soak|second-app)|sandbox\/live)\//

/**
 * Picks the unit tests of the rooms in which something changed. A room is a folder below a top one
 * with all that is in it, as `domain/usage`; what lies in a top folder itself is a room as well.
 * @param changed files as `changedFiles` gives them
 * @param all files as `allFiles` gives them
 */
export function testsOf(changed: readonly string[], all: readonly string[]): readonly string[] {
  const rooms = new Set(changed.filter((file) => /\.(ts|tsx|mjs)$/.test(file)).map(roomOf))
  return all
    .filter((file) => file.endsWith('.test.ts') && !long.test(file) && rooms.has(roomOf(file)))
    .toSorted()
}

function roomOf(file: string): string {
  return dirname(file).split('/').slice(0, 2).join('/')
}

function untracked(): string[] {
  return git('ls-files', '--others', '--exclude-standard')
}

function git(...args: string[]): string[] {
  const { stdout } = spawnSync('git', args, { cwd: projectRoot, encoding: 'utf8' })
  return stdout.split('\n').filter((line) => line !== '')
}
