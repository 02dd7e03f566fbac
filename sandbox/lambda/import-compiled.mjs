// Imports an ES module by the code that V8 kept of it at an earlier start. A bundle has megabytes of
// source, and compiling them is half of a cold start. Node 20 keeps nothing between two starts itself.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { pathToFileURL } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { SourceTextModule, SyntheticModule } from 'node:vm'

/**
 * Needs `--experimental-vm-modules`.
 * @param path the module
 * @param compiledFile its compiled code, written at the first start; of this very source
 * @returns the module's namespace
 * @throws what the module throws
 */
export async function importCompiled(path, compiledFile) {
  const url = pathToFileURL(path).href
  const resolve = (specifier) =>
    specifier.startsWith('node:')
      ? specifier
      : pathToFileURL(createRequire(url).resolve(specifier)).href
  const options = {
    identifier: url,
    initializeImportMeta: (meta) => Object.assign(meta, { url, dirname: dirname(path) }),
    importModuleDynamically: (specifier) => import(resolve(specifier)),
  }
  const source = readFileSync(path, 'utf8')
  const module = fromCode(source, compiledFile, options) ?? compile(source, compiledFile, options)
  await module.link(async (specifier) => reexport(await import(resolve(specifier))))
  await module.evaluate()
  return module.namespace
}

/** `undefined` when there is none, or none of this V8. */
function fromCode(source, compiledFile, options) {
  try {
    return new SourceTextModule(source, { ...options, cachedData: readFileSync(compiledFile) })
  } catch {
    return undefined
  }
}

/** V8 gives no code of a module that has run, so all of its functions are compiled before that. */
function compile(source, compiledFile, options) {
  setFlagsFromString('--no-lazy')
  const module = new SourceTextModule(source, options)
  // The code bears V8's flags, and those of later starts are to be the same.
  setFlagsFromString('--lazy')
  const partial = `${compiledFile}.${process.pid}`
  mkdirSync(dirname(compiledFile), { recursive: true, mode: 0o700 })
  writeFileSync(partial, module.createCachedData(), { mode: 0o600 })
  renameSync(partial, compiledFile)
  return module
}

function reexport(namespace) {
  const names = Object.keys(namespace)
  return new SyntheticModule(names, function fill() {
    for (const name of names) this.setExport(name, namespace[name])
  })
}
