import type { Log } from '../../log.ts'
import type { ApiDefinition, Resolver } from '../definition.ts'
import type { Compile } from './compile-code.ts'

/**
 * Says at the start what AppSync would refuse at deployment. It also loads the compiler and
 * compiles, so that the first request need not wait for that.
 */
export async function reportRefused(
  { resolvers }: ApiDefinition,
  compile: Compile,
  log: Log,
): Promise<void> {
  for (const [name, resolver] of resolvers) {
    for (const code of codesOf(resolver)) {
      const compiled = await compile(code)
      if (compiled.kind === 'ready') continue
      const message = `${name}: AppSync would refuse the code: ${compiled.reasons.join('; ')}`
      log({ service: 'appsync', level: 'warning', message })
    }
  }
}

function codesOf(resolver: Resolver): readonly string[] {
  const mappings =
    resolver.kind === 'unit'
      ? [resolver.step.mapping]
      : [resolver.mapping, ...resolver.steps.map(({ mapping }) => mapping)]
  return mappings.flatMap(({ code }) => (code === undefined ? [] : [code]))
}
