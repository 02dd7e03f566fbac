/** Exists on this machine only; the sandbox listens on the loopback interface. */
export const demoUser = { email: 'demo@repaint.local', password: 'Repaint-demo-1' }
