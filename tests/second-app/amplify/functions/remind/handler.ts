type Reminder = {
  readonly arguments?: { readonly who: string }
  readonly Records?: readonly { readonly body: string }[]
}

/** Runs every five minutes, for somebody, or by letter; its line in the log is what the test looks for. */
export async function handler(event: Reminder): Promise<void> {
  for (const { body } of event.Records ?? []) console.log(`reminded by ${body}`)
  if (!event.Records) {
    console.log(event.arguments ? `reminded ${event.arguments.who}` : 'reminded all')
  }
}
