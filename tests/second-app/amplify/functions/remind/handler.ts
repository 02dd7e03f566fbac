/** Runs every five minutes, or for somebody; its line in the log is what the test looks for. */
export async function handler(event: { arguments?: { who: string } }): Promise<void> {
  console.log(event.arguments ? `reminded ${event.arguments.who}` : 'reminded all')
}
