declare module 'virtual:repaint-outputs' {
  /** What the backend wrote about itself; `undefined` when none is connected yet. */
  export const outputs: object | undefined
}
