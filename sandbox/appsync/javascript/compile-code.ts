import { checkCode } from './check-code.ts'
import { createRealm, type Realm } from './realm.ts'

/** AppSync's quota on the code of one resolver or function, in characters. */
const longestCode = 32_000

/** What a module of `APPSYNC_JS` code came to: something to run, or what is wrong with it. */
export type Compiled =
  | { readonly kind: 'ready'; readonly realm: Realm }
  | { readonly kind: 'refused'; readonly reasons: readonly string[] }

/** Compiles a module of code; each text once. */
export type Compile = (code: string) => Promise<Compiled>

/** @returns a compiler whose memory has one entry for each different text of code of the API */
export function createCompiler(): Compile {
  const known = new Map<string, Promise<Compiled>>()
  return (code) => {
    const compiled = known.get(code) ?? compile(code)
    known.set(code, compiled)
    return compiled
  }
}

async function compile(code: string): Promise<Compiled> {
  if (code.length > longestCode) {
    return { kind: 'refused', reasons: [`the code has more than ${longestCode} characters`] }
  }
  // Only an API with JavaScript in it pays for loading the compiler.
  const { default: compiler } = await import('typescript')
  const options = { languageVersion: compiler.ScriptTarget.ES2022 }
  const source = compiler.createSourceFile(
    'resolver.js',
    code,
    options,
    true,
    compiler.ScriptKind.JS,
  )
  const { outputText, diagnostics = [] } = compiler.transpileModule(code, {
    fileName: source.fileName,
    reportDiagnostics: true,
    compilerOptions: {
      allowJs: true,
      target: options.languageVersion,
      module: compiler.ModuleKind.CommonJS,
    },
  })
  const reasons = [
    ...diagnostics.map(({ messageText }) =>
      compiler.flattenDiagnosticMessageText(messageText, ' '),
    ),
    ...checkCode(compiler, source),
  ]
  return reasons.length > 0
    ? { kind: 'refused', reasons }
    : { kind: 'ready', realm: createRealm(outputText) }
}
