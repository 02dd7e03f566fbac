declare module 'amplify-velocity-template' {
  const velocity: {
    parse(template: string): unknown
    Helper: { getRefText(reference: unknown): string }
  }
  export default velocity
}
