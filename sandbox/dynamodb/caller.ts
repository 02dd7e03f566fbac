/** Calls DynamoDB from inside the sandbox (AppSync's data sources), past HTTP and signatures. */
export interface DynamoDbCaller {
  /**
   * @param operation e.g. `PutItem`; input and output are DynamoDB's JSON 1.0 shapes
   * @returns the HTTP status and the parsed body; an error's body has `__type` and `message`
   */
  call(
    operation: string,
    input: Readonly<Record<string, unknown>>,
  ): Promise<{ readonly status: number; readonly body: Record<string, unknown> }>
}
