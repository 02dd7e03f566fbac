import { readFile } from 'node:fs/promises'

/**
 * The keys of the tools, who may do everything; the same after each restart.
 * @param credentialsFile an AWS credentials file, as the sandbox writes it
 */
export async function readToolsKeys(
  credentialsFile: string,
): Promise<{ accessKeyId: string; secretAccessKey: string }> {
  const text = await readFile(credentialsFile, 'utf8')
  return {
    accessKeyId: /aws_access_key_id=(.+)/.exec(text)?.[1] ?? '',
    secretAccessKey: /aws_secret_access_key=(.+)/.exec(text)?.[1] ?? '',
  }
}
