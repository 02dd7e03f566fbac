/** `Replace the red disc with a ball.`: what is changed, and what it becomes; else it is all named. */
export function understand(text: string): { what: string; by?: string | undefined } {
  const [, what, by] =
    /^(?:replace|remove|change) (.+?)(?: (?:by|with|into) ([^.\n]+))?(?:[.\n]|$)/i.exec(text) ?? []
  return { what: what ?? text, by }
}
