import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { costs, withCosts } from './costs/page.ts'
import { projectRoot } from './paths.ts'
import { runToEnd } from './terminal.ts'

/** `npm run costs`: what a deployment costs, from the catalogue's prices; `-- --write` says it in the docs. */
async function main(): Promise<void> {
  process.stdout.write(costs())
  if (!process.argv.includes('--write')) return
  const path = join(projectRoot, 'docs/operations.md')
  await writeFile(path, withCosts(await readFile(path, 'utf8')))
}

await runToEnd(main)
