/** Lines of an explanation; what is longer is cut. */
const maxLines = 30

/** Where the explanation begins: an error by its name, or what esbuild marks as one. */
const beginning = /^(\w*(Error|Exception)\b|✘ \[ERROR\]|Transform failed|Validation failed)/
/** Frames of others' code, and members of an error that say nothing to a person. */
const noise = [
  /^\s+at .*(node_modules|node:)/,
  /^\s+at \S+ \(<anonymous>\),?$/,
  /^\s*\.\.\. \d+ lines matching/,
  /^\s+(serializedError|classification|options|message|details|link|code):/,
  /^\s*[{}[\]],?$/,
  /^Node\.js v/,
  /^\s*$/,
]

/**
 * What is worth reading of the output of a CDK app that failed: the error, its causes, and the
 * places in the developer's own files.
 * @param root folder that paths are shown below
 * @returns at most 30 lines; the end of the output when no error is found in it
 */
export function explainCdkError(output: string, root: string): string {
  const lines = output.trim().split('\n')
  const first = lines.findIndex((line) => beginning.test(line))
  if (first < 0) return lines.slice(-maxLines).join('\n')
  const kept = lines
    .slice(first)
    .filter((line) => !noise.some((pattern) => pattern.test(line)))
    .map((line) => line.replaceAll(`file://${root}/`, '').replaceAll(`${root}/`, ''))
  const unique = kept.filter(
    (line, at) => kept.findIndex((each) => textOf(each) === textOf(line)) === at,
  )
  return unique.slice(0, maxLines).join('\n')
}

function textOf(line: string): string {
  return line.trim().replace(/,$/, '')
}
